"""Planning takes nothing away from others: it runs beside the service, and one person plans one file at a time."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Coroutine
from typing import Any

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from services.kit.errors import DomainError, Exhausted, Internal
from services.kit.process.ids import uuid7
from services.kit.process.workers import Workers
from services.organizations.imports import planner
from services.organizations.imports.organizations import apart
from tests.organizations.community import Community
from tests.organizations.importing import Imports, below
from tests.waiting import eventually

FILE = "Name\nChoir"


async def ends_of(calls: list[Awaitable[pb.ImportJob]]) -> Counter[str]:
    ends: Counter[str] = Counter()
    for end in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(end, Exhausted):
            ends[end.reason if end.retry_seconds else "WITHOUT_A_DELAY"] += 1
        elif isinstance(end, DomainError):
            ends[end.reason] += 1
        else:
            assert isinstance(end, pb.ImportJob)
            ends["PLANNED"] += 1
    return ends


def _begin(ends: Coroutine[Any, Any, Counter[str]]) -> asyncio.Task[Counter[str]]:
    return asyncio.create_task(ends)


class Gate:
    """Stands in for the processes, and holds what they are asked for until it is opened.

    Attributes:
        running: How many stand before it.
        most: How many did at once.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.running = self.most = 0
        self._opened = asyncio.Event()
        run = Workers.run

        async def held(workers: Workers, *arguments: object) -> object:
            self.running += 1
            self.most = max(self.most, self.running)
            await self._opened.wait()
            self.running -= 1
            return await run(workers, *arguments)  # type: ignore[arg-type] # as they came

        monkeypatch.setattr(Workers, "run", held)

    def open(self) -> None:
        self._opened.set()


async def answered(imports: Imports) -> None:
    """Makes calls that have nothing to do with imports."""
    request = organization_pb2.GetOrganizationRequest(organization_id=imports.parent.id)
    found = await asyncio.gather(
        *(
            imports.community.call(request, organization_pb2.Organization, imports.community.admin)
            for _ in range(50)
        )
    )
    assert {each.id for each in found} == {imports.parent.id}
    await imports.community.found(name="Strangers")


async def test_of_eight_imports_of_one_person_one_is_planned_and_two_wait(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = await below(community)
    gate = Gate(monkeypatch)
    running = _begin(ends_of([imports.plan(FILE) for _ in range(8)]))
    await eventually(lambda: gate.running == 1)
    await answered(imports)
    gate.open()
    assert await running == {"PLANNED": 3, "TOO_MANY_IMPORTS": 5}
    assert gate.most == 1


async def test_other_people_wait_in_a_line_of_all_and_hold_no_connection(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "LONGEST_LINE", 20)
    own = [await below(community)]
    for _ in range(7):
        leader_id = uuid7()
        parent = await community.found(leader_id)
        own.append(Imports(community, parent, community.passport(leader_id)))
    gate = Gate(monkeypatch)
    running = _begin(ends_of([each.plan(FILE) for each in own]))
    await eventually(lambda: gate.running == 2)  # as many as there are processes
    pool = community.platform.services["organizations"].units.engine.pool
    await eventually(lambda: pool.checkedout() == 0)  # type: ignore[attr-defined] # of a pool with a queue
    await answered(own[0])
    gate.open()
    assert await running == {"PLANNED": 8}
    assert gate.most == 2


async def test_while_eight_files_of_half_a_megabyte_are_planned_the_loop_goes_on(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading and planning happen in other processes: in this one nobody calls the functions."""

    def never(*arguments: object) -> None:
        raise AssertionError("the service plans by itself")

    file = "Name,Address,Notes\n" + "".join(
        f"Choir {row},Lane {row},{'x' * 80}\n" for row in range(5000)
    )
    assert len(file) > 500_000
    imports = await below(community)
    for module, name in ((apart, "read_organizations"), (apart, "plan_organizations")):
        monkeypatch.setattr(module, name, never)
    running = _begin(ends_of([imports.plan(file) for _ in range(8)]))
    await answered(imports)
    ends = await running
    assert ends.total() == 8
    # On a slow machine one of them may come to its deadline while it is planned.
    assert set(ends) <= {"PLANNED", "TOO_MANY_IMPORTS", "TOO_SLOW"}
    assert ends["TOO_MANY_IMPORTS"] >= 5


async def test_a_crash_while_planning_is_a_definite_error_and_stores_nothing(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = await below(community)
    with monkeypatch.context() as patch:
        patch.setattr(apart, "read_file", _crash)
        with pytest.raises(Internal):
            await imports.plan(FILE)
    assert (await imports.plan(FILE)).create_count == 1
    assert len(await community.platform.site.sql("organizations", "SELECT 1 FROM import_job")) == 1


def _crash(*arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_a_file_that_takes_too_much_memory_is_refused(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = await below(community)
    monkeypatch.setattr(apart, "read_file", _greedy)
    with pytest.raises(Exhausted) as caught:
        await imports.plan(FILE)
    assert caught.value.reason == "IMPORT_TOO_LARGE"


def _greedy(*arguments: object) -> None:
    bytearray(1024**3)


async def test_a_stranger_has_nothing_planned(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = await below(community)
    gate = Gate(monkeypatch)
    with pytest.raises(DomainError) as caught:
        await Imports(community, imports.parent, community.passport()).plan(FILE)
    assert caught.value.code == "PERMISSION_DENIED"
    assert gate.most == 0


async def test_answers_to_what_has_changed_meanwhile_are_refused(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports = await below(community)
    job = await imports.plan("Name,Phone\nChoir,1\nChoir,2")
    assert job.conflict_count == 2
    ends = await ends_of(
        [imports.resolve(job, pb.IMPORT_ANSWER_DIFFERENT, line=line) for line in (2, 3)]
    )
    # One after the other: the second one plans with the answer of the first.
    assert ends == {"PLANNED": 2}
    found = await imports.get(job)
    assert (found.conflict_count, found.create_count) == (0, 2)
