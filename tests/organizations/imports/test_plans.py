"""Plans of imports of organizations: what columns and values become, and how rows merge."""

import pytest

from services.kit.errors import InvalidArgument
from services.kit.text.tabular import read_table
from services.organizations.imports.organizations.rows import read_organizations
from services.organizations.imports.organizations.values import values_of
from services.organizations.organizations.models import OrganizationState
from tests.organizations.imports.planning import (
    Parent,
    by_line,
    codes,
    outcomes,
    table,
)


class TestColumns:
    def test_names_in_english_and_chinese(self) -> None:
        for header in (
            "Organization Name,E-Mail,PHONE,Street address,URL,ID",
            "名称,邮箱,电话,地址,网址,编号",
        ):
            parent = Parent()
            parent.take(
                table(header, "读书会,a@example.org,010 1234,胡同 1 号,https://example.org,7")
            )
            organization = parent.only()
            assert (organization.name, values_of(organization)["email"]) == (
                "读书会",
                "a@example.org",
            )
            assert (values_of(organization)["phone"], values_of(organization)["address"]) == (
                "010 1234",
                "胡同 1 号",
            )
            assert (organization.website, organization.external_id) == ("https://example.org", "7")
            assert organization.description == ""

    def test_what_is_not_known_is_kept_in_the_description_under_its_name(self) -> None:
        parent = Parent()
        parent.take(table("Name,Fees,About,Fax,Phone,Tel", "a,free,We sing.,,1,2"))
        assert parent.only().description == "Fees: free\nWe sing.\nTel: 2"

    def test_without_a_column_for_the_name(self) -> None:
        with pytest.raises(InvalidArgument) as refused:
            read_organizations(table("Title,Phone", "a,1"), "content")
        assert refused.value.violations[0].reason == "NAME_COLUMN_MISSING"

    def test_kinds_by_their_names_and_by_default(self) -> None:
        parent = Parent()
        rows = parent.take(table("名称,类型", "a,居委会", "b,Volunteer group", "c,,", "d,Circus"))
        assert [each.kind for each in parent.organizations.values()] == [
            "RESIDENTS_COMMITTEE",
            "VOLUNTEER_GROUP",
            "SOCIAL_ORGANIZATION",
            "SOCIAL_ORGANIZATION",
        ]
        assert codes(rows[5]) == ["KIND_NOT_KNOWN"]


