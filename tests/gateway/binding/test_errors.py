"""Errors in payloads: one for each violation, with a reason of the schema."""

from typing import Any

import pytest

from deploy.refusals.source import reasons_of, sources
from gateway.binding.errors import remedy, to_graphql_error, user_errors
from services.kit.errors import Exhausted, InvalidArgument, Refused, Violation
from services.kit.language import LANGUAGES, speaking, worded


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


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        ("The moon is full. Wait a week.", "Wait a week."),
        ("满月了。请等一周。", "请等一周。"),
        ("must be at most 3 days. Choose another day", "Choose another day"),
        ("Too many come at once. Nothing was changed. Wait.", "Nothing was changed. Wait."),
        ("must be at most 2.5 hours", None),
        ("It has been decided.", None),
        ("", None),
    ],
)
def test_the_remedy_is_what_follows_the_first_sentence(message: str, advice: str | None) -> None:
    assert remedy(message) == advice


def test_the_remedy_of_an_error_is_beside_its_message() -> None:
    full = Violation("shift.capacity", "It is full. Join the waitlist.", "SHIFT_FULL")
    [listed] = user_errors(Refused.of([full]), [])
    assert listed.remedy == "Join the waitlist."
    [whole] = user_errors(Refused("It is closed. Open it.", reason="CLOSED"), [])
    assert whole.remedy == "Open it."
    crowded = to_graphql_error(Exhausted("Too many. Wait."))
    assert (crowded.extensions or {})["remedy"] == "Wait."
    wrong = to_graphql_error(InvalidArgument.of("page_size", "must be 1", "TOO_MUCH"))
    assert "remedy" not in (wrong.extensions or {})
    typed = to_graphql_error(
        InvalidArgument(
            "It is wrong. Check it.", violations=[Violation("page_size", "must be 1", "TOO_MUCH")]
        )
    )
    assert (typed.message, "remedy" in (typed.extensions or {})) == ("must be 1", False)


def test_a_message_has_a_remedy_in_every_language_or_in_none() -> None:
    texts = {found.message for path in sources() for found in reasons_of(path)[0]}
    assert len(texts) > 300
    uneven = []
    for text in texts:
        has_remedy = set()
        for language in LANGUAGES:
            with speaking(language):
                has_remedy.add(remedy(worded(text)) is not None)
        if len(has_remedy) > 1:
            uneven.append(text)
    assert uneven == []
