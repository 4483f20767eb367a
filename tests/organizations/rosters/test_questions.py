"""The questions of applications: who is asked what, who reads the answers, and how long they stay."""

from typing import Any
from uuid import UUID

import pytest
from banyan.lists.v1 import lists_pb2
from banyan.organizations.v1 import membership_pb2 as pb
from banyan.organizations.v1 import roster_field_pb2 as fields
from banyan.organizations.v1 import roster_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.roster_fields.jobs import jobs
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, Community
from tests.organizations.memberships.changing import accept
from tests.organizations.rosters.annotations import Notes
from tests.organizations.rosters.test_queries import Group
from tests.remedies import refused

TEXT, CHOICE = fields.ROSTER_FIELD_KIND_TEXT, fields.ROSTER_FIELD_KIND_CHOICE
YES_NO = fields.ROSTER_FIELD_KIND_YES_NO
BATCH = roster_pb2.BatchGetRosterEntriesResponse
OVERSEERS = fields.ROSTER_FIELD_AUDIENCE_OVERSEERS
_AGED = "UPDATE membership SET start_time = start_time - $2 * interval '1 day' WHERE id = $1"


@pytest.fixture
async def notes(community: Community) -> Notes:
    return Notes(await Group.make(community, membership_policy=APPLICATION))


async def ask(notes: Notes, name: str, **values: Any) -> fields.RosterField:
    """Adds a question that only those who oversee the group see the answers to."""
    asked: dict[str, Any] = {"display_name": name, "kind": TEXT, "audience": OVERSEERS} | values
    field = fields.RosterField(organization_id=notes.group.organization.id, **asked)
    return await notes.call(fields.CreateRosterFieldRequest(roster_field=field), fields.RosterField)


class Applicant:
    """Somebody who applies, and reads and corrects what they have answered."""

    def __init__(self, notes: Notes) -> None:
        self.notes, self.id = notes, uuid7()
        self.community = notes.group.community
        self.passport = self.community.passport(self.id)

    async def apply(self, **answers: str) -> pb.Membership:
        request = pb.ApplyForMembershipRequest(organization_id=self.notes.group.organization.id)
        for field_id, value in answers.items():
            request.values.add(roster_field_id=field_id, value=value)
        return await self.community.call(request, pb.Membership, self.passport)

    async def correct(
        self, membership: pb.Membership, answers: dict[str, str], **values: Any
    ) -> pb.Membership:
        request = pb.CorrectApplicationRequest(membership_id=membership.id, **values)
        for field_id, value in answers.items():
            request.values.add(roster_field_id=field_id, value=value)
        return await self.community.call(request, pb.Membership, self.passport)

    async def answers(self, membership: pb.Membership, passport: str = "") -> dict[str, str]:
        request = roster_entries(membership)
        found = await self.community.call(request, BATCH, passport or self.passport)
        return {
            each.roster_field_id: each.value
            for entry in found.roster_entries
            for each in entry.values
        }


def roster_entries(membership: pb.Membership) -> roster_pb2.BatchGetRosterEntriesRequest:
    """Returns the request for the entry of a membership."""
    return roster_pb2.BatchGetRosterEntriesRequest(ids=[membership.id])


async def test_applicants_read_the_questions_in_their_order(notes: Notes) -> None:
    community = notes.group.community
    why = await ask(notes, "为什么", position=2, required_on_application=True)
    drive = await ask(notes, "驾照", kind=YES_NO, position=1, asked_on_application=True)
    await ask(notes, "不问")

    async def listed(passport: str, **values: Any) -> list[str]:
        request = fields.ListRosterFieldsRequest(
            organization_id=notes.group.organization.id,
            order_by=fields.RosterFieldOrder(
                field=fields.ROSTER_FIELD_ORDER_FIELD_POSITION,
                direction=lists_pb2.SORT_DIRECTION_ASCENDING,
            ),
            **values,
        )
        found = await community.call(request, fields.ListRosterFieldsResponse, passport)
        return [each.id for each in found.roster_fields]

    assert await listed(community.passport()) == [drive.id, why.id]
    assert len(await listed(notes.group.leader)) == 3
    assert await listed(notes.group.leader, only_asked=True) == [drive.id, why.id]


async def test_requires_some_answers_and_takes_others(notes: Notes) -> None:
    why = await ask(notes, "为什么", required_on_application=True)
    team = await ask(notes, "组", kind=CHOICE, choices=["红", "蓝"], asked_on_application=True)
    hidden = await ask(notes, "不问")
    for wrong in ({team.id: "红"}, {why.id: "x", team.id: "绿"}, {why.id: "x", hidden.id: "y"}):
        with pytest.raises(InvalidArgument):
            await Applicant(notes).apply(**wrong)
    one, other = Applicant(notes), Applicant(notes)
    applied = await one.apply(**{why.id: "唱歌"})
    both = await other.apply(**{why.id: "跳舞", team.id: "红"})
    assert await one.answers(applied, notes.group.leader) == {why.id: "唱歌"}
    assert await other.answers(both, notes.group.leader) == {why.id: "跳舞", team.id: "红"}


