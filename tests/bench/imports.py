"""Imports of organizations: the plan of a file, and its execution, in rows a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import nats
from banyan.organizations.v1 import import_job_pb2, organization_pb2

from tests.bench.data import PERSON, id_of
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row
from tests.waiting import eventually

SUBJECT = "Imports of organizations"
LARGE = 5_000
_DIRECTORY = Path(__file__).parents[1] / "data" / "community_directory.csv"
_POLL_SECONDS = 0.01
_WAIT_SECONDS = 120.0


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about imports."""
    files = {
        "a real directory": _DIRECTORY.read_text(encoding="utf-8"),
        "a large file": _generated(options.of(LARGE, least=100)),
    }
    rounds = await Rounds.of(
        options,
        {name: _importing(place, content) for name, content in files.items()},
        lambda text: say(f"imports, {text}"),
    )
    return [
        row
        for name in files
        for row in rounds.rows(
            SUBJECT,
            {
                "preview": (f"rows of {name} planned", "/s"),
                "execution": (f"rows of {name} carried out", "/s"),
            },
            name,
        )
    ]


def _generated(rows: int) -> str:
    lines = ["Organization Name,Address,Phone,Website,Services Provided"]
    lines += [
        f"Group {number:05},{number} Main Street,(415) 555-{number:04},www.example.org/{number},Help"
        for number in range(rows)
    ]
    return "\n".join(lines)


async def _quiet(place: Place) -> None:
    """Returns when the consumers of all services have taken every notice."""
    bus = await nats.connect(place.plan.nats_url)
    try:
        manager = bus.jetstream()

        async def taken() -> bool:
            return not [
                consumer.name
                for stream in await manager.streams_info()
                for consumer in await manager.consumers_info(stream.config.name or "")
                if consumer.num_pending or consumer.num_ack_pending
            ]

        await eventually(taken, timeout=_WAIT_SECONDS, interval=0.2)
    finally:
        await bus.close()


def _importing(place: Place, content: str) -> Callable[[], Awaitable[Numbers]]:
    """Returns what imports a file under a parent of its own, so that every row makes something."""
    passport = place.passport(id_of(PERSON, 1), admin=True)

    async def import_it() -> Numbers:
        parent = await place.client.call(
            organization_pb2.CreateOrganizationRequest(
                organization=organization_pb2.Organization(
                    name="Service station",
                    kind=organization_pb2.ORGANIZATION_KIND_SERVICE_STATION,
                    membership_policy=organization_pb2.MEMBERSHIP_POLICY_APPLICATION,
                )
            ),
            organization_pb2.Organization,
            passport=passport,
        )
        await _quiet(place)  # the organizations of the import before this one are announced
        started = time.perf_counter()
        job = await place.client.call(
            import_job_pb2.CreateOrganizationImportJobRequest(
                parent_id=parent.id,
                file_name="directory.csv",
                content=content,
                kind=organization_pb2.ORGANIZATION_KIND_SOCIAL_ORGANIZATION,
                membership_policy=organization_pb2.MEMBERSHIP_POLICY_APPLICATION,
            ),
            import_job_pb2.ImportJob,
            passport=passport,
        )
        planned = time.perf_counter()
        job = await place.client.call(
            import_job_pb2.ExecuteImportJobRequest(import_job_id=job.id),
            import_job_pb2.ImportJob,
            passport=passport,
        )
        while job.state != import_job_pb2.IMPORT_STATE_COMPLETED:
            await asyncio.sleep(_POLL_SECONDS)
            job = await place.client.call(
                import_job_pb2.GetImportJobRequest(import_job_id=job.id),
                import_job_pb2.ImportJob,
                passport=passport,
            )
        if job.conflict_count or job.error_count:
            raise RuntimeError(f"{job.conflict_count} conflicts, {job.error_count} errors")
        done = time.perf_counter()
        rows = job.rows_total
        return {"preview": rows / (planned - started), "execution": rows / (done - planned)}

    return import_it