class TestValues:
    @pytest.mark.parametrize(
        ("cell", "email", "description", "reason"),
        [
            ("a@example.org", "a@example.org", "", []),
            (
                "a@example.org, b@example.org",
                "a@example.org",
                "Email: a@example.org, b@example.org",
                ["EMAIL_SHORTENED"],
            ),
            ("See website", "", "Email: See website", ["EMAIL_NOT_VALID"]),
            ("olga@münchen.de", "olga@münchen.de", "", []),
            ("\u202aa@example.org\u202c", "a@example.org", "", []),
            (
                "邮箱a@example.org谢谢",
                "a@example.org",
                "Email: 邮箱a@example.org谢谢",
                ["EMAIL_SHORTENED"],
            ),
        ],
    )
    def test_emails(self, cell: str, email: str, description: str, reason: list[str]) -> None:
        parent = Parent()
        rows = parent.take(table("Name,Email", f'x,"{cell}"'))
        assert (values_of(parent.only())["email"], parent.only().description) == (
            email,
            description,
        )
        assert codes(rows[2]) == reason

    @pytest.mark.parametrize(
        ("cell", "website", "kept", "reason"),
        [
            ("https://example.org/a?b#c", "https://example.org/a?b#c", False, []),
            ("HTTP://example.org", "http://example.org", False, []),
            ("www.example.org", "http://www.example.org", False, ["WEBSITE_SCHEME_ADDED"]),
            (
                "www.a.org, www.b.org",
                "http://www.a.org",
                True,
                ["WEBSITE_SCHEME_ADDED", "WEBSITE_SHORTENED"],
            ),
            ("http://a.org (Chinese)", "http://a.org", True, ["WEBSITE_SHORTENED"]),
            ("donate@example.org", "", True, ["WEBSITE_NOT_VALID"]),
            ("http://a.org/page. html", "", True, ["WEBSITE_NOT_VALID"]),
            ("www/a", "", True, ["WEBSITE_NOT_VALID"]),
            ("https://例子.中国", "https://例子.中国", False, []),
            ("http://a.org/" + "x" * 500, "", True, ["WEBSITE_NOT_VALID"]),
            ("\u200ehttp://a.org\u200e", "http://a.org", False, []),
        ],
    )
    def test_websites(self, cell: str, website: str, kept: bool, reason: list[str]) -> None:
        parent = Parent()
        rows = parent.take(table("Name,Website", f'x,"{cell}"'))
        assert parent.only().website == website
        assert parent.only().description == (f"Website: {cell}" if kept else "")
        assert codes(rows[2]) == reason

    @pytest.mark.parametrize(
        "mark", ["无", "暂无", "N/A", "-", "—", "0", "null", "none", "未知", "nicht dokumentiert"]
    )
    def test_what_says_that_there_is_no_value_is_empty_in_every_column(self, mark: str) -> None:
        parent = Parent()
        rows = parent.take(
            table(
                "Name,ID,Email,Phone,Website,Kind,Fees",
                f"a,{mark},{mark},{mark},{mark},{mark},{mark}",
                f"b,{mark},{mark},{mark},{mark},{mark},{mark}",
                f"{mark},7,a@x.org,,,,",
            )
        )
        assert outcomes(rows) == ["CREATE", "CREATE", "ERROR"]
        assert [codes(row) for row in rows.values()] == [[], [], ["NAME_MISSING"]]
        for each in parent.organizations.values():
            assert (each.external_id, each.contact) == ("", None)
            assert (each.website, each.description) == ("", "")

    @pytest.mark.parametrize(
        ("column", "reason"), [("Phone", "PHONE_NOT_VALID"), ("Address", "ADDRESS_TOO_LONG")]
    )
    def test_what_is_too_long_for_its_field_is_described(self, column: str, reason: str) -> None:
        parent = Parent()
        rows = parent.take(table(f"Name,{column}", "x," + "1" * 501))
        assert (outcomes(rows), codes(rows[2])) == (["CREATE"], [reason])
        assert parent.only().description == f"{column}: " + "1" * 501

    def test_marks_around_a_phone_number_cost_nothing(self) -> None:
        parent = Parent()
        for mark in ("\u202a010\u202c", "\u200e010", "01\u202a0"):
            parent.take(table("Name,Phone", f"x,{mark}"))
            assert values_of(parent.only())["phone"] == "010"

    @pytest.mark.parametrize("file", ["Name\n\x00\n", "Name,Phone\nA,1\n\x00", "Name,ID\nA,\x00"])
    def test_a_nul_is_an_error_of_its_row(self, file: str) -> None:
        rows = by_line(Parent().plan(read_table(file, "content", most_rows=10)))
        *_, last = rows.values()
        assert last.outcome == "ERROR"
        assert "CONTROL_CHARACTERS" in codes(last)

    def test_a_file_whose_names_are_lost_is_refused(self) -> None:
        names = [
            name.encode("gb18030").decode(errors="replace")
            for name in ("合唱团", "棋牌社", "书法班")
        ]
        with pytest.raises(InvalidArgument) as refused:
            Parent().plan(table("Name,Phone", *(f"{name},1" for name in names)))
        assert refused.value.violations[0].reason == "TEXT_LOST"
        rows = Parent().take(table("Name,Phone", f"{names[0]},1", "Choir,2", "Band,3"))
        assert outcomes(rows) == ["ERROR", "CREATE", "CREATE"]
        assert codes(rows[2])[-1] == "NAME_DAMAGED"

    @pytest.mark.parametrize(
        ("row", "reason", "column"),
        [
            (",1,", "NAME_MISSING", "Name"),
            ("x" * 201 + ",1,", "STRING_MAX_LEN", "Name"),
            ("x" * 150 + "\ufffd,1,", "NAME_DAMAGED", "Name"),
            ("x,1\x00,", "CONTROL_CHARACTERS", "Phone"),
            ("x,1", "TOO_FEW_COLUMNS", ""),
            ("x,1," + "y" * 5001, "STRING_MAX_LEN", "Fees"),
        ],
    )
    def test_rows_that_break_a_rule_are_errors(self, row: str, reason: str, column: str) -> None:
        parent = Parent()
        rows = parent.take(table("Name,Phone,Fees", row, "good,2,"))
        assert outcomes(rows) == ["ERROR", "CREATE"]
        assert (rows[2].reasons[-1].code, rows[2].reasons[-1].column) == (reason, column)
        assert rows[2].changes == ()
        assert "\x00" not in rows[2].name

    def test_no_reason_repeats_a_value(self) -> None:
        mark = "hostile41"
        rows = Parent().take(
            table("Name,Email,Website,Kind,Phone", f"{mark},{mark},{mark},{mark}," + mark * 60)
        )
        assert len(rows[2].reasons) == 4
        assert mark not in str(rows[2].reasons)


