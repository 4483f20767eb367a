"""The execution of imports: what has changed meanwhile, crashes, races."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from services.kit.contract.values import enum_name
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.organizations.imports import jobs as execution
from services.organizations.imports import plan
from services.organizations.imports.models import MOST_FAILURES
from services.organizations.imports.organizations.matching import Known
from tests.organizations.community import Community
from tests.organizations.importing import (
    DIRECTORY,
    Imports,
    below,
    outcomes,
)
from tests.organizations.racing import without_named_locks
from tests.services import Platform, Site
from tests.waiting import eventually


@pytest.fixture
def content() -> str:
    return DIRECTORY.read_text(encoding="utf-8")


class TestExecute:
    async def test_a_plan_is_executed_once(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan("Name\nChoir")
        request_id = str(uuid7())
        first = await imports.start(job, request_id)
        assert first.state == pb.IMPORT_STATE_EXECUTING
        assert await imports.start(job, request_id) == first
        with pytest.raises(Refused) as refused:
            await imports.start(job)
        assert refused.value.reason == "IMPORT_NOT_READY"
        await imports.completed(job)
        assert await imports.start(job, request_id) == first
        with pytest.raises(Refused):
            await imports.start(job)
        assert len(await imports.children()) == 1

    async def test_of_two_at_once_one_is_refused(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan("Name\nChoir")
        answers = await asyncio.gather(
            *(imports.start(job) for _ in range(4)), return_exceptions=True
        )
        assert sorted(type(answer).__name__ for answer in answers) == [
            "ImportJob",
            "Refused",
            "Refused",
            "Refused",
        ]

    async def test_a_discarded_plan(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.discard(await imports.plan("Name\nChoir"))
        assert job.state == pb.IMPORT_STATE_DISCARDED
        for act in (imports.start, imports.discard):
            with pytest.raises(Refused):
                await act(job)

    async def test_each_organization_has_it_in_its_own_audit_trail(
        self, community: Community
    ) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("Name,Phone\nChoir,1\nBand,1"))
        job = await imports.plan("Name,Phone\nChoir,2\nClub,2")
        await imports.execute(await imports.resolve(job, pb.IMPORT_ANSWER_SAME))
        children = await imports.children()
        for name, phones in (("Choir", ["1", "2"]), ("Band", ["1"]), ("Club", ["2"])):
            entries = await community.platform.site.sql(
                "organizations",
                "SELECT method, person_id, resource_ids->>0 AS id, changes->0->'after'->'contact'->'phones'->>0 AS phone"
                " FROM audit WHERE organization_id = $1 ORDER BY audit.id",
                UUID(children[name].id),
            )
            assert [entry["phone"] for entry in entries] == phones
            assert {(entry["method"], entry["person_id"]) for entry in entries} == {
                ("execute_imports", None)
            }
            assert {entry["id"] for entry in entries} == {children[name].id}

    async def test_what_changed_since_the_plan_is_a_conflict(self, community: Community) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("Name,Phone\nChoir,1\nBand,1"))
        job = await imports.plan("Name,Phone\nChoir,2\nBand,2\nClub,2")
        job = await imports.resolve(job, pb.IMPORT_ANSWER_SAME)
        await imports.update("Choir", website="https://example.org")
        job = await imports.execute(job)
        assert (job.update_count, job.create_count, job.conflict_count) == (1, 1, 1)
        rows = await imports.rows(job)
        assert outcomes(rows) == ["CONFLICT", "UPDATE", "CREATE"]
        assert [reason.code for reason in rows[0].reasons] == ["CHANGED_SINCE_PLAN"]
        assert not rows[0].changes
        children = await imports.children()
        assert [list(children[name].contact.phones) for name in ("Choir", "Band")] == [["1"], ["2"]]

    async def test_a_name_that_has_appeared_is_a_conflict(self, community: Community) -> None:
        imports = await below(community)
        first = await imports.plan("Name,ID\nChoir,7\nBand,")
        second = await imports.plan("Name,Email\nchoir!,a@x.org\nCHOIR,b@x.org\nClub,")
        await imports.execute(first)
        second = await imports.execute(second)
        rows = await imports.rows(second)
        assert outcomes(rows) == ["CONFLICT", "CONFLICT", "CREATE"]
        assert [reason.code for reason in rows[1].reasons][-1] == "APPEARED_SINCE_PLAN"
        assert not rows[0].HasField("organization_id")
        assert set(await imports.children()) == {"Choir", "Band", "Club"}

    async def test_a_parent_that_was_closed_meanwhile(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan("Name\nChoir")
        await community.call(
            organization_pb2.CloseOrganizationRequest(organization_id=imports.parent.id),
            organization_pb2.Organization,
            community.admin,
        )
        job = await imports.execute(job)
        assert job.conflict_count == 1
        assert (await imports.rows(job))[0].reasons[0].code == "ORGANIZATION_CLOSED"

    async def test_an_external_id_is_taken_once(self, community: Community) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("Name,ID\nChoir,7\nBand,8"))
        with pytest.raises(Exception, match="external ID"):
            await imports.update("Band", external_id="7")
        await imports.update("Band", external_id="9")
        other = await community.found(name="Elsewhere", external_id="7")
        assert other.external_id == "7"


class TestCrash:
    async def test_the_execution_goes_on_where_it_was(
        self, community: Community, content: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BATCH_ROWS", 50)
        imports = await below(community)
        job = await imports.plan(content)
        batches = _failing_every_other_time(monkeypatch)
        job = await imports.execute(job)
        assert (job.rows_done, job.create_count, job.conflict_count) == (341, 320, 0)
        assert len(await imports.children()) == 320
        assert len(batches) >= 2 * 7

    async def test_another_process_goes_on(
        self, site: Site, content: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BATCH_ROWS", 50)
        async with AsyncExitStack() as stack:
            platform = await Platform.start(site, stack, ("organizations",))
            imports = await below(Community(platform))
            job = await imports.plan(content)
            with monkeypatch.context() as patched:
                _failing_from_the_third_on(patched)
                await imports.start(job)

                async def stuck() -> bool:
                    return (await imports.get(job)).rows_done == 100

                await eventually(stuck)
        async with AsyncExitStack() as stack:
            platform = await Platform.start(site, stack, ("organizations",))
            after = Imports(Community(platform), imports.parent)
            job = await after.completed(job)
            assert (job.rows_done, job.create_count, job.conflict_count) == (341, 320, 0)
            assert len(await after.children()) == 320


class TestFault:
    async def test_a_batch_that_always_fails_ends_the_import(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BATCH_ROWS", 1)
        imports = await below(community)
        faulty = await imports.plan("Name\nChoir\nBand\nClub")
        runs = _faulty_at(monkeypatch, "Band")
        await imports.start(faulty)
        sound = await imports.execute(await imports.plan("Name\nTheatre"))
        assert sound.create_count == 1
        ended = await _ended(imports, faulty)
        assert (ended.state, ended.rows_done) == (pb.IMPORT_STATE_FAILED, 1)
        assert len(runs) == MOST_FAILURES
        assert set(await imports.children()) == {"Choir", "Theatre"}
        with pytest.raises(Refused):
            await imports.start(faulty)

    async def test_faults_that_pass_do_not(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BATCH_ROWS", 1)
        imports = await below(community)
        job = await imports.plan("Name\nChoir\nBand\nClub")
        for name in ("Choir", "Band", "Club"):
            _faulty_at(monkeypatch, name, times=MOST_FAILURES - 1)
        await imports.start(job)
        ended = await _ended(imports, job)
        assert (ended.state, ended.create_count) == (pb.IMPORT_STATE_COMPLETED, 3)


async def _ended(imports: Imports, job: pb.ImportJob) -> pb.ImportJob:
    """Waits until an import has ended, but not for the time of its next attempt."""
    bell = imports.community.platform.services["organizations"].units.bell(execution.EXECUTE)

    async def ended() -> pb.ImportJob | None:
        bell.set()
        now = await imports.get(job)
        return now if now.state != pb.IMPORT_STATE_EXECUTING else None

    found = await eventually(ended)
    assert found is not None
    return found


def _faulty_at(monkeypatch: pytest.MonkeyPatch, name: str, times: int = 1000) -> list[str]:
    """Makes the batch with a row of this name fail so many times, by a fault of ours."""
    runs: list[str] = []
    note = execution._note_conflicts

    async def fail(job: Any, planned: Any, groups: Any, work: Any) -> None:
        names = {row.name for group in groups for row in group.rows}
        if name in names and len(runs) < times:
            runs.append(name)
            raise ValueError(name)
        await note(job, planned, groups, work)

    monkeypatch.setattr(execution, "_note_conflicts", fail)
    return runs


def _failing_every_other_time(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Makes every other batch fail once all of its effects are written, before the commit."""
    runs: list[int] = []
    note = execution._note_conflicts

    async def fail(*arguments: object) -> None:
        await note(*arguments)  # type: ignore[arg-type] # passed on as they came
        runs.append(len(runs))
        if len(runs) % 2:
            raise ConnectionResetError

    monkeypatch.setattr(execution, "_note_conflicts", fail)
    # What fails is tried again at its time, which these tests do not wait for.
    monkeypatch.setattr("services.kit.work.jobs.RETRY_SECONDS", 0.01)
    return runs


