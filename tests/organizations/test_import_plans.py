"""Plans of imports of organizations, made without a database: what becomes of each row, and why."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from banyan.organizations.v1 import organization_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.errors import InvalidArgument
from services.kit.mapping import create
from services.kit.tabular import Record, Table, read_table
from services.organizations.imports.organizations.applying import new_organization
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.organizations.planning import Defaults, plan_organizations
from services.organizations.imports.organizations.rows import read_organizations
from services.organizations.imports.plan import Group, PlannedRow
from services.organizations.models import Organization
from services.organizations.models.organization import match_name
from tests.organizations.imports import DIRECTORY

DEFAULTS = Defaults(kind="SOCIAL_ORGANIZATION", membership_policy="APPLICATION")


class Parent:
    """What lies below a parent, as the execution of plans leaves it."""

    def __init__(self) -> None:
        self.organizations: dict[UUID, Organization] = {}
        self.parent: Organization = create(
            Organization,
            organization_pb2.Organization(
                name="Station",
                kind=organization_pb2.ORGANIZATION_KIND_SERVICE_STATION,
                membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
            ),
            "",
        )

    def known(self) -> Known:
        known = Known()
        for each in self.organizations.values():
            known.by_name[each.match_name].append(each)
            if each.external_id:
                known.by_external_id[each.external_id] = each
        return known

    def plan(self, table: Table) -> list[Group]:
        return plan_organizations(read_organizations(table), self.known(), DEFAULTS)

    def execute(self, groups: Sequence[Group]) -> None:
        for group in groups:
            if not group.is_applied:
                continue
            assert group.target_id is not None
            if group.target_version is None:
                self.organizations[group.target_id] = new_organization(
                    self.parent, id=group.target_id, version=1, **group.values
                )
            else:
                organization = self.organizations[group.target_id]
                assert organization.version == group.target_version
                organization.version += 1
                for name, value in group.values.items():
                    setattr(organization, name, value)

    def take(self, table: Table) -> dict[int, PlannedRow]:
        groups = self.plan(table)
        self.execute(groups)
        return by_line(groups)

    def only(self) -> Organization:
        (organization,) = self.organizations.values()
        return organization


def by_line(groups: Sequence[Group]) -> dict[int, PlannedRow]:
    return dict(sorted((row.line, row) for group in groups for row in group.rows))


def outcomes(rows: Mapping[int, PlannedRow]) -> list[str]:
    return [row.outcome for row in rows.values()]


def codes(row: PlannedRow) -> list[str]:
    return [reason.code for reason in row.reasons]


def table(*lines: str) -> Table:
    return read_table("\n".join(lines), "content", most_rows=5000)


def directory() -> Table:
    return read_table(DIRECTORY.read_text(encoding="utf-8"), "content", most_rows=5000)


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
            assert (organization.name, organization.email) == ("读书会", "a@example.org")
            assert (organization.phone, organization.address) == ("010 1234", "胡同 1 号")
            assert (organization.website, organization.external_id) == ("https://example.org", "7")
            assert organization.description == ""

    def test_what_is_not_known_is_kept_in_the_description_under_its_name(self) -> None:
        parent = Parent()
        parent.take(table("Name,Fees,About,Fax,Phone,Tel", "a,None,We sing.,,1,2"))
        assert parent.only().description == "Fees: None\nWe sing.\nTel: 2"

    def test_without_a_column_for_the_name(self) -> None:
        with pytest.raises(InvalidArgument) as refused:
            read_organizations(table("Title,Phone", "a,1"))
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
        ],
    )
    def test_emails(self, cell: str, email: str, description: str, reason: list[str]) -> None:
        parent = Parent()
        rows = parent.take(table("Name,Email", f'x,"{cell}"'))
        assert (parent.only().email, parent.only().description) == (email, description)
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
        ],
    )
    def test_websites(self, cell: str, website: str, kept: bool, reason: list[str]) -> None:
        parent = Parent()
        rows = parent.take(table("Name,Website", f'x,"{cell}"'))
        assert parent.only().website == website
        assert parent.only().description == (f"Website: {cell}" if kept else "")
        assert codes(rows[2]) == reason

    @pytest.mark.parametrize(
        ("row", "reason", "column"),
        [
            (",1,", "NAME_MISSING", "Name"),
            ("x" * 201 + ",1,", "STRING_MAX_LEN", "Name"),
            ("x," + "1" * 501 + ",", "STRING_MAX_LEN", "Phone"),
            ("x,1\x00,", "CONTROL_CHARACTERS", "Phone"),
            ("x,1", "TOO_FEW_COLUMNS", ""),
            ("x,1," + "y" * 5001, "STRING_MAX_LEN", "Fees"),
        ],
    )
    def test_rows_that_break_a_rule_are_errors(self, row: str, reason: str, column: str) -> None:
        parent = Parent()
        rows = parent.take(table("Name,Phone,Fees", row, "good,2,"))
        assert outcomes(rows) == ["ERROR", "CREATE"]
        assert [(each.code, each.column) for each in rows[2].reasons] == [(reason, column)]
        assert rows[2].changes == ()
        assert "\x00" not in rows[2].name

    def test_no_reason_repeats_a_value(self) -> None:
        mark = "hostile41"
        rows = Parent().take(
            table("Name,Email,Website,Kind,Phone", f"{mark},{mark},{mark},{mark}," + mark * 60)
        )
        assert rows[2].outcome == "ERROR"
        assert mark not in str(rows[2].reasons)


class TestMerging:
    def test_rows_of_one_name_are_one_organization_and_nothing_distinct_is_lost(self) -> None:
        parent = Parent()
        rows = parent.take(
            table(
                "Name,Phone,Address,Email,Fees",
                "The Choir,1,House A,a@example.org,None",
                "Other,,,,",
                "the  CHOIR!,2,House B,b@example.org,None",
                "The Choir,1,House A,a@example.org,None",
            )
        )
        assert outcomes(rows) == ["CREATE", "CREATE", "MERGE", "MERGE"]
        choir = next(
            each for each in parent.organizations.values() if each.match_name == "the choir"
        )
        assert choir.name == "The Choir"
        assert (choir.phone, choir.address) == ("1; 2", "House A\nHouse B")
        assert choir.email == "a@example.org"
        assert choir.description == "Fees: None\nEmail: b@example.org"
        assert codes(rows[4]) == ["NAME_SPELLED_OTHERWISE", "KEPT_IN_DESCRIPTION", "MERGED"]
        assert [(each.field, each.before, each.after) for each in rows[4].changes] == [
            ("phone", "1", "1; 2"),
            ("address", "House A", "House A\nHouse B"),
            ("description", "Fees: None", "Fees: None\nEmail: b@example.org"),
        ]
        assert list(rows[5].changes) == []

    def test_a_changed_phone_takes_the_place_of_the_old_one(self) -> None:
        parent = Parent()
        parent.take(table("Name,Phone,Address", "a,1,x"))
        rows = parent.take(table("Name,Phone,Address", "a,2,"))
        assert outcomes(rows) == ["UPDATE"]
        assert [(each.field, each.before, each.after) for each in rows[2].changes] == [
            ("phone", "1", "2")
        ]
        assert (parent.only().phone, parent.only().address) == ("2", "x")

    def test_a_closed_organization_is_left_alone(self) -> None:
        parent = Parent()
        parent.take(table("Name,Phone", "a,1"))
        parent.only().state = "CLOSED"
        rows = parent.plan(table("Name,Phone", "a,2"))
        assert codes(rows[0].rows[0]) == ["ORGANIZATION_CLOSED"]
        assert outcomes(by_line(parent.plan(table("Name,Phone", "a,1")))) == ["UNCHANGED"]


class TestMatching:
    def test_an_external_id_goes_before_the_name(self) -> None:
        parent = Parent()
        parent.take(table("Name,ID", "a,1"))
        assert outcomes(parent.take(table("Name,ID", "b,1"))) == ["UPDATE"]
        assert parent.only().name == "b"

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
        rows = parent.take(table("Name,ID,Phone", "a,,1", "a,7,2"))
        assert outcomes(rows) == ["CREATE", "MERGE"]
        assert (parent.only().external_id, parent.only().phone) == ("7", "1; 2")

    def test_an_external_id_with_two_names(self) -> None:
        rows = Parent().take(table("Name,ID", "a,1", "b,1", "b,"))
        assert outcomes(rows) == ["CONFLICT"] * 3
        assert codes(rows[2]) == ["EXTERNAL_ID_REPEATED"]

    def test_one_that_two_rows_claim_belongs_to_its_external_id(self) -> None:
        parent = Parent()
        parent.take(table("Name,ID", "a,1"))
        rows = parent.take(table("Name,ID", "a,", "b,1"))
        assert outcomes(rows) == ["CONFLICT", "UPDATE"]


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
        rows = parent.take(source)
        known = parent.known()
        for record in source.records:
            (organization,) = known.matching("", match_name(record.cells[0]))
            said = "\n".join(
                (
                    organization.name,
                    organization.phone,
                    organization.address,
                    organization.email,
                    organization.website,
                    organization.description,
                )
            )
            assert [cell for cell in record.cells if cell not in said] == [], rows[record.line]

    def test_the_second_line_of_an_address_is_kept(self) -> None:
        parent = Parent()
        rows = parent.take(directory())
        assert rows[6].outcome == "MERGE"
        (center,) = parent.known().by_name["7th avenue senior center"]
        assert center.address == (
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
    st.sampled_from(["", "a@x.org", "b@x.org", "b@x.org, a@x.org", "none"]),
    st.sampled_from(["", "x.org", "http://x.org", "y.org, x.org"]),
    st.sampled_from(["", "enterprise", "agency", "circus"]),
    st.sampled_from(["", "None", "Some\nmore"]),
)
FILES = st.lists(ROWS, min_size=1, max_size=7)


def written(rows: Sequence[tuple[str, ...]]) -> Table:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["Name", "ID", "Phone", "Address", "Email", "Website", "Kind", "Fees"])
    writer.writerows(rows)
    return read_table(text.getvalue(), "content", most_rows=100)


class TestAgain:
    """Whatever was imported and is imported again, in part or whole, in any order, changes nothing."""

    def test_what_the_description_holds_of_another_field_stays_there(self) -> None:
        parent = Parent()
        parent.take(table("Name,Kind", "Choir,agency", "Choir,enterprise"))
        assert parent.only().description == "Kind: ENTERPRISE"
        parent.take(table("Name,Kind,Fees", "Choir,,None", "Choir,enterprise,"))
        assert parent.only().description == "Fees: None\nKind: ENTERPRISE"

    def test_what_people_wrote_into_the_description_stays_there(self) -> None:
        parent = Parent()
        parent.take(table("Name,Fees,Hours", "Choir,5,daily"))
        parent.only().description = "We sing.\n\nFees: 5\nHours: daily"
        parent.take(table("Name,Fees", "Choir,6"))
        assert parent.only().description == "We sing.\n\nHours: daily\nFees: 6"
        parent.take(table("Name,Description", "Choir,We sing aloud."))
        assert parent.only().description == "We sing aloud."

    @settings(max_examples=300, deadline=None)
    @given(st.lists(FILES, min_size=1, max_size=3), st.data())
    def test_the_last_file(self, files: list[list[tuple[str, ...]]], data: st.DataObject) -> None:
        parent = Parent()
        for rows in files:
            source = written(rows)
            planned = parent.take(source)
        records = data.draw(st.permutations(source.records))
        again = by_line(parent.plan(Table(source.columns, _renumbered(records))))
        for record, row in zip(records, again.values(), strict=True):
            if planned[record.line].outcome not in LEFT_ALONE:
                assert row.outcome == "UNCHANGED"

        done = [each for each in records if planned[each.line].outcome not in LEFT_ALONE]
        part = done[: data.draw(st.integers(0, len(done)))]
        groups = parent.plan(Table(source.columns, _renumbered(part)))
        assert not any(group.is_applied for group in groups)


def _renumbered(records: Sequence[Record]) -> list[Record]:
    return [replace(record, line=line) for line, record in enumerate(records, 2)]
