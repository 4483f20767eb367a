"""Tables from text: what is read, what is repaired, what is refused, and on which line."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.text import records, tabular
from services.kit.text.placeholders import is_placeholder
from services.kit.text.records import SPARE_LINES, Record
from services.kit.text.tabular import read_table
from tests.kit.text.tables import codes, read, rows
from tests.steps import steps_of

DIRECTORY = Path(__file__).parents[2] / "data" / "community_directory.csv"


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

    def test_a_last_column_without_a_name_is_kept_where_it_has_values(self) -> None:
        table = read("Name,Phone,\nA,1,Wednesdays\nB,2\nC,3,")
        assert table.columns == ["Name", "Phone", "column 3"]
        assert [list(record.cells) for record in table.records] == [
            ["A", "1", "Wednesdays"],
            ["B", "2", ""],
            ["C", "3", ""],
        ]
        assert not any(record.refused for record in table.records)

    @pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;", "sep=;;"])
    def test_a_first_line_that_names_the_delimiter(self, first: str) -> None:
        table = read(f"{first}\nname;a,b\nx;1,2")
        assert table.columns == ["name", "a,b"]
        assert [(record.line, list(record.cells)) for record in table.records] == [
            (3, ["x", "1,2"])
        ]

    def test_texts_that_a_spreadsheet_was_to_leave_alone(self) -> None:
        assert rows('name,id\na,="0012"\n"=""b""",c') == [["a", "0012"], ["b", "c"]]

    @pytest.mark.parametrize(
        "cell",
        [
            "无",
            "暂无",
            "N/A",
            "n/a",
            "Ｎ／Ａ",
            "-",
            "—",
            "0",
            "null",
            "NONE",
            "未知",
            "nicht dokumentiert",
        ],
    )
    def test_cells_that_say_that_there_is_no_value(self, cell: str) -> None:
        assert rows(f"name,x\na, {cell} ") == [["a", ""]]

    @pytest.mark.parametrize(
        "cell",
        [
            *("N / A", "n.a.", "None.", "(None)", "NA", "not applicable", "TBA", "t.b.d.", "k. A."),
            *("暂 无", "无。", "「无」", "尚無", "查無", "なし", "없음", "нет", "не указано"),
            *("néant", "ninguno", "\\N", "#REF!", "#DIV/0!", "0000-00-00", "(blank)", "<empty>"),
            *(
                "???",
                "？？",
                "……",
                "―",
                "−",
                "ー",
                "///",
                "~",
                "_____________________________",
                '""',
            ),
        ],
    )
    def test_other_words_and_signs_for_it(self, cell: str) -> None:
        quoted = cell.replace('"', '""')
        assert rows(f'name,x\na,"{quoted}"') == [["a", ""]]

    @pytest.mark.parametrize("cell", ["'+49 89 1", "'-x", "'=1", "'@club"])
    def test_what_keeps_a_spreadsheet_from_reading_a_formula(self, cell: str) -> None:
        assert rows(f"name\n{cell}") == [[cell[1:]]]

    @pytest.mark.parametrize(
        "cell",
        [
            *(
                "00",
                "无锡",
                "nonet",
                "-1",
                "n/a today",
                "x",
                "+",
                "*",
                "✓",
                "!",
                "Blank",
                "同上",
                "'t Hof",
            ),
            *("N/A Club", "Nana", "无为县", "0-1", "C++", "空手道"),
        ],
    )
    def test_negative_control_other_cells_stay(self, cell: str) -> None:
        assert rows(f"name,x\na,{cell}") == [["a", cell]]

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
        # The two read differently what begins with blanks, and what says that there is no value.
        stripped = [[cell.strip() for cell in row] for row in table]
        writer.writerows(stripped)
        meant = [
            [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in stripped
        ]
        meant = [["" if is_placeholder(cell) else cell for cell in row] for row in meant]
        expected = [row for row in meant if any(row)]
        if not expected:
            return
        read_back = read(written.getvalue())
        assert [list(record.cells) for record in read_back.records] == expected
        assert not any(record.reasons for record in read_back.records)


class TestCosts:
    # Each line opens a quotation mark that none of the others closes.
    OPEN = 'x",' + "a," * 200 + '"\n'

    def test_no_line_is_looked_at_over_and_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        looked_at = 0

        def reader(lines: Iterable[str], **options: Any) -> Any:
            def counted() -> Iterator[str]:
                nonlocal looked_at
                for line in lines:
                    looked_at += 1
                    yield line

            return csv.reader(counted(), **options)

        monkeypatch.setattr(records, "csv", SimpleNamespace(reader=reader, Error=csv.Error))
        read_table("name,x\na,1\n" + self.OPEN * 4000, "content", most_rows=5000)
        # Each is looked at twice, and so many may be looked at in vain.
        assert 2 * 4000 < looked_at < 2 * 4010 + SPARE_LINES

    @pytest.mark.parametrize("line", ["\n", ",\n"], ids=["blank", "empty"])
    def test_lines_that_say_nothing_cost_next_to_nothing(self, line: str) -> None:
        text = "name,x\na,1\n" + line * 50_000
        steps = steps_of(lambda: read_table(text, "content", most_rows=5000))
        assert 50_000 < steps < 5 * 50_000

    def test_no_cell_is_copied_over_and_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        copied = 0

        class Cells(list[str]):
            def __iter__(self) -> Iterator[str]:
                nonlocal copied
                copied += len(self)
                return super().__iter__()

            def __getitem__(self, place: Any) -> Any:
                nonlocal copied
                found = super().__getitem__(place)
                copied += len(found) if isinstance(place, slice) else 0
                return found

        class Counted(Record):
            def __init__(self, line: int, cells: Sequence[str], *rest: Any) -> None:
                super().__init__(line, Cells(cells), *rest)

        for module in (records, tabular):
            monkeypatch.setattr(module, "Record", Counted)
        table = read_table("name,x\na,1\nb" + "," * 10_000, "content", most_rows=5000)
        assert [list(record.cells) for record in table.records] == [["a", "1"], ["b", ""]]
        assert 10_000 < copied < 10 * 10_000

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


class TestWhatStandsAboveTheHeader:
    """Titles above the header, and a header of two rows, found by the names of columns that are known."""

    KNOWN = frozenset(("name", "phone", "email", "名称", "电话", "邮箱"))

    def read(self, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
        table = read_table(text, "content", most_rows=100, known=lambda cell: cell in self.KNOWN)
        return list(table.columns), [(each.line, list(each.cells)) for each in table.records]

    @pytest.mark.parametrize(
        "above",
        [
            "花名册\n",
            "花名册,,\n",
            '"2024, spring"\n\nas of May\n',
            "sep=,\n花名册\n",
            "1\n2\n3\n4\n5\n",
        ],
    )
    def test_titles_are_passed_over(self, above: str) -> None:
        lines = above.count("\n")
        assert self.read(f"{above}名称,电话\n甲,1\n") == (
            ["名称", "电话"],
            [(lines + 2, ["甲", "1"])],
        )

    @pytest.mark.parametrize("delimiter", ";\t")
    def test_the_delimiter_is_that_of_the_header(self, delimiter: str) -> None:
        text = f"a, b, c, d\nname{delimiter}phone\nx{delimiter}1"
        assert self.read(text) == (["name", "phone"], [(3, ["x", "1"])])

    @pytest.mark.parametrize(
        "text",
        [
            "name\nphone,email\n",  # the first line is a header already
            "team,size\nname,1\nphone,2\n",  # one known name is a value
            "1\n2\n3\n4\n5\n6\nname,phone\nx,1\n",  # too far down
        ],
    )
    def test_without_a_reason_the_first_line_is_the_header(self, text: str) -> None:
        assert read_table(text, "content", most_rows=100).columns[0] == self.read(text)[0][0]

    def test_a_second_row_names_the_columns_below_a_common_name(self) -> None:
        found = self.read("名称,联系,,住处\n,电话,邮箱,\n甲,1,a@b.cn,x\n")
        assert found == (["名称", "电话", "邮箱", "住处"], [(3, ["甲", "1", "a@b.cn", "x"])])

    @pytest.mark.parametrize("row", ["phone,1", "phone,", "乙,email"])
    def test_a_row_of_values_is_no_second_row(self, row: str) -> None:
        assert len(self.read(f"name,email\n{row}\n")[1]) == 1

    def test_who_knows_no_names_gets_the_first_line(self) -> None:
        table = read_table("花名册\n名称,电话\n甲,1\n", "content", most_rows=100)
        assert table.columns[0] == "花名册"
