"""Tables from text: what is read, what is repaired, what is refused, and on which line."""

import csv
import io
import time
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import InvalidArgument
from services.kit.tabular import Record, Table, read_table

DIRECTORY = Path(__file__).parents[1] / "data" / "community_directory.csv"


def read(text: str, most_rows: int = 100) -> Table:
    return read_table(text, "content", most_rows=most_rows)


def rows(text: str) -> list[list[str]]:
    return [list(record.cells) for record in read(text).records]


def only(text: str) -> Record:
    (record,) = read(text).records
    return record


def codes(record: Record) -> list[str]:
    return [reason.code for reason in record.reasons]


class TestForms:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_kind_of_line_end(self, end: str) -> None:
        table = read(end.join(["name,phone", '"a","1"', "b,2", ""]))
        assert table.columns == ["name", "phone"]
        assert [(record.line, list(record.cells)) for record in table.records] == [
            (2, ["a", "1"]),
            (3, ["b", "2"]),
        ]

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self) -> None:
        assert read("\ufeffname,phone\na,1").columns == ["name", "phone"]
        assert read('\ufeff"name",phone\na,1').columns == ["name", "phone"]

    def test_blanks_after_a_delimiter_and_before_a_quotation_mark(self) -> None:
        assert rows('"name", "address"\n"a", "1, Long Street"') == [["a", "1, Long Street"]]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_the_delimiter_is_the_one_of_the_header(self, delimiter: str) -> None:
        text = f'"name, ; \t of it"{delimiter}phone\n"a,b;c\td"{delimiter}1'
        assert rows(text) == [["a,b;c\td", "1"]]

    def test_a_file_with_one_column(self) -> None:
        assert rows("name\na\nb") == [["a"], ["b"]]

    def test_lines_are_those_of_the_file_though_a_record_spans_several(self) -> None:
        table = read('\n\nname,address\n"a","first\r\nsecond"\n\n,\nb,2')
        assert [(record.line, list(record.cells)) for record in table.records] == [
            (4, ["a", "first\nsecond"]),
            (8, ["b", "2"]),
        ]

    def test_doubled_quotation_marks_and_nothing_around_a_value(self) -> None:
        assert rows('name,x\n" a ""b"" ", c ') == [['a "b"', "c"]]

    def test_what_a_spreadsheet_adds_after_the_last_column(self) -> None:
        table = read("name,phone,,\na,1,,\nb,2,,,,")
        assert table.columns == ["name", "phone"]
        assert [(list(record.cells), record.reasons) for record in table.records] == [
            (["a", "1"], ()),
            (["b", "2"], ()),
        ]

    def test_a_column_without_a_name_is_named_by_its_place(self) -> None:
        assert read("name,,phone\na,b,c").columns == ["name", "column 2", "phone"]

    @given(
        st.lists(
            st.lists(st.text("ab,;\t\"' \n\r文", max_size=8), min_size=3, max_size=3),
            min_size=1,
            max_size=8,
        ),
        st.sampled_from(",;\t"),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.booleans(),
    )
    def test_what_the_standard_writer_writes_is_read_as_it_was(
        self, table: list[list[str]], delimiter: str, end: str, sparing: bool
    ) -> None:
        # The writer leaves a line end of another kind than its own unquoted when it is sparing.
        broken = any("\r" in cell or "\n" in cell for row in table for cell in row)
        quoting: Literal[0, 1] = 0 if sparing and not broken else 1  # QUOTE_MINIMAL, QUOTE_ALL
        written = io.StringIO(newline="")
        writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting)
        writer.writerow(["one", "two", "three"])
        # A value that begins with blanks is the one thing that the two read differently.
        stripped = [[cell.strip() for cell in row] for row in table]
        writer.writerows(stripped)
        expected = [
            [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
            for row in stripped
            if any(row)
        ]
        if not expected:
            return
        read_back = read(written.getvalue())
        assert [list(record.cells) for record in read_back.records] == expected
        assert not any(record.reasons for record in read_back.records)


class TestBounds:
    @pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", '"name\na,b'])
    def test_without_a_header(self, text: str) -> None:
        with pytest.raises(InvalidArgument) as refused:
            read(text)
        assert refused.value.violations[0].field == "content"
        assert refused.value.violations[0].reason == "HEADER_MISSING"

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("name", "NO_ROWS"),
            ("name\n\n", "NO_ROWS"),
            ("name" + "\na" * 101, "TOO_MANY_ROWS"),
            ("," * 51 + "x\na", "HEADER_TOO_LONG"),
            ("x" * 101 + "\na", "HEADER_TOO_LONG"),
        ],
    )
    def test_too_little_and_too_much(self, text: str, reason: str) -> None:
        with pytest.raises(InvalidArgument) as refused:
            read(text)
        assert refused.value.violations[0].reason == reason

    def test_as_many_rows_as_there_may_be(self) -> None:
        assert len(read("name" + "\na" * 100).records) == 100


