"""ImportJobService: plans, who may make and see them, how long they are kept."""

from functools import partial
from uuid import UUID

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.places.v1.place_pb2 import Contact
from prometheus_client import REGISTRY

from services.kit.calls.passport import Caller
from services.kit.errors import InvalidArgument, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.imports import jobs as execution
from services.organizations.imports.jobs import FORGET_IMPORTS
from tests.notices import published, spoken
from tests.organizations.community import Community
from tests.organizations.importing import (
    DIRECTORY,
    Imports,
    below,
    outcomes,
)

LEADERS = ("OWNER", "LEADER")


@pytest.fixture
def content() -> str:
    return DIRECTORY.read_text(encoding="utf-8")


def _rows(step: str) -> float:
    return REGISTRY.get_sample_value("banyan_import_rows_total", {"step": step}) or 0


class TestTheDirectory:
    async def test_plan_execute_and_plan_again(self, community: Community, content: str) -> None:
        imports = await below(community)
        planned, executed = (partial(_rows, step) for step in ("planned", "executed"))
        before = planned(), executed()
        job = await imports.plan(content)
        assert planned() == before[0] + 341
        assert (job.state, job.rows_total, job.rows_done) == (pb.IMPORT_STATE_READY, 341, 0)
        assert (job.create_count, job.merge_count, job.error_count) == (320, 21, 0)
        rows = await imports.rows(job)
        assert [row.line for row in rows] == list(range(2, 343))
        repaired = [
            row.line
            for row in rows
            if any(reason.code == "TOO_MANY_COLUMNS_REPAIRED" for reason in row.reasons)
        ]
        assert repaired == [7, 8, 56, 86, 88, 266, 311, 339]
        assert await imports.children() == {}

        job = await imports.execute(job)
        assert executed() == before[1] + 341
        assert (job.rows_done, job.create_count, job.conflict_count) == (341, 320, 0)
        children = await imports.children()
        assert len(children) == 320
        assert all(child.inherit_roles for child in children.values())
        assert children["7th Avenue Senior Center"].place.address.splitlines() == [
            "7th Avenue Presbyterian Church",
            "1329 7th Avenue, San Francisco, CA 94122",
        ]
        for row in await imports.rows(job):
            assert row.organization_id == children[row.name].id

        again = await imports.plan(content)
        assert (again.unchanged_count, again.rows_total) == (341, 341)
        again = await imports.execute(again)
        assert await imports.children() == children

        changed = await imports.plan(content.replace("(415) 550-2210", "(415) 000-0000"))
        assert (changed.update_count, changed.unchanged_count) == (1, 340)
        await imports.execute(changed)
        child = (await imports.children())["30th Street Senior Center"]
        assert child.contact.phones == ["(415) 000-0000, TTY: (415) 647-6332"]

    async def test_notices_carry_no_row(self, community: Community, content: str) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan(content))
        notices = await published(community.platform.site, "organizations", 2 + 320 + 4)
        said = spoken(notices)
        assert [verb for verb in said if verb.startswith("import_job")] == [
            "import_job.planned",
            "import_job.executing",
            "import_job.progressed",
            "import_job.completed",
        ]
        assert said.count("organization.created") == 321
        for notice in notices:
            if ".import_job." in notice.subject:
                job = pb.ImportJob.FromString(notice.payload)
                assert len(job.columns) == 11  # the headings, and what they were taken for
                job.ClearField("columns")
                assert job.ByteSize() < 300

    async def test_the_content_is_kept_nowhere(self, community: Community) -> None:
        imports = await below(community)
        request_id = str(uuid7())
        await imports.plan("Name,Nonsense\nChoir,canary-content-41", request_id)
        site = community.platform.site
        for table in ("answer", "audit", "outbox", "import_job"):
            rows = await site.sql("organizations", f"SELECT t::text FROM {table} t")
            assert not any("canary-content-41" in row[0] for row in rows), table
            assert not any(b"canary-content-41".hex() in row[0] for row in rows), table
        (row,) = await site.sql("organizations", "SELECT t::text FROM import_job_row t")
        assert "canary-content-41" in row[0]  # the control: the plan has it


