"""Views of rosters: kept under a name, checked when they are kept, and read by."""

from datetime import UTC, datetime, timedelta

import pytest
from banyan.organizations.v1 import export_link_pb2, membership_pb2, roster_field_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from banyan.organizations.v1 import roster_view_pb2 as views

from services.kit.contract.values import timestamp
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.organizations.community import APPLICATION, Community
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.orders import sorted_by
from tests.organizations.rosters.test_queries import Group
from tests.organizations.rosters.viewing import by, change, keep
from tests.remedies import refused

NUMBER, TEXT = roster_field_pb2.ROSTER_FIELD_KIND_NUMBER, roster_field_pb2.ROSTER_FIELD_KIND_TEXT
VALUE, NAME = pb.ROSTER_ORDER_FIELD_VALUE, pb.ROSTER_ORDER_FIELD_NAME


@pytest.fixture
async def notes(community: Community) -> Notes:
    return Notes(await Group.make(community, membership_policy=APPLICATION))


async def test_shows_its_members_in_its_order_a_page_at_a_time(notes: Notes) -> None:
    size, driver = await notes.field("鞋码", NUMBER), await notes.label("司机")
    for name, value in {"林": "9.5", "María": "41", "吕布": "44", "曾静": "41.5"}.items():
        await notes.note(await notes.group.joins(name), {size.id: value}, driver)
    await notes.note(await notes.group.joins("李雷"), {size.id: "43"})
    view = await keep(
        notes,
        filter=views.RosterFilter(
            label_ids=[driver.id],
            value_is=views.RosterFilterCondition(roster_field_id=size.id, least="40"),
        ),
        sorting=by(VALUE, roster_field_id=size.id),
    )
    assert await notes.group.names(roster_view_id=view.id) == ["吕布", "曾静", "María"]


async def test_what_the_request_says_counts_instead(notes: Notes) -> None:
    await notes.group.joins("b", membership_pb2.ROLE_COORDINATOR)
    await notes.group.joins("c", membership_pb2.ROLE_COORDINATOR)
    await notes.group.joins("a")
    view = await keep(
        notes,
        filter=views.RosterFilter(roles=[membership_pb2.ROLE_COORDINATOR]),
        sorting=by(NAME),
    )
    assert await notes.group.names(roster_view_id=view.id) == ["c", "b"]
    assert await notes.group.names(roster_view_id=view.id, order_by=sorted_by(NAME)) == ["b", "c"]
    assert await notes.group.names(roster_view_id=view.id, query="b") == ["b"]
    leaders = await notes.group.names(
        roster_view_id=view.id, roles=[membership_pb2.ROLE_LEADER, membership_pb2.ROLE_OWNER]
    )
    assert leaders == [""]


async def test_days_until_the_end_count_from_the_moment_of_reading(notes: Notes) -> None:
    now = datetime.now(UTC)
    for name, days in {"soon": 10, "later": 50}.items():
        membership = await notes.group.joins(name)
        request = membership_pb2.RenewMembershipRequest(
            membership_id=membership.id, expire_time=timestamp(now + timedelta(days=days))
        )
        await notes.call(request, membership_pb2.Membership)
    await notes.group.joins("never")
    view = await keep(notes, filter=views.RosterFilter(expires_within_days=30))
    assert await notes.group.names(roster_view_id=view.id) == ["soon"]
    await change(notes, view, filter=views.RosterFilter(expires_within_days=60))
    assert await notes.group.names(roster_view_id=view.id) == ["later", "soon"]
    first = await notes.call(
        pb.ListRosterEntriesRequest(
            organization_id=notes.group.organization.id, roster_view_id=view.id, page_size=1
        ),
        pb.ListRosterEntriesResponse,
    )
    assert first.next_page_token
    # A view that has changed between two pages is another question.
    other = [membership_pb2.MEMBERSHIP_STATE_ACTIVE]
    await change(notes, view, filter=views.RosterFilter(expires_within_days=60, states=other))
    with pytest.raises(InvalidArgument):
        await notes.group.names(roster_view_id=view.id, page_token=first.next_page_token)


async def test_refuses_what_the_organization_does_not_have(notes: Notes) -> None:
    text, foreign = await notes.field("t", TEXT), str(uuid7())
    condition = views.RosterFilterCondition
    with pytest.raises(InvalidArgument) as refusal:
        await keep(
            notes,
            filter=views.RosterFilter(
                label_ids=[foreign], value_is=condition(roster_field_id=foreign, values=["a"])
            ),
            sorting=by(VALUE, roster_field_id=foreign),
            columns=[
                views.RosterViewColumn(
                    kind=views.ROSTER_VIEW_COLUMN_KIND_VALUE, roster_field_id=foreign
                )
            ],
        )
    assert [(each.field, each.reason) for each in refusal.value.violations] == [
        ("roster_view.filter.label_ids[0]", "NO_SUCH_LABEL"),
        ("roster_view.columns[0].roster_field_id", "NO_SUCH_ROSTER_FIELD"),
        ("roster_view.filter.value_is.roster_field_id", "NO_SUCH_ROSTER_FIELD"),
        ("roster_view.sorting.roster_field_id", "NO_SUCH_ROSTER_FIELD"),
    ]
    view = await keep(notes)
    sized = views.RosterFilter(value_is=condition(roster_field_id=text.id, least="1"))
    with pytest.raises(InvalidArgument) as refusal:
        await change(notes, view, filter=sized)
    assert [each.field for each in refusal.value.violations] == [
        "roster_view.filter.value_is.values"
    ]
    with pytest.raises(InvalidArgument) as refusal:
        await change(notes, view, sorting=by(VALUE))
    assert [each.reason for each in refusal.value.violations] == ["ORDER_INCOMPLETE"]


async def test_a_file_has_the_members_of_the_view(notes: Notes) -> None:
    label = await notes.label("a")
    view = await keep(notes, filter=views.RosterFilter(label_ids=[label.id]))
    request = export_link_pb2.CreateRosterExportLinkRequest(
        organization_id=notes.group.organization.id,
        format=export_link_pb2.ROSTER_EXPORT_FORMAT_CSV,
        time_zone="Asia/Shanghai",
        roster_view_id=view.id,
    )
    link = await notes.call(request, export_link_pb2.ExportLink)
    assert link.path
    await notes.delete(label)
    await refused(notes.call(request, export_link_pb2.ExportLink), "ROSTER_VIEW_OUTDATED")


async def test_members_cannot_read_by_a_view(notes: Notes) -> None:
    view = await keep(notes)
    member = await notes.group.joins("a")
    passport = notes.group.community.passport(member.person_id)
    assert await notes.group.names(passport)
    with pytest.raises(PermissionDenied):
        await notes.group.names(passport, roster_view_id=view.id)


async def test_a_view_of_another_roster_is_refused(notes: Notes, community: Community) -> None:
    view = await keep(notes)
    other = await Group.make(community)
    with pytest.raises(PermissionDenied):
        await other.names(roster_view_id=view.id)
    administrator = community.platform.office.person(admin=True)
    with pytest.raises(InvalidArgument) as refusal:
        await other.names(administrator, roster_view_id=view.id)
    assert [each.reason for each in refusal.value.violations] == ["VIEW_OF_ANOTHER_ROSTER"]
