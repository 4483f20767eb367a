"""What a hostile file costs the service that reads it: time and memory in the measure of its size."""

import tracemalloc
import unicodedata
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from services.kit.contract import texts
from services.kit.text.tabular import read_table
from services.organizations.imports.organizations.answers import Answers
from services.organizations.imports.organizations.matching import Existing, Known
from services.organizations.imports.organizations.planning import Defaults, plan_organizations
from services.organizations.imports.organizations.rows import OrganizationRow, read_organizations
from services.organizations.organizations.models import (
    MembershipPolicy,
    Organization,
    OrganizationKind,
)
from tests.steps import steps_of


def read(content: str) -> list[OrganizationRow]:
    return read_organizations(read_table(content, "content", most_rows=5000), "content")


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Email", "a" * 100_000),
        ("Website", "a" + " " * 100_000 + "b"),
        ("Notes", "a" + "\u0301\u0323" * 50_000),
    ],
    ids=["no address", "blanks", "stacked marks"],
)
def test_a_long_cell_is_looked_through_once(
    column: str, cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = 0

    def normalize(form: str, text: str) -> str:
        nonlocal composed
        composed += len(text)
        return unicodedata.normalize(form, text[:1000])  # type: ignore[arg-type]

    counted = SimpleNamespace(normalize=normalize, category=unicodedata.category)
    monkeypatch.setattr(texts, "unicodedata", counted)
    # Patterns are one step each, so there are many cells: if each were looked through from each of its
    # characters on, this would take an hour.
    rows = read(f"Name,{column}\n" + f"Choir,{cell}\n" * 20)
    assert {row.refused for row in rows} == {column == "Notes"}
    assert composed < 1000  # no accents on accents: that takes time by their square


def test_many_rows_of_one_organization_take_no_more_memory_than_they_say() -> None:
    rows = read("Name,Notes\n" + "".join(f"Choir,{'x' * 400}{row}\n" for row in range(1000)))
    tracemalloc.start()
    try:
        (group,) = plan_organizations(
            rows,
            Known(),
            Defaults(OrganizationKind.SOCIAL_ORGANIZATION, MembershipPolicy.OPEN),
            Answers(),
        )
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000  # the file has 0.4 MB
    assert {row.outcome for row in group.rows} == {"ERROR"}
    assert group.rows[0].reasons[-1].code == "STRING_MAX_LEN"


@pytest.mark.parametrize("answer", ["", "SAME", "DIFFERENT", "SAME_IF_ADDRESS_EQUAL"])
def test_thousands_of_groups_of_one_name_are_not_compared_pair_by_pair(answer: str) -> None:
    few, many = (steps_of(planning(count, answer)) for count in (200, 400))
    assert many < 2.5 * few  # pair by pair, it would be four times as many


def planning(count: int, answer: str) -> Callable[[], object]:
    """Returns what plans an import of so many rows of one name, where half as many groups have it."""
    file = "Name,Phone,Address\n" + "".join(
        f"福德宮,{row},宜蘭路 {row % (count // 2)} 號\n" for row in range(count)
    )
    rows = read(file)
    known = Known()
    for number in range(count // 2):
        known.note(
            Existing.of(
                Organization(
                    name="福德宮",
                    kind=OrganizationKind.SOCIAL_ORGANIZATION,
                    membership_policy=MembershipPolicy.OPEN,
                    place={"address": f"文昌路 {number} 號"},
                    version=1,
                )
            )
        )
    answers = Answers([{"reason": "SAME_NAME", "line": 0, "answer": answer}] if answer else ())
    defaults = Defaults(OrganizationKind.SOCIAL_ORGANIZATION, MembershipPolicy.OPEN)
    return lambda: plan_organizations(rows, known, defaults, answers)
