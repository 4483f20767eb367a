"""Which organization a row is about: by external id, by name, and what the importer answers."""

import pytest

from services.organizations.imports.organizations.values import values_of
from tests.organizations.imports.planning import (
    Parent,
    codes,
    outcomes,
    table,
)


class TestMatching:
    def test_an_external_id_goes_before_all_else(self) -> None:
        parent = Parent()
        parent.take(table("Name,ID,Address", "a,1,House A"))
        rows = parent.take(table("Name,ID,Address", "A!,1,House B"))
        assert outcomes(rows) == ["UPDATE"]
        assert values_of(parent.only())["address"] == "House B"

    def test_an_external_id_is_given_to_the_only_one_of_that_name(self) -> None:
        parent = Parent()
        parent.take(table("Name", "a"))
        assert outcomes(parent.take(table("Name,ID", "a,1"))) == ["UPDATE"]
        assert parent.only().external_id == "1"

    def test_another_external_id_is_another_organization(self) -> None:
        parent = Parent()
        assert outcomes(parent.take(table("Name,ID", "a,1", "a,2"))) == ["CREATE", "CREATE"]
        again = parent.take(table("Name,ID", "a,2", "a,", "a,1"))
        assert outcomes(again) == ["UNCHANGED", "CONFLICT", "UNCHANGED"]
        assert codes(again[3]) == ["AMBIGUOUS"]

    def test_a_row_without_one_belongs_to_the_only_one_of_its_name(self) -> None:
        parent = Parent()
        rows = parent.take(table("Name,ID,Phone,Email", "a,,1,", "a,7,1,a@x.org"))
        assert outcomes(rows) == ["CREATE", "MERGE"]
        assert (parent.only().external_id, values_of(parent.only())["phone"]) == ("7", "1")
        rows = parent.take(table("Name,ID,Phone", "a,,2", "a,7,1"))
        assert outcomes(rows) == ["CONFLICT", "UNCHANGED"]
        assert codes(rows[2]) == ["SAME_NAME"]

    def test_an_external_id_with_two_names(self) -> None:
        rows = Parent().take(table("Name,ID", "a,1", "b,1", "b,"))
        assert outcomes(rows) == ["CONFLICT", "CONFLICT", "CREATE"]
        assert codes(rows[2]) == ["EXTERNAL_ID_REPEATED"]

    def test_one_that_two_rows_claim_belongs_to_its_external_id(self) -> None:
        parent = Parent()
        parent.take(table("Name,ID", "a,1"))
        renaming = table("Name,ID", "a,", "b,1")
        rows = parent.take(renaming, ("ID_OF_ANOTHER_NAME", 0, "SAME"))
        assert outcomes(rows) == ["CONFLICT", "UPDATE"]
        assert parent.names() == ["b"]


class TestAnotherName:
    """An external id never renames a group by itself."""

    def test_two_files_that_number_their_rows_rename_nothing(self) -> None:
        parent = Parent()
        parent.take(table("编号,名称", "1,晨练队", "2,合唱团"))
        other = table("编号,名称", "1,棋牌社", "2,书法班")
        rows = parent.take(other)
        assert outcomes(rows) == ["CONFLICT", "CONFLICT"]
        assert codes(rows[2]) == ["ID_OF_ANOTHER_NAME"]
        assert parent.names() == ["合唱团", "晨练队"]

    def test_the_importer_asks_for_renames_or_for_one(self) -> None:
        for line, names in ((0, ["书法班", "棋牌社"]), (2, ["合唱团", "棋牌社"])):
            parent = Parent()
            parent.take(table("编号,名称", "1,晨练队", "2,合唱团"))
            parent.take(
                table("编号,名称", "1,棋牌社", "2,书法班"), ("ID_OF_ANOTHER_NAME", line, "SAME")
            )
            assert parent.names() == names

    def test_or_says_that_they_are_others_whose_ids_are_described(self) -> None:
        parent = Parent()
        parent.take(table("编号,名称", "1,晨练队"))
        other = table("编号,名称", "1,棋牌社")
        rows = parent.take(other, ("ID_OF_ANOTHER_NAME", 0, "DIFFERENT"))
        assert outcomes(rows) == ["CREATE"]
        assert parent.names() == ["晨练队", "棋牌社"]
        described = {each.name: each.description for each in parent.organizations.values()}
        assert described["棋牌社"] == "编号: 1"
        assert outcomes(parent.take(other)) == ["UNCHANGED"]

    def test_ids_of_another_source_are_others(self) -> None:
        parent = Parent("register")
        parent.take(table("ID,Name", "1,Choir"))
        parent.source = "chess"
        assert outcomes(parent.take(table("ID,Name", "1,Club"))) == ["CREATE"]
        assert outcomes(parent.take(table("ID,Name", "1,Club"))) == ["UNCHANGED"]
        ids = {(each.name, each.external_source) for each in parent.organizations.values()}
        assert ids == {("Choir", "register"), ("Club", "chess")}

    def test_an_organization_keeps_the_id_of_the_source_that_named_it_first(self) -> None:
        parent = Parent("register")
        parent.take(table("ID,Name", "1,Choir"))
        parent.source = "chess"
        assert outcomes(parent.take(table("ID,Name", "9,Choir"))) == ["UPDATE"]
        assert parent.only().description == "ID: 9"
        assert (parent.only().external_id, parent.only().external_source) == ("1", "register")
        assert outcomes(parent.take(table("ID,Name", "9,Choir"))) == ["UNCHANGED"]

    def test_an_id_without_a_source_gets_that_of_the_file_that_knows_the_name(self) -> None:
        parent = Parent("")
        parent.take(table("ID,Name", "1,Choir"))
        parent.source = "chess"
        assert outcomes(parent.take(table("ID,Name", "1,Club"))) == ["CREATE"]
        assert outcomes(parent.take(table("ID,Name", "1,Choir"))) == ["CONFLICT"]