def _failing_from_the_third_on(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    note = execution._note_conflicts

    async def fail(*arguments: object) -> None:
        runs.append(len(runs))
        if len(runs) > 2:
            raise ConnectionResetError
        await note(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(execution, "_note_conflicts", fail)


class TestRaces:
    """Two imports of the same name, executed by two replicas: both look before either acts."""

    async def test_one_creates_and_the_other_finds_it(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert await _namesakes(site, monkeypatch) == ["COMPLETED 0 1", "COMPLETED 1 0"]

    async def test_negative_control_without_the_lock_there_are_two(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_named_locks(monkeypatch)
        assert await _namesakes(site, monkeypatch) == ["COMPLETED 1 0", "COMPLETED 1 0"]


async def _namesakes(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Executes two plans for one name at once; returns how they ended, created and conflicting."""
    read, looked = Known.read, 0

    async def waiting() -> bool:
        (row,) = await site.sql(
            "organizations",
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
        return looked == 2 or row[0] > 0

    async def look(*arguments: Any) -> Known:
        nonlocal looked
        found = await read(*arguments)
        looked += 1
        await eventually(waiting)
        return found

    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack, ("organizations",))
        imports = await below(Community(platform))
        jobs = [await imports.plan(f"Name,Phone\nChoir,{phone}") for phone in (1, 2)]
        monkeypatch.setattr(Known, "read", look)
        for job in jobs:
            await imports.start(job)
        await eventually(lambda: looked == 1)
        platform.services["another"] = await site.start("organizations", stack)
        ended = [await imports.completed(job) for job in jobs]
        rows = await site.sql(
            "organizations", "SELECT 1 FROM organization WHERE match_name = 'choir'"
        )
        assert len(rows) == sum(job.create_count for job in ended)
        return sorted(
            f"{enum_name(pb.ImportState.DESCRIPTOR, job.state)} {job.create_count} {job.conflict_count}"
            for job in ended
        )
