"""Refusals and their remedies: scenarios that do what a refusal says to do next, and find that it works.

A refusal is named by its reason. Where one reason has several messages, a part of the message follows:
"STATE_DOES_NOT_ALLOW: can be approved".
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import pytest

from deploy.refusals.source import ROOT, Found, reasons_in
from services.kit.errors import DomainError, Violation

Scenario = TypeVar("Scenario", bound=Callable[..., Awaitable[None]])

# What the scenario that runs was refused: reasons and messages.
_met: list[tuple[str, str]] = []


class Remedies:
    """The remedies of some subjects.

    Args:
        service: The service.
        subjects: The names of its subjects, or of modules beside them.
        elsewhere: The refusals without a scenario, each with where it is tested or why it has no remedy.
    """

    def __init__(
        self, service: str, *subjects: str, elsewhere: Mapping[str, str] | None = None
    ) -> None:
        self.service = service
        self.subjects = subjects
        self.elsewhere = elsewhere or {}
        self._scenarios: dict[Callable[..., Awaitable[None]], tuple[str, ...]] = {}

    @property
    def scenarios(self) -> list[Callable[..., Awaitable[None]]]:
        """All scenarios, in the order of the source."""
        return list(self._scenarios)

    def of(self, *refusals: str) -> Callable[[Scenario], Scenario]:
        """Registers a scenario that leads into some refusals and follows the remedy of each."""

        def register(scenario: Scenario) -> Scenario:
            self._scenarios[scenario] = refusals
            return scenario

        return register

    async def follow(self, scenario: Callable[..., Awaitable[None]], *arguments: Any) -> None:
        """Runs a scenario.

        Raises:
            AssertionError: It failed, or did not meet a refusal for which it was registered.
        """
        _met.clear()
        await scenario(*arguments)
        for refusal in self._scenarios[scenario]:
            assert any(_is(refusal, *each) for each in _met), f"{refusal} was not met: {_met}"

    def check(self) -> None:
        """Compares the scenarios with what the source can refuse.

        Raises:
            AssertionError: A refusal has no scenario, or a scenario is of no refusal.
        """
        given = self.given()
        followed = [each for refusals in self._scenarios.values() for each in refusals]
        known = [*followed, *self.elsewhere]
        missing = unfollowed(given, known)
        assert not missing, f"no scenario follows {missing}"
        stale = {each for each in known if not any(_is(each, f.reason, f.message) for f in given)}
        assert not stale, f"nothing refuses with {stale}"

    def given(self) -> set[Found]:
        """Returns all that the source of the subjects can refuse."""
        folder = ROOT / "services" / self.service
        found: set[Found] = set()
        for subject in self.subjects:
            paths = [*(folder / subject).rglob("*.py"), *folder.glob(f"{subject}.py")]
            assert paths, f"{subject} is no subject of {self.service}"
            for path in paths:
                found.update(reasons_in(path.read_text(encoding="utf-8")))
        return found


def unfollowed(given: set[Found], known: list[str]) -> set[Found]:
    """Returns the refusals that none of the known ones names; a reason alone names its only message."""
    messages: dict[str, set[str]] = {}
    for found in given:
        messages.setdefault(found.reason, set()).add(found.message)
    return {
        found
        for found in given
        if not any(
            _is(each, found.reason, found.message)
            and (":" in each or len(messages[found.reason]) == 1)
            for each in known
        )
    }


async def refused(call: Awaitable[object], reason: str) -> str:
    """Returns the message of a refusal, which must have a reason."""
    with pytest.raises(DomainError) as error:
        await call
    found = {each.reason: each for each in error.value.violations}
    found.setdefault(error.value.reason, Violation("", error.value.message, error.value.reason))
    assert reason in found, found
    _met.append((reason, f"`{found[reason].field}` {found[reason].description}"))
    return found[reason].description


def met(reason: str, message: str) -> str:
    """Notes a refusal that no error carries, such as that of a row; returns the message."""
    _met.append((reason, message))
    return message


def _is(refusal: str, reason: str, message: str) -> bool:
    named, _, part = refusal.partition(":")
    return named == reason and part.strip() in message
