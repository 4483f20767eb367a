"""Labels and the fields of rosters: who sees what, and how a roster is filtered and sorted by them."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import label_pb2, membership_pb2, roster_field_pb2
from banyan.organizations.v1 import roster_pb2 as pb
from hypothesis import given
from hypothesis import strategies as some

from services.kit.errors import InvalidArgument, PermissionDenied, Refused, Violation
from services.kit.process.ids import uuid7
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldAudience,
    RosterFieldKind,
)
from services.organizations.roster_fields.values import Value, understood
from tests.organizations.community import APPLICATION, Community
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.orders import sorted_by
from tests.organizations.rosters.test_queries import Group

VALUE = pb.ROSTER_ORDER_FIELD_VALUE
TEXT, NUMBER = roster_field_pb2.ROSTER_FIELD_KIND_TEXT, roster_field_pb2.ROSTER_FIELD_KIND_NUMBER
DATE, CHOICE = roster_field_pb2.ROSTER_FIELD_KIND_DATE, roster_field_pb2.ROSTER_FIELD_KIND_CHOICE
YES_NO = roster_field_pb2.ROSTER_FIELD_KIND_YES_NO
OVERSEERS = roster_field_pb2.ROSTER_FIELD_AUDIENCE_OVERSEERS
MEMBER = roster_field_pb2.ROSTER_FIELD_AUDIENCE_MEMBER
MEMBERS = roster_field_pb2.ROSTER_FIELD_AUDIENCE_MEMBERS


@pytest.fixture
async def notes(community: Community) -> Notes:
    return Notes(await Group.make(community, membership_policy=APPLICATION))


async def test_sorts_by_the_values_of_a_field_both_ways_and_pages(notes: Notes) -> None:
    size = await notes.field("鞋码", NUMBER)
    for name, value in {"林": "9.5", "María": "41", "吕布": "-3", "曾静": "41", "李雷": ""}.items():
        await notes.note(await notes.group.joins(name), {size.id: value} if value else {})
    up = await notes.group.entries(
        order_by=sorted_by(VALUE), order_field_id=size.id
    )  # two entries a page
    assert [each.values[0].value for each in up] == ["-3", "9.5", "41", "41"]
    down = await notes.group.entries(
        order_by=sorted_by(VALUE, descending=True), order_field_id=size.id
    )
    assert down == up[::-1]
    assert await notes.group.names(without_value_id=size.id) == ["", "李雷"]


async def test_sorts_texts_like_names_and_days_by_date(notes: Notes) -> None:
    team, day = await notes.field("组", TEXT), await notes.field("培训", DATE)
    given = {
        "a": ("周组", "2024-05-31"),
        "b": ("阿组", "1999-01-02"),
        "c": ("Éclair", "2030-01-01"),
    }
    for name, (text, date) in given.items():
        await notes.note(await notes.group.joins(name), {team.id: text, day.id: date})

    async def by(field: roster_field_pb2.RosterField) -> list[str]:
        return await notes.group.names(order_by=sorted_by(VALUE), order_field_id=field.id)

    assert await by(team) == ["b", "c", "a"]
    assert await by(day) == ["b", "a", "c"]


async def test_filters_by_labels_and_by_the_values_of_two_fields(notes: Notes) -> None:
    driver, cook = await notes.label("司机"), await notes.label("Cook")
    size, team = (
        await notes.field("size", NUMBER),
        await notes.field("team", CHOICE, "红 Red", "Blue"),
    )
    people = {
        "a": ([driver], "40", "红 red"),
        "b": ([driver, cook], "42.5", "Blue"),
        "c": ([cook], "45", "blue"),
        "d": ([], "", ""),
    }
    for name, (labels, number, color) in people.items():
        membership = await notes.group.joins(name)
        await notes.note(membership, {size.id: number, team.id: color}, *labels)
    condition = pb.RosterValueCondition
    names = notes.group.names
    assert await names(label_ids=[driver.id]) == ["a", "b"]
    assert await names(label_ids=[driver.id, cook.id]) == ["a", "b", "c"]
    blue = condition(roster_field_id=team.id, values=["BLUE"])
    assert await names(value_is=blue) == ["b", "c"]
    large = condition(roster_field_id=size.id, least="42.5")
    assert await names(value_is=blue, and_value_is=large) == ["b", "c"]
    exactly = condition(roster_field_id=size.id, least="42.5", greatest="42.5")
    assert await names(value_is=blue, and_value_is=exactly) == ["b"]
    # A choice is stored as the field writes it.
    (entry,) = await notes.group.entries(query="a")
    assert {each.value for each in entry.values} == {"40", "红 Red"}


async def test_shows_values_and_labels_to_those_who_may_see_them(notes: Notes) -> None:
    secret = await notes.field("secret", TEXT, audience=OVERSEERS)
    own = await notes.field("own", TEXT, audience=MEMBER)
    open_ = await notes.field("open", TEXT, audience=MEMBERS)
    label = await notes.label("x")
    membership = await notes.group.joins("林")
    await notes.note(membership, {secret.id: "s", own.id: "o", open_.id: "p"}, label)
    other = await notes.group.joins("李")
    passport = notes.group.community.passport

    async def seen(by: str) -> tuple[set[str], int]:
        (entry,) = await notes.group.entries(by, query="林")
        return {each.value for each in entry.values}, len(entry.label_ids)

    assert await seen("") == ({"s", "o", "p"}, 1)
    assert await seen(passport(membership.person_id)) == ({"o", "p"}, 0)
    assert await seen(passport(other.person_id)) == ({"p"}, 0)


@pytest.mark.parametrize("audience", [OVERSEERS, MEMBER])
async def test_lets_members_ask_for_nothing_that_they_may_not_see(
    notes: Notes, audience: "roster_field_pb2.RosterFieldAudience"
) -> None:
    hidden = await notes.field("hidden", TEXT, audience=audience)
    shown = await notes.field("shown", TEXT, audience=MEMBERS)
    label = await notes.label("x")
    membership = await notes.group.joins("林")
    await notes.note(membership, {hidden.id: "s", shown.id: "p"}, label)
    me = notes.group.community.passport(membership.person_id)
    for question in notes.questions(hidden):
        with pytest.raises(PermissionDenied):
            await notes.group.entries(me, **question)
    with pytest.raises(PermissionDenied):
        await notes.group.entries(me, label_ids=[label.id])
    for question in notes.questions(shown):
        await notes.group.entries(me, **question)


async def test_changes_the_membership_only_if_something_changes(notes: Notes) -> None:
    field, label = await notes.field("f", TEXT), await notes.label("l")
    membership = await notes.group.joins("林")
    first = await notes.note(membership, {field.id: "a"}, label)
    assert first.update_time.ToDatetime() > membership.update_time.ToDatetime()
    again = await notes.note(membership, {field.id: "a"}, label)
    assert again == first
    gone = await notes.note(membership, {field.id: ""}, remove=[label.id])
    assert gone.update_time.ToDatetime() > first.update_time.ToDatetime()
    (entry,) = await notes.group.entries(query="林")
    assert (list(entry.values), list(entry.label_ids)) == ([], [])


async def test_keeps_values_out_of_the_audit_trail_and_of_notices(notes: Notes) -> None:
    field = await notes.field("f", TEXT)
    await notes.note(await notes.group.joins("林"), {field.id: "canary-7261"})
    site = notes.group.community.platform.site
    for table in ("audit", "outbox", "change"):
        found = await site.sql(
            "organizations", f"SELECT 1 FROM {table} AS each WHERE each::text LIKE '%canary-7261%'"
        )
        assert not found, table


async def test_takes_values_and_labels_with_the_field_and_the_label(notes: Notes) -> None:
    field, label = await notes.field("f", TEXT), await notes.label("l")
    await notes.note(await notes.group.joins("林"), {field.id: "a"}, label)
    await notes.delete(field)
    await notes.delete(label)
    (entry,) = await notes.group.entries(query="林")
    assert (list(entry.values), list(entry.label_ids)) == ([], [])
    for question in notes.questions(field):
        with pytest.raises(InvalidArgument):
            await notes.group.entries(**question)
    # The names are free again.
    await notes.field("f", NUMBER)
    await notes.label("l")


async def test_forgets_values_and_labels_once_the_membership_is_over(notes: Notes) -> None:
    community, organization = notes.group.community, notes.group.organization
    field, label = await notes.field("f", TEXT), await notes.label("l")
    site = community.platform.site

    async def left(membership: membership_pb2.Membership) -> int:
        found = 0
        for table in ("roster_value", "membership_label"):
            question = f"SELECT 1 FROM {table} WHERE membership_id = $1"
            found += len(await site.sql("organizations", question, UUID(membership.id)))
        return found

    member, stays = await notes.group.joins("林"), await notes.group.joins("李")
    applicants = [await community.apply(organization) for _ in range(2)]
    for each in (member, stays, *applicants):
        await notes.note(each, {field.id: "a"}, label)
        assert await left(each) == 2
    suspend = membership_pb2.SuspendMembershipRequest(membership_id=stays.id)
    await notes.call(suspend, membership_pb2.Membership)
    assert await left(stays) == 2
    own = community.passport(applicants[1].person_id)
    for each, request, passport in (
        (member, membership_pb2.EndMembershipRequest(membership_id=member.id), ""),
        (
            applicants[0],
            membership_pb2.DeclineMembershipRequest(membership_id=applicants[0].id),
            "",
        ),
        (
            applicants[1],
            membership_pb2.WithdrawMembershipRequest(membership_id=applicants[1].id),
            own,
        ),
    ):
        await community.call(request, membership_pb2.Membership, passport or notes.group.leader)
        assert await left(each) == 0
    assert await left(stays) == 2


async def test_makes_no_more_labels_at_once_than_there_may_be(
    notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.organizations.labels.servicer.MOST_LABELS", 3)
    made = await asyncio.gather(
        *(notes.label(str(number)) for number in range(8)), return_exceptions=True
    )
    assert sum(isinstance(each, label_pb2.Label) for each in made) == 3
    assert all(isinstance(each, label_pb2.Label | Refused) for each in made)


async def test_asks_applicants_for_what_is_required(notes: Notes) -> None:
    community, organization = notes.group.community, notes.group.organization
    field = await notes.field("为什么", TEXT, required=True)

    async def apply(**values: str) -> membership_pb2.Membership:
        request = membership_pb2.ApplyForMembershipRequest(organization_id=organization.id)
        for field_id, value in values.items():
            request.values.add(roster_field_id=field_id, value=value)
        return await community.call(request, membership_pb2.Membership, community.passport())

    for wrong in ({}, {field.id: ""}, {field.id: "a", (await notes.field("x", TEXT)).id: "b"}):
        with pytest.raises(InvalidArgument):
            await apply(**wrong)
    applied = await apply(**{field.id: "喜欢唱歌"})
    (entry,) = [each for each in await notes.group.entries() if each.id == applied.id]
    assert [each.value for each in entry.values] == ["喜欢唱歌"]


_KINDS: list[tuple[RosterFieldKind, str]] = [
    (RosterFieldKind.NUMBER, "x"),
    (RosterFieldKind.NUMBER, "1_000"),
    (RosterFieldKind.NUMBER, "nan"),
    (RosterFieldKind.NUMBER, "1e5"),
    (RosterFieldKind.NUMBER, "9" * 17),
    (RosterFieldKind.DATE, "31.5.2024"),
    (RosterFieldKind.DATE, "2023-02-29"),
    (RosterFieldKind.CHOICE, "green"),
    (RosterFieldKind.YES_NO, "yes"),
]


def _field(kind: RosterFieldKind) -> RosterField:
    return RosterField(
        organization_id=uuid7(),
        display_name="x",
        kind=kind,
        choices=["Red", "红"],
        audience=RosterFieldAudience.MEMBERS,
    )


@pytest.mark.parametrize(("kind", "text"), _KINDS)
def test_refuses_what_a_field_does_not_take(kind: RosterFieldKind, text: str) -> None:
    assert isinstance(understood(_field(kind), text, "values[0].value"), Violation)


@given(some.decimals(-(10**14), 10**14, places=3), some.decimals(-(10**14), 10**14, places=3))
def test_numbers_are_sorted_by_size(one: Any, other: Any) -> None:
    first, second = (
        understood(_field(RosterFieldKind.NUMBER), f"{each:f}", "") for each in (one, other)
    )
    assert isinstance(first, Value)
    assert isinstance(second, Value)
    if first.number_key != second.number_key:  # as far as binary numbers tell them apart
        assert (first.number_key < second.number_key) == (one < other)


@given(some.dates(), some.dates())
def test_days_are_sorted_by_date(one: Any, other: Any) -> None:
    first, second = (
        understood(_field(RosterFieldKind.DATE), str(each), "") for each in (one, other)
    )
    assert isinstance(first, Value)
    assert isinstance(second, Value)
    assert (first.number_key < second.number_key) == (one < other)
