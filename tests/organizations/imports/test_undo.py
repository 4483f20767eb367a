"""Undoing imports: what nobody has touched since goes back, the rest stays and says why."""

from typing import Any

import pytest
from banyan.organizations.v1 import import_job_pb2 as pb
from banyan.organizations.v1 import organization_pb2
from banyan.places.v1.place_pb2 import Contact

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from services.organizations.imports import plan, undoing
from tests.organizations.community import Community
from tests.organizations.importing import Imports, below

CREATED = "Name,Phone,Notes\nChoir,1,old\nBand,1,\nClub,1,\n"


async def leader(imports: Imports) -> Imports:
    """Returns imports below the same parent by somebody who leads it and owns nothing."""
    passport = await imports.community.holding(uuid7(), imports.parent, "LEADER")
    return Imports(imports.community, imports.parent, passport)


class TestUndo:
    async def test_a_leader_takes_back_what_they_have_imported(self, community: Community) -> None:
        imports = await leader(await below(community))
        names = "Name\n" + "".join(f"Group {number}\n" for number in range(60))
        job = await imports.execute(await imports.plan(names))
        assert len(await imports.children()) == 60
        job = await imports.undone(job)
        assert job.undone_count == 60
        assert await imports.children() == {}
        rows = await imports.rows(job)
        assert all(row.is_undone for row in rows)
        again = await imports.execute(await imports.plan(names))
        assert (again.create_count, again.conflict_count) == (60, 0)

    async def test_updates_get_their_old_values_back(self, community: Community) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("ID,Name,Phone,Notes\n,Choir,1,old\n"))
        (before,) = (await imports.children()).values()
        job = await imports.plan(
            "ID,Name,Phone,Email,Notes\n7,CHOIR,1,a@x.org,new\n7,Choir,1,,more\n"
        )
        await imports.execute(job)
        changed = (await imports.children())["Choir"]
        assert (changed.external_id, changed.contact.email) == ("7", "a@x.org")
        job = await imports.undone(job)
        assert job.undone_count == 2
        after = (await imports.children())["Choir"]
        after.update_time.CopyFrom(before.update_time)
        assert after == before

    async def test_what_somebody_has_touched_since_is_left(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.execute(await imports.plan(CREATED))
        children = await imports.children()
        await imports.update("Choir", contact=Contact(email="choir@example.org"))
        await community.apply(children["Band"])
        job = await imports.undone(job)
        assert job.undone_count == 1
        assert set(await imports.children()) == {"Choir", "Band"}
        rows = await imports.rows(job)
        assert [row.is_undone for row in rows] == [False, False, True]
        assert [row.reasons[-1].code for row in rows[:2]] == [
            "CHANGED_SINCE_IMPORT",
            "ORGANIZATION_NOT_EMPTY",
        ]

    async def test_one_after_the_other_from_the_last(self, community: Community) -> None:
        imports = await below(community)
        first = await imports.execute(await imports.plan("Name,Notes\nChoir,old\n"))
        second = await imports.execute(await imports.plan("Name,Notes\nChoir,new\n"))
        await imports.undone(second)
        first = await imports.undone(first)
        assert first.undone_count == 1
        assert await imports.children() == {}

    async def test_in_the_other_order_the_first_is_left_until_it_is_undone_again(
        self, community: Community
    ) -> None:
        imports = await below(community)
        first = await imports.execute(await imports.plan("Name,Notes\nChoir,old\nBand,\n"))
        second = await imports.execute(await imports.plan("Name,Notes\nChoir,new\n"))
        first = await imports.undone(first)
        assert first.undone_count == 1
        (left,) = [row for row in await imports.rows(first) if not row.is_undone]
        assert "undo this one again" in left.reasons[-1].message
        assert set(await imports.children()) == {"Choir"}
        await imports.undone(second)
        first = await imports.undone(first)
        assert first.undone_count == 2
        assert await imports.children() == {}
        assert [list(row.reasons) for row in await imports.rows(first)] == [[], []]

    async def test_rows_that_did_nothing_are_not_undone(self, community: Community) -> None:
        imports = await below(community)
        await imports.execute(await imports.plan("Name\nChoir\n"))
        job = await imports.execute(await imports.plan("Name\nChoir\n,\nBand\n"))
        job = await imports.undone(job)
        assert job.undone_count == 1
        assert set(await imports.children()) == {"Choir"}


class TestWhen:
    async def test_only_after_the_execution_and_once(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.plan(CREATED)
        with pytest.raises(Refused) as refused:
            await imports.undo(job)
        assert refused.value.reason == "IMPORT_NOT_EXECUTED"
        await imports.execute(job)
        request_id = str(uuid7())
        first = await imports.undo(job, request_id)
        assert first.state == pb.IMPORT_STATE_UNDOING
        assert await imports.undo(job, request_id) == first
        await imports.in_state(job, pb.IMPORT_STATE_UNDONE)
        with pytest.raises(Refused) as refused:
            await imports.undo(job)
        assert refused.value.reason == "IMPORT_UNDONE"

    async def test_only_by_those_who_may_change_what_it_made(self, community: Community) -> None:
        imports = await below(community)
        job = await imports.execute(await imports.plan(CREATED))
        for role in ("COORDINATOR", "MEMBER"):
            passport = await community.holding(uuid7(), imports.parent, role)
            with pytest.raises(PermissionDenied):
                await Imports(community, imports.parent, passport).undo(job)
        choir = (await imports.children())["Choir"]
        await community.holding(uuid7(), choir, "OWNER")
        await community.call(
            organization_pb2.UpdateOrganizationRequest(
                organization_id=choir.id,
                organization=organization_pb2.Organization(inherit_roles=False),
                update_mask={"paths": ["inherit_roles"]},
            ),
            organization_pb2.Organization,
            community.admin,
        )
        with pytest.raises(PermissionDenied):
            await (await leader(imports)).undo(job)
        assert (await imports.undone(job)).undone_count == 2

    async def test_a_crash_goes_on_where_it_was(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BATCH_ROWS", 1)
        monkeypatch.setattr("services.kit.work.jobs.RETRY_SECONDS", 0.01)
        imports = await below(community)
        job = await imports.execute(await imports.plan(CREATED))
        note, runs = undoing._note, list[int]()

        async def fail(*arguments: Any) -> int:
            undone = await note(*arguments)
            runs.append(undone)
            if len(runs) % 2:
                raise ConnectionResetError
            return undone

        monkeypatch.setattr(undoing, "_note", fail)
        job = await imports.undone(job)
        assert (job.undone_count, len(runs)) == (3, 6)
        assert await imports.children() == {}

    async def test_a_batch_that_always_fails_ends_it_and_it_can_be_tried_again(
        self, community: Community, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BATCH_ROWS", 1)
        monkeypatch.setattr("services.kit.work.jobs.RETRY_SECONDS", 0.01)
        imports = await below(community)
        job = await imports.execute(await imports.plan(CREATED))

        async def fail(*_: Any) -> int:
            raise ValueError

        bell = community.platform.services["organizations"].units.bell(undoing.UNDO)
        with monkeypatch.context() as patched:
            patched.setattr(undoing, "_note", fail)
            await imports.undo(job)
            await imports.in_state(job, pb.IMPORT_STATE_FAILED, bell)
        assert len(await imports.children()) == 3
        assert (await imports.undone(job)).undone_count == 3
