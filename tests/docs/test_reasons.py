"""The catalogue of error reasons: current, complete, and with a message for people everywhere."""

import pytest

from deploy.refusals import catalogue, document
from deploy.refusals.source import Found, reasons_in


def test_the_document_is_current() -> None:
    assert document.OUTPUT.read_text(encoding="utf-8") == document.generate(), "run `make docs`"


def test_the_catalogue_is_current() -> None:
    assert catalogue.OUTPUT.read_text(encoding="utf-8") == catalogue.generate(), "run `make docs`"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            'raise Refused("It is closed. Open it.", reason="CLOSED")',
            Found("CLOSED", "FAILED_PRECONDITION", "It is closed. Open it."),
        ),
        (
            'NotFound("It is gone.")',
            Found("NO_SUCH_RESOURCE", "NOT_FOUND", "It is gone."),
        ),
        (
            'InvalidArgument.of("a.b", f"at most {limits.most}", "TOO_MANY")',
            Found("TOO_MANY", "INVALID_ARGUMENT", "`a.b` at most {most}"),
        ),
        (
            'row.refuse("NAMELESS", "Give it a name.", column)',
            Found("NAMELESS", "", "Give it a name."),
        ),
        (
            'DASH = Remark("REPAIRED", "It was a dash.")',
            Found("REPAIRED", "", "It was a dash."),
        ),
        (
            'TEXT = "Wait a moment."\nviolation = Violation("field", TEXT, "WAIT")',
            Found("WAIT", "", "Wait a moment."),
        ),
        (
            'self.change_state({"A"}, "B", "Only an A can be a B. Make it an A first.")',
            Found(
                "STATE_DOES_NOT_ALLOW",
                "FAILED_PRECONDITION",
                "Only an A can be a B. Make it an A first.",
            ),
        ),
    ],
)
def test_it_finds_every_way_to_give_a_reason(source: str, found: Found) -> None:
    assert list(reasons_in(source)) == [found]


def test_it_finds_every_text_that_one_reason_can_have() -> None:
    source = 'TEXTS = {"A": "One.", "B": "Two."}\nValue = Violation("f", TEXTS[state], "REASON")'
    assert [found.message for found in reasons_in(source)] == ["One.", "Two."]
