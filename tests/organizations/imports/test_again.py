"""Importing the same again, in part or whole and in any order, changes nothing."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.kit.text.records import Record
from services.kit.text.tabular import Table, read_table
from services.organizations.organizations.names import match_name
from tests.organizations.imports.planning import (
    Parent,
    by_line,
    codes,
    directory,
    outcomes,
    table,
)


class TestTheDirectory:
    """A real file; see tests/data/README.md."""

    def test_all_of_it(self) -> None:
        parent = Parent()
        rows = parent.take(directory())
        assert Counter(outcomes(rows)) == {"CREATE": 320, "MERGE": 21}
        assert len(parent.organizations) == 320
        assert Counter(code for row in rows.values() for code in codes(row)) == {
            "DAMAGED_TEXT_REPAIRED": 184,
            "DAMAGED_TEXT": 3,
            "TOO_MANY_COLUMNS_REPAIRED": 8,
            "MERGED": 21,
            "EMAIL_NOT_VALID": 9,
            "EMAIL_SHORTENED": 31,
            "WEBSITE_NOT_VALID": 6,
            "WEBSITE_SHORTENED": 5,
            "WEBSITE_SCHEME_ADDED": 250,
        }

    def test_every_value_of_every_row_is_found_again(self) -> None:
        parent = Parent()
        source = directory()
        parent.take(source)
        known = parent.known()
        for record in source.records:
            (organization,) = known.named(match_name(record.cells[0]), "")
            said = "\n".join((*organization.values.values(),))
            assert [cell for cell in record.cells if _flat(cell) not in _flat(said)] == []

    def test_the_second_line_of_an_address_is_kept(self) -> None:
        parent = Parent()
        rows = parent.take(directory())
        assert rows[6].outcome == "MERGE"
        (center,) = parent.known().by_name["7th avenue senior center"]
        assert center.values["address"] == (
            "7th Avenue Presbyterian Church\n1329 7th Avenue, San Francisco, CA 94122"
        )

    @settings(max_examples=10, deadline=None)
    @given(st.data())
    def test_any_part_of_it_in_any_order_is_unchanged(self, data: st.DataObject) -> None:
        parent = Parent()
        source = directory()
        parent.take(source)
        records = data.draw(st.permutations(source.records))
        part = records[: data.draw(st.integers(1, len(records)))]
        again = by_line(parent.plan(Table(source.columns, part)))
        assert set(outcomes(again)) == {"UNCHANGED"}


LEFT_ALONE = ("CONFLICT", "ERROR")
NAMES = st.sampled_from(["Choir", "choir!", "CHOIR", "Band", "Club"])
ROWS = st.tuples(
    NAMES,
    st.sampled_from(["", "", "1", "2"]),
    st.sampled_from(["", "p", "q", "p; q"]),
    st.sampled_from(["", "House A", "House B", "House A\nHouse B"]),
    st.sampled_from(["", "a@x.org", "b@x.org", "b@x.org, a@x.org", "see below"]),
    st.sampled_from(["", "x.org", "http://x.org", "y.org, x.org"]),
    st.sampled_from(["", "enterprise", "agency", "circus"]),
    st.sampled_from(["", "free", "Some\n\nmore"]),
    st.sampled_from(["", "East", "West"]),
)
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(["SAME_NAME", "ID_OF_ANOTHER_NAME"]),
        st.sampled_from([0, 0, 2, 3]),
        st.sampled_from(["SAME", "DIFFERENT", "SAME_IF_ADDRESS_EQUAL"]),
    ),
    max_size=3,
)
FILES = st.lists(ROWS, min_size=1, max_size=7)

# Two rows of one address have different phones, and another group has both.
LEFT_TO_ANOTHER = [
    ("Choir", "", "", "", "", "", "", "", ""),
    ("Choir", "", "p", "House A", "", "", "", "", "East"),
    ("Choir", "", "q", "House A", "", "", "", "", ""),
    ("Choir", "", "p; q", "", "", "x.org", "", "", ""),
    ("Choir", "1", "", "", "", "x.org", "", "", ""),
    ("Choir", "1", "", "House A", "", "", "", "", ""),
    ("Choir", "2", "", "House A", "", "", "", "", ""),
]


def written(rows: Sequence[tuple[str, ...]]) -> Table:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(
        ["Name", "ID", "Phone", "Address", "Email", "Website", "Kind", "Fees", "District"]
    )
    writer.writerows(rows)
    return read_table(text.getvalue(), "content", most_rows=100)


class TestAgain:
    """Whatever was imported and is imported again, in part or whole, in any order, changes nothing."""

    def test_what_the_description_holds_of_another_field_stays_there(self) -> None:
        parent = Parent()
        parent.take(table("Name,Kind", "Choir,agency", "Choir,enterprise"))
        assert parent.only().description == "Kind: ENTERPRISE"
        parent.take(table("Name,Kind,Fees", "Choir,,free", "Choir,enterprise,"))
        assert parent.only().description == "Kind: ENTERPRISE\n\nFees: free"

    def test_what_people_wrote_into_the_description_stays_there(self) -> None:
        parent = Parent()
        parent.take(table("Name,Fees,Hours", "Choir,5,daily"))
        parent.only().description = "We sing.\n\nFees: 5\nHours: daily"
        parent.take(table("Name,Fees", "Choir,6"))
        assert parent.only().description == "We sing.\n\nHours: daily\nFees: 6"
        parent.take(table("Name,Description", "Choir,We sing aloud."))
        assert parent.only().description == "We sing aloud."

    def test_a_row_is_not_about_what_says_its_parts_in_different_rows(self) -> None:
        parent = Parent()
        source = table(
            "Name,ID,Kind,Fees",
            "Choir,,,",
            "Choir,,agency,free",
            "Choir,1,,",
            "Choir,2,enterprise,free",
            "Choir,2,agency,",
        )
        parent.take(source)
        assert {each.description for each in parent.organizations.values()} == {
            "",
            "Fees: free\n\nKind: AGENCY",
        }
        assert not any(group.is_applied for group in parent.plan(source))

    def test_what_spoke_against_a_row_is_looked_at_again_once_it_is_known(self) -> None:
        parent = Parent()
        source = table(
            "Name,ID,Phone,Website",
            "Choir,2,111,",
            "Choir,,222,",
            "Choir,,111; 222,",
            "Choir,,,http://x.org",
        )
        assert outcomes(parent.take(source)) == ["CREATE", "MERGE", "MERGE", "MERGE"]
        assert set(outcomes(by_line(parent.plan(source)))) == {"UNCHANGED"}

    @pytest.mark.parametrize("links", [6, 40])
    def test_rows_of_which_each_leads_to_the_next(self, links: int) -> None:
        parent = Parent()
        chain = [f"Choir,,{100 + link}; {101 + link}" for link in range(links)]
        source = table("Name,ID,Phone", "Choir,1,100", *chain)
        rows = parent.take(source)
        assert len(set(outcomes(rows)[1:])) == 1
        assert not any(group.is_applied for group in parent.plan(source))

    @pytest.mark.parametrize("answer", ["SAME", "DIFFERENT"])
    def test_a_longer_chain_of_rows_is_taken_as_it_is_answered(self, answer: str) -> None:
        parent = Parent()
        chain = [f"Choir,,{100 + link}; {101 + link}" for link in range(40)]
        source = table("Name,ID,Phone", "Choir,1,100", *chain)
        rows = parent.take(source)
        assert {code for row in rows.values() for code in codes(row)} == {"AMBIGUOUS"}
        answered = parent.take(source, ("SAME_NAME", 0, answer))
        assert "CONFLICT" not in outcomes(answered)
        assert not any(group.is_applied for group in parent.plan(source))

    @settings(max_examples=150, deadline=None)
    @example(LEFT_TO_ANOTHER)
    @given(FILES)
    def test_a_file_with_what_it_leaves_alone(self, rows: list[tuple[str, ...]]) -> None:
        parent = Parent()
        source = written(rows)
        parent.take(source)
        assert not any(group.is_applied for group in parent.plan(source))

    @settings(max_examples=150, deadline=None)
    @given(st.lists(FILES, min_size=1, max_size=3), ANSWERS, st.data())
    def test_what_was_done_of_the_last_file(
        self,
        files: list[list[tuple[str, ...]]],
        answers: list[tuple[str, int, str]],
        data: st.DataObject,
    ) -> None:
        parent = Parent()
        for rows in files:
            source = written(rows)
            planned = parent.take(source, *answers)
        records = data.draw(st.permutations(source.records))
        done = [each for each in records if planned[each.line].outcome not in LEFT_ALONE]
        part = done[: data.draw(st.integers(0, len(done)))]
        groups = parent.plan(Table(source.columns, _renumbered(part)))
        assert not any(group.is_applied for group in groups)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _renumbered(records: Sequence[Record]) -> list[Record]:
    return [replace(record, line=line) for line, record in enumerate(records, 2)]
