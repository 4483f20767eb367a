"""Counts of steps are the same whatever else happens in the process."""

import gc

import pytest

from tests.steps import counted_steps, steps_of


def test_a_collection_of_garbage_is_not_counted() -> None:
    collected: list[str] = []

    def note(phase: str, info: dict[str, int]) -> None:
        del info
        collected.append(phase)

    def litter() -> None:
        kept = [[] for _ in range(50_000)]  # type: ignore[var-annotated]
        assert kept

    undisturbed = steps_of(litter)
    gc.callbacks.append(note)
    try:
        assert steps_of(litter) == undisturbed
        assert not collected
        litter()
        assert collected
    finally:
        gc.callbacks.remove(note)


def test_collection_goes_on_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), counted_steps():
        1 / 0  # noqa: B018
    assert gc.isenabled()
