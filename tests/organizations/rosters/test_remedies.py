"""Every refusal about labels and the fields of rosters says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from banyan.organizations.v1 import label_pb2, membership_pb2, roster_field_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from banyan.organizations.v1 import roster_view_pb2 as views
from google.protobuf.field_mask_pb2 import FieldMask

from services.organizations.labels import servicer as labels
from services.organizations.roster_fields import servicer as fields
from services.organizations.roster_views import servicer as roster_views
from services.organizations.rosters import annotating
from tests.organizations.community import Community
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.orders import sorted_by
from tests.organizations.rosters.test_queries import Group
from tests.organizations.rosters.viewing import change, delete, keep
from tests.remedies import Remedies, refused

REMEDIES = Remedies(
    "organizations",
    "labels",
    "roster_fields",
    "roster_views",
    "rosters",
    elsewhere={"CHOICES_NOT_TRANSLATED": "tests/organizations/rosters/test_questions.py"},
)
remedy = REMEDIES.of
TEXT = roster_field_pb2.ROSTER_FIELD_KIND_TEXT
CHOICE = roster_field_pb2.ROSTER_FIELD_KIND_CHOICE


@remedy("LABEL_DELETED", "LABEL_GONE")
async def use_another_label(notes: Notes) -> None:
    label = await notes.label("a")
    await notes.delete(label)
    assert "Reload" in await refused(notes.delete(label), "LABEL_DELETED")
    renaming = label_pb2.UpdateLabelRequest(
        label_id=label.id,
        label=label_pb2.Label(display_name="b"),
        update_mask=FieldMask(paths=["display_name"]),
    )
    renamed = notes.call(renaming, label_pb2.Label)
    assert "Create another one" in await refused(renamed, "LABEL_GONE")
    await notes.label("b")


@remedy("ROSTER_FIELD_DELETED", "ROSTER_FIELD_GONE")
async def use_another_field(notes: Notes) -> None:
    field = await notes.field("a", TEXT)
    await notes.delete(field)
    assert "Reload" in await refused(notes.delete(field), "ROSTER_FIELD_DELETED")
    renaming = roster_field_pb2.UpdateRosterFieldRequest(
        roster_field_id=field.id,
        roster_field=roster_field_pb2.RosterField(display_name="b"),
        update_mask=FieldMask(paths=["display_name"]),
    )
    renamed = notes.call(renaming, roster_field_pb2.RosterField)
    assert "Create another one" in await refused(renamed, "ROSTER_FIELD_GONE")
    await notes.field("b", TEXT)


@remedy("TOO_MANY_LABELS", "TOO_MANY_ROSTER_FIELDS")
async def delete_one_first(notes: Notes) -> None:
    label, field = await notes.label("a"), await notes.field("a", TEXT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labels, "MOST_LABELS", 1)
        patch.setattr(fields, "MOST_FIELDS", 1)
        assert "Delete one" in await refused(notes.label("b"), "TOO_MANY_LABELS")
        assert "Delete one" in await refused(notes.field("b", TEXT), "TOO_MANY_ROSTER_FIELDS")
        await notes.delete(label)
        await notes.delete(field)
        await notes.label("b")
        await notes.field("b", TEXT)


@remedy("CHOICES_MISSING", "NO_CHOICES")
async def say_what_can_be_chosen(notes: Notes) -> None:
    missing = await refused(notes.field("a", CHOICE), "CHOICES_MISSING")
    assert "name what can be chosen" in missing
    await notes.field("a", CHOICE, "x", "y")
    assert "leave them out" in await refused(notes.field("b", TEXT, "x"), "NO_CHOICES")
    await notes.field("b", TEXT)


@remedy("NOT_A_DAY", "NOT_A_NUMBER", "NOT_A_CHOICE", "NOT_YES_OR_NO")
async def write_the_value_as_its_kind_says(notes: Notes) -> None:
    membership = await notes.group.joins("林")
    for kind, choices, wrong, reason, right in (
        (roster_field_pb2.ROSTER_FIELD_KIND_DATE, (), "31/5/2024", "NOT_A_DAY", "2024-05-31"),
        (roster_field_pb2.ROSTER_FIELD_KIND_NUMBER, (), "many", "NOT_A_NUMBER", "-1.5"),
        (CHOICE, ("red",), "blue", "NOT_A_CHOICE", "red"),
        (roster_field_pb2.ROSTER_FIELD_KIND_YES_NO, (), "yes", "NOT_YES_OR_NO", "true"),
    ):
        field = await notes.field(reason, kind, *choices)
        await refused(notes.note(membership, {field.id: wrong}), reason)
        await notes.note(membership, {field.id: right})


@remedy("TOO_MANY_LABELS_OF_MEMBER", "NO_SUCH_LABEL", "NO_SUCH_ROSTER_FIELD")
async def take_one_first(notes: Notes) -> None:
    one, two = await notes.label("a"), await notes.label("b")
    membership = await notes.group.joins("林")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotating, "MOST_LABELS", 1)
        await notes.note(membership, {}, one)
        said = await refused(notes.note(membership, {}, two), "TOO_MANY_LABELS_OF_MEMBER")
        assert "Take one" in said
        await notes.note(membership, {}, remove=[one.id])
        await notes.note(membership, {}, two)
    await notes.delete(one)
    assert "read its labels" in await refused(notes.note(membership, {}, one), "NO_SUCH_LABEL")
    field = await notes.field("x", TEXT)
    await notes.delete(field)
    said = await refused(notes.note(membership, {field.id: "a"}), "NO_SUCH_ROSTER_FIELD")
    assert "read its fields" in said


@remedy("ORDER_INCOMPLETE", "NO_SIZE", "SIZE_WANTED")
async def give_a_whole_order_and_condition(notes: Notes) -> None:
    text = await notes.field("a", TEXT)
    number = await notes.field("b", roster_field_pb2.ROSTER_FIELD_KIND_NUMBER)

    def condition(field: Any, **values: Any) -> pb.RosterValueCondition:
        return pb.RosterValueCondition(roster_field_id=field.id, **values)

    entries = notes.group.entries
    assert "both" in await refused(entries(order_field_id=text.id), "ORDER_INCOMPLETE")
    await entries(**notes.questions(text)[0])
    assert "no size" in await refused(entries(value_is=condition(text, least="1")), "NO_SIZE")
    await entries(value_is=condition(text, values=["1"]))
    wanted = await refused(entries(value_is=condition(number, values=["1"])), "SIZE_WANTED")
    assert "`least`" in wanted
    await entries(value_is=condition(number, least="1"))


@remedy("ROSTER_VIEW_DELETED", "ROSTER_VIEW_GONE", "NO_SUCH_ROSTER_VIEW", "TOO_MANY_ROSTER_VIEWS")
async def use_another_view(notes: Notes) -> None:
    view = await keep(notes, "a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roster_views, "MOST_VIEWS", 1)
        assert "Delete one" in await refused(keep(notes, "b"), "TOO_MANY_ROSTER_VIEWS")
        await delete(notes, view)
        other = await keep(notes, "b")
    assert "Reload" in await refused(delete(notes, view), "ROSTER_VIEW_DELETED")
    renamed = change(notes, view, display_name="c")
    assert "Create another one" in await refused(renamed, "ROSTER_VIEW_GONE")
    read = notes.group.entries(roster_view_id=view.id)
    assert "Choose another one" in await refused(read, "NO_SUCH_ROSTER_VIEW")
    await notes.group.entries(roster_view_id=other.id)


@remedy("ROSTER_VIEW_OUTDATED", "VIEW_OF_ANOTHER_ROSTER")
async def mend_the_view(notes: Notes) -> None:
    label = await notes.label("a")
    view = await keep(notes, filter=views.RosterFilter(label_ids=[label.id]))
    await notes.delete(label)
    read = notes.group.entries(roster_view_id=view.id)
    assert "Take it out" in await refused(read, "ROSTER_VIEW_OUTDATED")
    await change(notes, view, filter=views.RosterFilter())
    await notes.group.entries(roster_view_id=view.id)
    other = await Group.make(notes.group.community)
    administrator = notes.group.community.platform.office.person(admin=True)
    read = other.entries(administrator, roster_view_id=view.id)
    assert "choose one of this" in await refused(read, "VIEW_OF_ANOTHER_ROSTER")
    await notes.group.entries(administrator, roster_view_id=view.id)


@remedy(
    "NOT_PERMITTED: hours",
    "NOT_PERMITTED: when memberships end",
    "NOT_PERMITTED: labels",
    "NOT_PERMITTED: values of this field",
)
async def ask_for_what_one_may_see(notes: Notes) -> None:
    hidden = roster_field_pb2.ROSTER_FIELD_AUDIENCE_OVERSEERS
    label, field = await notes.label("a"), await notes.field("a", TEXT, audience=hidden)
    member = notes.group.community.passport((await notes.group.joins("林")).person_id)

    def entries(**question: Any) -> Awaitable[list[pb.RosterEntry]]:
        return notes.group.entries(member, **question)

    by_hours = entries(order_by=sorted_by(pb.ROSTER_ORDER_FIELD_RECORDED_MINUTES))
    assert "Choose another order" in await refused(by_hours, "NOT_PERMITTED")
    assert await entries(order_by=sorted_by(pb.ROSTER_ORDER_FIELD_NAME))
    by_end = entries(order_by=sorted_by(pb.ROSTER_ORDER_FIELD_EXPIRE_TIME))
    assert "Leave that out" in await refused(by_end, "NOT_PERMITTED")
    assert "Leave them out" in await refused(entries(label_ids=[label.id]), "NOT_PERMITTED")
    assert await entries()
    said = await refused(entries(without_value_id=field.id), "NOT_PERMITTED")
    assert "Choose another one" in said
    assert await entries(without_value_id=(await notes.field("b", TEXT)).id)


@remedy("ROSTER_FIELDS_MISSING")
async def fill_in_what_is_asked(notes: Notes) -> None:
    field = await notes.field("a", TEXT, required=True)
    request = membership_pb2.ApplyForMembershipRequest(organization_id=notes.group.organization.id)
    me = notes.group.community.passport()

    def apply() -> Awaitable[membership_pb2.Membership]:
        return notes.group.community.call(request, membership_pb2.Membership, me)

    assert "read its roster fields" in await refused(apply(), "ROSTER_FIELDS_MISSING")
    request.values.add(roster_field_id=field.id, value="because")
    await apply()


@remedy("CHANGE_EMPTY", "ROLE_GRANTED_AND_ENDED")
async def say_one_change(notes: Notes) -> None:
    membership = await notes.group.joins("林")
    role = membership_pb2.ROLE_COORDINATOR

    def change(**values: Any) -> Awaitable[pb.ChangedMembership]:
        request = pb.ChangeMembershipRequest(membership_id=membership.id, **values)
        return notes.call(request, pb.ChangedMembership)

    assert "name roles, labels, or a step" in await refused(change(), "CHANGE_EMPTY")
    both = change(grant_roles=[role], end_roles=[role])
    assert "grant it, or end it" in await refused(both, "ROLE_GRANTED_AND_ENDED")
    assert (await change(grant_roles=[role])).changed


async def test_a_name_that_is_taken_can_be_another_one(community: Community) -> None:
    notes = Notes(await Group.make(community))
    await notes.label("a")
    await notes.field("a", TEXT)
    said = await refused(notes.label("a"), "LABEL_EXISTS")
    assert "choose a different name" in said
    said = await refused(notes.field("a", CHOICE, "x"), "ROSTER_FIELD_EXISTS")
    assert "choose a different name" in said
    await keep(notes, "a")
    assert "choose a different name" in await refused(keep(notes, "a"), "ROSTER_VIEW_EXISTS")
    await keep(notes, "b")
    await notes.label("b")
    await notes.field("b", TEXT)


def test_every_refusal_has_a_remedy() -> None:
    REMEDIES.check()


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    scenario: Callable[[Notes], Awaitable[None]], community: Community
) -> None:
    await REMEDIES.follow(scenario, Notes(await Group.make(community)))