class TestMerging:
    def test_rows_of_one_name_are_one_organization_and_nothing_distinct_is_lost(self) -> None:
        parent = Parent()
        rows = parent.take(
            table(
                "Name,Phone,Address,Email,Fees",
                "The Choir,1,House A,a@example.org,free",
                "Other,,,,",
                "the  CHOIR!,2,House B,b@example.org,free",
                "The Choir,1,House A,a@example.org,free",
            ),
            ("SAME_NAME", 0, "SAME"),
        )
        assert outcomes(rows) == ["CREATE", "CREATE", "MERGE", "MERGE"]
        choir = next(
            each for each in parent.organizations.values() if each.match_name == "the choir"
        )
        assert choir.name == "The Choir"
        assert (values_of(choir)["phone"], values_of(choir)["address"]) == (
            "1; 2",
            "House A\nHouse B",
        )
        assert values_of(choir)["email"] == "a@example.org"
        assert choir.description == "Fees: free\n\nEmail: b@example.org\nFees: free"
        assert codes(rows[4]) == ["NAME_SPELLED_OTHERWISE", "KEPT_IN_DESCRIPTION", "MERGED"]
        assert [(each.field, each.before, each.after) for each in rows[4].changes] == [
            ("phone", "1", "1; 2"),
            ("address", "House A", "House A\nHouse B"),
            ("description", "Fees: free", choir.description),
        ]
        assert list(rows[5].changes) == []

    def test_values_of_one_row_stay_together(self) -> None:
        parent = Parent()
        source = table("Name,Branch,Room", "YMCA,Main,94109", "YMCA,Park,94110", "YMCA,Hill,94109")
        parent.take(source)
        assert parent.only().description.split("\n\n") == [
            "Branch: Main\nRoom: 94109",
            "Branch: Park\nRoom: 94110",
            "Branch: Hill\nRoom: 94109",
        ]
        assert set(outcomes(parent.take(source))) == {"UNCHANGED"}
        rows = parent.take(table("Name,Branch,Room", "YMCA,Hill,94110"))
        assert outcomes(rows) == ["UPDATE"]

    def test_a_changed_phone_takes_the_place_of_the_old_one(self) -> None:
        parent = Parent()
        parent.take(table("Name,Phone,Address", "a,1,x"))
        changed = table("Name,Phone,Address", "a,2,")
        assert codes(parent.take(changed)[2]) == ["SAME_NAME"]
        rows = parent.take(changed, ("SAME_NAME", 2, "SAME"))
        assert outcomes(rows) == ["UPDATE"]
        assert [(each.field, each.before, each.after) for each in rows[2].changes] == [
            ("phone", "1", "2")
        ]
        assert (values_of(parent.only())["phone"], values_of(parent.only())["address"]) == (
            "2",
            "x",
        )

    def test_a_closed_organization_is_passed_over(self) -> None:
        parent = Parent()
        parent.take(table("Name,Phone", "a,1"))
        parent.only().state = OrganizationState.CLOSED
        assert outcomes(parent.take(table("Name,Phone", "a,1"))) == ["CREATE"]
        assert outcomes(parent.take(table("Name,Phone", "a,1"))) == ["UNCHANGED"]
        assert sorted(each.state for each in parent.organizations.values()) == ["ACTIVE", "CLOSED"]
