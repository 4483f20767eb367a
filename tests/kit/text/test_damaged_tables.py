"""Tables that are damaged, too large, or have lost text."""

import pytest

from services.kit.errors import InvalidArgument
from services.kit.text.records import Record
from tests.kit.text.tables import codes, read, rows


def only(text: str) -> Record:
    (record,) = read(text).records
    return record


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
            ("," * 201 + "x\na", "HEADER_TOO_LONG"),
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
        text = 'name,fees,about\na,None,"What we do, in some words"\nb,free,we teach to read and write, to'
        whole = read(text + " count").records[1]
        assert whole.cells == ["b", "free", "we teach to read and write, to count"]
        assert codes(whole) == ["TOO_MANY_COLUMNS_REPAIRED"]
        assert whole.reasons[0].column == "about"

    def test_where_another_cell_may_have_been_cut_the_row_is_refused(self) -> None:
        text = 'name,address,about\na,"1 Long Street, Town",x\nb,2 Street, Town,y'
        record = read(text).records[1]
        assert record.refused
        assert codes(record) == ["TOO_MANY_COLUMNS"]

    def test_with_nothing_to_compare_it_to_the_row_is_refused(self) -> None:
        assert only("name,about\na,b,c").refused


class TestLostText:
    def test_a_file_in_utf_8_that_was_read_as_windows_1252(self) -> None:
        text = "name,x\nMünchner Bläser – Chor,1\nŁódź ˝Áā,2"
        read(text)
        for wrongly in (
            text.encode().decode("latin-1"),
            "name\nMünchner Bläser – Chor".encode().decode("cp1252"),
        ):
            with pytest.raises(InvalidArgument) as refused:
                read(wrongly)
            assert refused.value.violations[0].reason == "TEXT_LOST"
        assert rows("name\nChâteau Ãª") == [["Château Ãª"]]  # negative control: not all of it

    def test_a_header_in_another_encoding(self) -> None:
        lost = "名称,电话\n合唱团,1".encode("gb18030").decode(errors="replace")
        with pytest.raises(InvalidArgument) as refused:
            read(lost)
        assert refused.value.violations[0].reason == "TEXT_LOST"

    @pytest.mark.parametrize("text", ["name\n\x00\n", "name\na\x00b", "name,x\na,\x07"])
    def test_control_characters_cost_their_row(self, text: str) -> None:
        record = only(text)
        assert record.refused
        assert codes(record) == ["CONTROL_CHARACTERS"]

    def test_marks_that_direct_the_text_do_not(self) -> None:
        record = only("name,x\n\u202aa\u202c,b \u202ac\u202c d")
        assert record.cells == ["a", "b c d"]
        assert [(r.code, r.column) for r in record.reasons] == [("DIRECTION_MARKS_REMOVED", "x")]
