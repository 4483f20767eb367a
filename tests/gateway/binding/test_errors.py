"""Errors in payloads: one for each violation, with a reason of the schema."""

from typing import Any

from gateway.binding.errors import user_errors
from services.kit.errors import InvalidArgument, Refused, Violation


def reasons(*violations: Violation) -> list[str]:
    return [_name(each.reason) for each in user_errors(Refused.of(violations), [])]


def _name(reason: Any) -> str:
    name: str = reason.name
    return name


def test_a_reason_of_a_newer_service_is_other_and_keeps_its_message() -> None:
    [error] = user_errors(Refused("The moon is full. Wait a week.", reason="FULL_MOON"), [])
    assert (_name(error.reason), error.message) == ("OTHER", "The moon is full. Wait a week.")


def test_each_violation_keeps_its_own_reason() -> None:
    full = Violation("shift.capacity", "It is full.", "SHIFT_FULL")
    newer = Violation("shift.moon", "The moon is full.", "FULL_MOON")
    assert reasons(full, newer) == ["SHIFT_FULL", "OTHER"]
    [error] = user_errors(InvalidArgument("It is wrong."), [])
    assert _name(error.reason) == "INVALID_INPUT"