class TestPlan:
    async def test_a_retry_has_the_same_answer(self, community: Community) -> None:
        imports = await below(community)
        request_id = str(uuid7())
        first = await imports.plan("Name\nChoir", request_id)
        assert await imports.plan("Name\nChoir", request_id) == first
        with pytest.raises(InvalidArgument):
            await imports.plan("Name\nBand", request_id)

    async def test_below_a_closed_parent(self, community: Community) -> None:
        imports = await below(community)
        await community.call(
            organization_pb2.CloseOrganizationRequest(organization_id=imports.parent.id),
            organization_pb2.Organization,
            community.admin,
        )
        with pytest.raises(Refused) as refused:
            await imports.plan("Name\nChoir")
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_below_the_lowest_level(self, community: Community) -> None:
        parent = await community.found(name="1")
        for level in range(2, 9):
            parent = await community.found(name=str(level), parent_id=parent.id)
        with pytest.raises(Refused) as refused:
            await Imports(community, parent).plan("Name\nChoir")
        assert refused.value.reason == "HIERARCHY_TOO_DEEP"

    async def test_what_cannot_be_read_names_the_field(self, community: Community) -> None:
        imports = await below(community)
        for content in ("Name", "Title\nChoir", "\ufeff", "Name" + "\na" * 5001):
            with pytest.raises(InvalidArgument) as refused:
                await imports.plan(content)
            assert refused.value.violations[0].field == "content"

    async def test_a_file_of_another_system(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan('\ufeff名称;电话\r\n"合唱团";"010"\r\n读书会;011\r\n')
        assert job.create_count == 2
        await imports.execute(job)
        assert set(await imports.children()) == {"合唱团", "读书会"}

    async def test_what_the_database_cannot_hold_is_an_error_of_its_row(
        self, community: Community
    ) -> None:
        imports = await below(community)
        job = await imports.plan(
            "Name,ID,Phone\nChoir,a\x00b,1\nBand,2,\x00\nClub\x00,3,1\nDuo,4,1"
        )
        rows = await imports.rows(job)
        assert outcomes(rows) == ["ERROR", "ERROR", "ERROR", "CREATE"]
        assert {reason.code for row in rows for reason in row.reasons} == {"CONTROL_CHARACTERS"}

    async def test_rows_by_outcome(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan("Name,Phone\nChoir,1\n,2\nchoir,1")
        assert outcomes(await imports.rows(job)) == ["CREATE", "ERROR", "MERGE"]
        (error,) = await imports.rows(job, pb.IMPORT_OUTCOME_ERROR)
        assert (error.line, error.reasons[0].code, error.reasons[0].column) == (
            3,
            "NAME_MISSING",
            "Name",
        )


class TestWho:
    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR", "SUPERVISOR", "MEMBER"])
    async def test_owners_and_leaders_of_the_parent(self, community: Community, role: str) -> None:
        imports = await below(community)
        theirs = Imports(
            community, imports.parent, await community.holding(uuid7(), imports.parent, role)
        )
        if role in LEADERS:
            job = await theirs.plan("Name\nChoir")
            assert (await theirs.get(job)).id == job.id
            assert len(await theirs.rows(job)) == 1
            await theirs.execute(job)
            return
        with pytest.raises(PermissionDenied):
            await theirs.plan("Name\nChoir")
        job = await imports.plan("Name\nChoir")
        for act in (theirs.get, theirs.rows, theirs.start, theirs.discard):
            with pytest.raises(PermissionDenied):
                await act(job)

    async def test_nobody_changes_by_a_file_what_they_may_not_change_by_hand(
        self, community: Community
    ) -> None:
        imports = await below(community)
        child = await community.found(
            name="Choir", contact=Contact(phones=["1"]), parent_id=imports.parent.id
        )
        assert not child.inherit_roles
        theirs = Imports(
            community, imports.parent, await community.holding(None, imports.parent, "LEADER")
        )
        job = await theirs.execute(await theirs.plan("Name,Email\nChoir,a@x.org\nBand,"))
        assert outcomes(rows := await theirs.rows(job)) == ["CONFLICT", "CREATE"]
        assert [reason.code for reason in rows[0].reasons] == ["NOT_YOURS_TO_CHANGE"]
        assert (await imports.children())["Choir"] == child
        assert outcomes(await theirs.rows(await theirs.plan("Name,Phone\nChoir,1"))) == [
            "UNCHANGED"
        ]

        other_leader = uuid7()
        for each in (imports.parent, child):
            both = await community.holding(other_leader, each, "LEADER")
        for passport in (both, community.admin):
            job = await Imports(community, imports.parent, passport).plan(
                "Name,Email\nChoir,a@x.org"
            )
            assert job.update_count == 1
        with pytest.raises(PermissionDenied):  # whoever planned it
            await theirs.execute(job)
        assert (await imports.children())["Choir"] == child

    async def test_the_list_shows_what_may_be_seen(self, community: Community) -> None:
        imports = await below(community)
        first, second = await imports.plan("Name\nChoir"), await imports.plan("Name\nBand")
        request = pb.ListImportJobsRequest(organization_id=imports.parent.id)
        leader = await community.holding(uuid7(), imports.parent, "LEADER")
        for passport, ids in ((leader, [second.id, first.id]), (community.passport(), [])):
            answer = await community.call(request, pb.ListImportJobsResponse, passport)
            assert [job.id for job in answer.import_jobs] == ids
        await imports.execute(first)
        request.states.append(pb.IMPORT_STATE_READY)
        answer = await community.call(request, pb.ListImportJobsResponse, leader)
        assert [job.id for job in answer.import_jobs] == [second.id]

    async def test_how_an_imported_organization_comes_to_its_first_owner(
        self, community: Community
    ) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("Name\nChoir"))
        (organization,) = (await imports.children()).values()
        assert await community.owners(organization) == []
        person = uuid7()
        membership = await community.apply(organization, person)
        assert membership.state == membership_pb2.MEMBERSHIP_STATE_APPLIED
        owner = await community.holding(uuid7(), imports.parent, "OWNER")
        leader = await community.holding(uuid7(), imports.parent, "LEADER")
        await community.call(
            membership_pb2.AcceptMembershipRequest(membership_id=membership.id),
            membership_pb2.Membership,
            leader,
        )
        grant = membership_pb2.GrantRoleRequest(
            membership_id=membership.id, role=membership_pb2.ROLE_OWNER
        )
        with pytest.raises(PermissionDenied):
            await community.call(grant, membership_pb2.Membership, leader)
        await community.call(grant, membership_pb2.Membership, owner)
        assert await community.owners(organization) == [person]
        with pytest.raises(Refused) as refused:
            await community.call(
                membership_pb2.EndMembershipRequest(membership_id=membership.id),
                membership_pb2.Membership,
                community.passport(person),
            )
        assert refused.value.reason == "LAST_OWNER"


async def test_plans_are_removed_after_their_time(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(execution, "execute_batch", fail)
    imports = await below(community)
    old, executing, recent = [await imports.plan("Name\nChoir") for _ in range(3)]
    await imports.start(executing)
    site = community.platform.site
    await site.sql(
        "organizations",
        "UPDATE import_job SET create_time = create_time - interval '31 days' WHERE id <> $1",
        UUID(recent.id),
    )
    units = community.platform.services["organizations"].units
    await run_once(FORGET_IMPORTS, units, Caller("job:forget_imports"))
    kept = await site.sql("organizations", "SELECT import_job_id FROM import_job_row")
    assert {str(row[0]) for row in kept} == {executing.id, recent.id}
    with pytest.raises(PermissionDenied):
        await imports.get(old)