class TestSameName:
    """Groups of one name that differ in address, phone, website or area are never merged by default."""

    @pytest.mark.parametrize(
        ("header", "rows"),
        [
            ("Name,Address", ("福德宮,宜蘭路 1 號", "福德宮,文昌路 2 號")),
            ("Name,Phone", ("Helping Hands,1", "Helping Hands,2")),
            ("Name,Website", ("Helping Hands,https://a.org", "Helping Hands,https://b.org")),
            ("Name,County", ("Helping Hands,Kent", "Helping Hands,Essex")),
            ("名称,行政区", ("读书会,东城", "读书会,西城")),
            ("Name,Branch,Zip", ("YMCA,Main,94109", "YMCA,Park,94110")),
        ],
    )
    def test_in_a_file_and_against_what_is_there(self, header: str, rows: tuple[str, str]) -> None:
        parent = Parent()
        both = parent.take(table(header, *rows))
        assert outcomes(both) == ["CONFLICT", "CONFLICT"]
        assert codes(both[2]) == ["SAME_NAME"]
        assert parent.organizations == {}
        parent.take(table(header, rows[0]))
        before = vars(parent.only()).copy()
        assert outcomes(parent.take(table(header, rows[1]))) == ["CONFLICT"]
        after = vars(parent.only())
        assert {k: v for k, v in after.items() if k[0] != "_"} == {
            k: v for k, v in before.items() if k[0] != "_"
        }

    def test_the_answers_and_the_same_file_again(self) -> None:
        source = table(
            "Name,Address,Phone",
            "福德宮,宜蘭路 1 號,1",
            "福德宮,文昌路 2 號,2",
            "福德宮,文昌路 2 號,3",
        )
        for answer, count in (("SAME", 1), ("DIFFERENT", 3), ("SAME_IF_ADDRESS_EQUAL", 2)):
            parent = Parent()
            rows = parent.take(source, ("SAME_NAME", 0, answer))
            assert set(outcomes(rows)) <= {"CREATE", "MERGE"}
            assert len(parent.organizations) == count, answer
            assert set(outcomes(parent.take(source))) == {"UNCHANGED"}
            again = parent.take(source, ("SAME_NAME", 0, answer))
            assert set(outcomes(again)) == {"UNCHANGED"}

    def test_an_answer_for_one_line(self) -> None:
        parent = Parent()
        source = table("Name,Address", "a,House A", "a,House B", "a,House C")
        rows = parent.take(source, ("SAME_NAME", 3, "DIFFERENT"))
        assert outcomes(rows) == ["CONFLICT", "CREATE", "CONFLICT"]
        rows = parent.take(source, ("SAME_NAME", 0, "DIFFERENT"), ("SAME_NAME", 2, "SAME"))
        assert outcomes(rows) == ["UPDATE", "MERGE", "CREATE"]

    def test_without_an_address_it_cannot_be_told_whether_it_is_equal(self) -> None:
        source = table("Name,Address,Phone", "a,House A,1", "a,,2")
        rows = Parent().take(source, ("SAME_NAME", 0, "SAME_IF_ADDRESS_EQUAL"))
        assert outcomes(rows) == ["CREATE", "CONFLICT"]

    def test_what_agrees_or_says_nothing_is_merged(self) -> None:
        parent = Parent()
        rows = parent.take(
            table(
                "Name,Phone,Website,Address",
                "Choir,(010) 12-34,https://www.choir.org/,House A",
                "CHOIR,010 1234,http://choir.org,",
                "choir,,,house  a.",
            )
        )
        assert outcomes(rows) == ["CREATE", "MERGE", "MERGE"]

    def test_several_of_the_name_and_which_one_is_meant(self) -> None:
        parent = Parent()
        source = table("Name,Address", "a,House A", "a,House B")
        parent.take(source, ("SAME_NAME", 0, "DIFFERENT"))
        rows = parent.take(table("Name,Address,Fees", "a,House B,5", "a,,5", "a,House C,5"))
        assert outcomes(rows) == ["UPDATE", "CONFLICT", "CONFLICT"]
        assert [codes(row) for row in rows.values()] == [[], ["AMBIGUOUS"], ["SAME_NAME"]]

    def test_an_address_that_takes_several_rows_in_a_row(self) -> None:
        lines = ("Hall,City Hall,1,h@x.org", "Hall,1 Market Street,1,h@x.org")
        header = "Name,Address,Phone,Email"
        parent = Parent()
        assert outcomes(parent.take(table(header, *lines))) == ["CREATE", "MERGE"]
        assert values_of(parent.only())["address"] == "City Hall\n1 Market Street"
        apart = table(header, lines[0], "Other,,,", lines[1])
        assert outcomes(Parent().take(apart)) == ["CONFLICT", "CREATE", "CONFLICT"]
        shared = table("Name,Address,Phone", "Hands,House A,1", "Hands,House B,1")
        assert outcomes(Parent().take(shared)) == ["CONFLICT", "CONFLICT"]