class TestDamage:
    def test_a_lost_character_between_blanks_was_a_dash(self) -> None:
        record = only("name,hours\na,Monday \ufffd Friday")
        assert record.cells == ["a", "Monday – Friday"]
        assert [(reason.code, reason.column) for reason in record.reasons] == [
            ("DAMAGED_TEXT_REPAIRED", "hours")
        ]

    def test_elsewhere_it_stays_and_is_told(self) -> None:
        record = only("name,hours\ncaf\ufffd \ufffd x,10am \ufffd12")
        assert record.cells == ["caf\ufffd – x", "10am \ufffd12"]
        assert [(reason.code, reason.column) for reason in record.reasons] == [
            ("DAMAGED_TEXT_REPAIRED", "name"),
            ("DAMAGED_TEXT", "name"),
            ("DAMAGED_TEXT", "hours"),
        ]

    def test_the_same_written_as_three_latin_letters(self) -> None:
        assert only("name\nMon ï¿½ Fri").cells == ["Mon – Fri"]

    def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_alone(self) -> None:
        table = read('name,x\n"a,1\n"b","2"\nc,3')
        assert [(record.line, record.refused) for record in table.records] == [
            (2, True),
            (3, False),
            (4, False),
        ]
        assert codes(table.records[0]) == ["QUOTE_NOT_CLOSED"]

    def test_the_last_quotation_mark_of_a_long_file(self) -> None:
        table = read('name,x\n"a,1\n' + "b,2\n" * 90)
        assert [record.refused for record in table.records] == [True] + [False] * 90

    def test_quotation_marks_within_a_cell_are_told(self) -> None:
        record = only('name,x\na,"the "best" one"')
        assert not record.refused
        assert codes(record) == ["STRAY_QUOTE"]

    def test_too_few_columns_are_refused(self) -> None:
        record = only("name,phone,x\na,1")
        assert record.refused
        assert codes(record) == ["TOO_FEW_COLUMNS"]

    def test_a_text_that_was_cut_at_its_commas_is_put_together(self) -> None:
        text = 'name,fees,about\na,None,"What we do, in some words"\nb,None,we teach to read and write, to'
        whole = read(text + " count").records[1]
        assert whole.cells == ["b", "None", "we teach to read and write, to count"]
        assert codes(whole) == ["TOO_MANY_COLUMNS_REPAIRED"]
        assert whole.reasons[0].column == "about"

    def test_where_another_cell_may_have_been_cut_the_row_is_refused(self) -> None:
        text = 'name,address,about\na,"1 Long Street, Town",x\nb,2 Street, Town,y'
        record = read(text).records[1]
        assert record.refused
        assert codes(record) == ["TOO_MANY_COLUMNS"]

    def test_with_nothing_to_compare_it_to_the_row_is_refused(self) -> None:
        assert only("name,about\na,b,c").refused


class TestCosts:
    # Each line opens a quotation mark that none of the others closes.
    OPEN = 'x",' + "a," * 200 + '"\n'

    @pytest.mark.parametrize(
        "lines",
        [OPEN * 4000, "\n" * 500_000, ",\n" * 250_000, "b" + "," * 60_000],
        ids=["open", "blank", "empty", "trailing"],
    )
    def test_no_line_is_read_over_and_over(self, lines: str) -> None:
        began = time.process_time()
        read_table("name,x\na,1\n" + lines, "content", most_rows=5000)
        assert time.process_time() - began < 1.0

    def test_what_spans_lines_is_found_until_too_much_was_looked_through(self) -> None:
        two = '"a\nb",1\n'
        records = read("name,x\n" + two + self.OPEN * 99 + two, most_rows=200).records
        assert [record.refused for record in records] == [False] + [True] * 99 + [False]
        records = read("name,x\n" + two + self.OPEN * 400 + two, most_rows=500).records
        assert [record.refused for record in records] == [False] + [True] * 401 + [False]


class TestTheDirectory:
    """A real file; see tests/data/README.md."""

    def test_all_of_it(self) -> None:
        table = read_table(DIRECTORY.read_text(encoding="utf-8"), "content", most_rows=5000)
        assert len(table.records) == 341
        assert {len(record.cells) for record in table.records} == {11}
        assert len({record.cells[0] for record in table.records}) == 320
        assert not any(record.refused for record in table.records)
        found = Counter(code for record in table.records for code in codes(record))
        assert found == {
            "DAMAGED_TEXT_REPAIRED": 184,
            "DAMAGED_TEXT": 3,
            "TOO_MANY_COLUMNS_REPAIRED": 8,
        }

    def test_the_lines_that_were_put_together(self) -> None:
        table = read_table(DIRECTORY.read_text(encoding="utf-8"), "content", most_rows=5000)
        mended = {
            record.line: record.cells[-1]
            for record in table.records
            if "TOO_MANY_COLUMNS_REPAIRED" in codes(record)
        }
        assert list(mended) == [7, 8, 56, 86, 88, 266, 311, 339]
        assert "mental illness, physical disabilities, HIV/AIDS, hepatitis c" in mended[88]