async def test_applicants_see_theirs_until_it_is_decided(notes: Notes) -> None:
    member = notes.group.community.passport((await notes.group.joins("林")).person_id)
    why = await ask(notes, "为什么", required_on_application=True)
    me = Applicant(notes)
    applied = await me.apply(**{why.id: "唱歌"})
    assert await me.answers(applied) == {why.id: "唱歌"}
    assert await me.answers(applied, member) == {}
    assert await me.answers(applied, notes.group.community.passport()) == {}
    await notes.call(accept(applied), pb.Membership)
    assert await me.answers(applied) == {}  # the audience of the field decides from now on
    assert await me.answers(applied, notes.group.leader) == {why.id: "唱歌"}


async def test_applicants_correct_what_they_have_answered(notes: Notes) -> None:
    why = await ask(notes, "为什么", required_on_application=True)
    team = await ask(notes, "组", asked_on_application=True)
    hidden = await ask(notes, "不问")
    me = Applicant(notes)
    applied = await me.apply(**{why.id: "唱歌", team.id: "红"})
    corrected = await me.correct(applied, {why.id: "跳舞", team.id: ""}, application_message="您好")
    assert corrected.application_message == "您好"
    assert await me.answers(applied, notes.group.leader) == {why.id: "跳舞"}
    for wrong in ({why.id: ""}, {hidden.id: "x"}):
        with pytest.raises(InvalidArgument):
            await me.correct(applied, wrong)
    added = await ask(notes, "还有", required_on_application=True)
    with pytest.raises(InvalidArgument):  # a question that has come since is answered with the rest
        await me.correct(applied, {team.id: "蓝"})
    await me.correct(applied, {added.id: "有"})
    assert await me.answers(applied) == {why.id: "跳舞", added.id: "有"}


async def test_corrections_are_told_without_the_answers(notes: Notes) -> None:
    why = await ask(notes, "为什么", required_on_application=True)
    me = Applicant(notes)
    applied = await me.apply(**{why.id: "唱歌"})
    await me.correct(applied, {why.id: "金丝雀-跳舞"})
    site = notes.group.community.platform.site
    notices = await published(site, "organizations", 5)
    assert spoken(notices)[-1] == "membership.corrected"
    assert not any("金丝雀".encode() in notice.payload for notice in notices)
    kept = await site.sql("organizations", "SELECT * FROM audit")
    assert "金丝雀" not in str(kept)
    before = len(await site.sql("organizations", "SELECT 1 FROM audit"))
    await me.correct(applied, {why.id: "金丝雀-跳舞"})  # which says nothing new
    assert len(await site.sql("organizations", "SELECT 1 FROM audit")) == before


async def test_only_the_applicant_corrects_and_only_while_it_waits(notes: Notes) -> None:
    why = await ask(notes, "为什么", required_on_application=True)
    me = Applicant(notes)
    applied = await me.apply(**{why.id: "唱歌"})
    for passport in (notes.group.leader, notes.group.community.admin):
        request = pb.CorrectApplicationRequest(membership_id=applied.id)
        with pytest.raises(PermissionDenied):
            await notes.group.community.call(request, pb.Membership, passport)
    await notes.call(accept(applied), pb.Membership)
    told = await refused(me.correct(applied, {why.id: "x"}), "APPLICATION_DECIDED")
    assert "Ask a leader" in told


async def test_answers_that_only_help_to_decide_go(notes: Notes) -> None:
    brief = await ask(notes, "为什么", asked_on_application=True, kept_days=30)
    lasting = await ask(notes, "组", asked_on_application=True)
    answers = {brief.id: "唱歌", lasting.id: "红"}
    old, new, waiting = Applicant(notes), Applicant(notes), Applicant(notes)
    applied = [await each.apply(**answers) for each in (old, new, waiting)]
    for each in applied[:2]:
        await notes.call(accept(each), pb.Membership)
    site = notes.group.community.platform.site
    for membership, days in ((applied[0], 31), (applied[1], 29)):
        await site.sql("organizations", _AGED, UUID(membership.id), days)
    await forget(notes.group.community)
    leader = notes.group.leader
    assert await old.answers(applied[0], leader) == {lasting.id: "红"}
    assert await new.answers(applied[1], leader) == answers
    assert await waiting.answers(applied[2], leader) == answers


async def test_choices_are_translated_together(notes: Notes) -> None:
    team = await ask(notes, "组", kind=CHOICE, choices=["红", "蓝"], asked_on_application=True)

    async def translate(*choices: str) -> fields.RosterField:
        said = fields.RosterFieldTranslation(language="en", question="Team?", choices=choices)
        request = fields.UpdateRosterFieldRequest(
            roster_field_id=team.id,
            roster_field=fields.RosterField(translations=[said]),
            update_mask=FieldMask(paths=["translations"]),
        )
        return await notes.call(request, fields.RosterField)

    assert "as many choices" in await refused(translate("Red"), "CHOICES_NOT_TRANSLATED")
    assert list((await translate("Red", "Blue")).translations[0].choices) == ["Red", "Blue"]
    assert not (await translate()).translations[0].choices


async def forget(community: Community) -> None:
    """Runs the jobs of the fields once."""
    units = community.platform.services["organizations"].units
    for job in jobs(OrganizationsSettings.model_construct()):
        await run_once(job, units, Caller(f"job:{job.name}"))
