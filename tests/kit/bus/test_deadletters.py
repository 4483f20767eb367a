"""Dead letters: shown, tried again as the consumer would, and gone once they were handled."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.bus.consumers import Consumer, Handling
from services.kit.bus.deadletters import dead_letters
from services.kit.process import metrics
from services.kit.process.clock import SystemClock
from services.kit.process.config import ServiceSettings
from services.kit.process.ids import uuid7
from services.kit.service.gauges import GONE, Gauges
from services.kit.service.running import Service
from services.kit.work.database import is_infrastructure
from services.kit.work.notices import (
    Notice,
    notice_headers,
    read_notice,
    subject_of,
)
from services.kit.work.projection import project
from services.kit.work.unit import Units
from services.kit.work.work import Work
from tests.kit.bus.consuming import claim_all
from tests.kit.commandline import Screen, execute
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Copy, Note
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite
from tests.plans import plans_on

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)
CANARY = "canary in the text of an error"


def notice_of(id_: UUID, version: int) -> Notice:
    note = Note(id=id_, version=version)
    payload = pb.Note(id=str(id_), title=f"version {version}").SerializeToString()
    headers = notice_headers("others", note, "updated", NOW)
    return read_notice(subject_of("others", note, "updated"), headers, payload)


async def copies(note: Any, work: Work) -> None:
    await project(work, Copy, note)


async def fails(note: Any, work: Work) -> None:
    await project(work, Copy, note)
    raise KeyError(CANARY)


def consumer(handler: Any, name: str = "notes-note") -> Consumer:
    return Consumer(name, "others", "note", pb.OTHERS_NOTE, handler)


class Post:
    """Gives notices to consumers, without a bus."""

    def __init__(self, units: Units, settings: ServiceSettings) -> None:
        self.units = units
        self.settings = settings

    async def give_up(self, notice: Notice, consumer: Consumer) -> None:
        """Lets a consumer fail so often that it gives up."""
        handling = Handling(consumer, self.units, self.settings)
        for _ in range(self.settings.handler_attempts):
            with pytest.raises(KeyError) as raised:
                await handling.apply(notice)
            await handling.note_failure(notice, raised.value)

    async def handle(self, notice: Notice) -> None:
        assert await Handling(consumer(copies), self.units, self.settings).apply(notice)

    async def run(self, line: str, *handlers: Any) -> tuple[int, str]:
        """Runs a command of a service whose consumers have these handlers."""
        return await execute(self.service(*handlers), self.settings, f"deadletters {line}")

    def service(self, *handlers: Any) -> Service[ServiceSettings]:
        return note_service(consumers=[consumer(handler) for handler in handlers])


@pytest.fixture
def post(units: Units, settings: ServiceSettings) -> Post:
    return Post(units, settings)


@pytest.fixture
def copy_titles(notes: NoteSite) -> Any:
    async def titles() -> list[str]:
        return [row["title"] for row in await notes.sql("SELECT title FROM copy")]

    return titles


class TestList:
    async def test_shows_whose_it_is_what_it_is_and_how_it_failed(self, post: Post) -> None:
        notice = notice_of(uuid7(), 3)
        await post.give_up(notice, consumer(fails))
        status, printed = await post.run("list")
        heading, row = printed.splitlines()
        assert status == 0
        assert heading.split() == ["id", "consumer", "subject", "errors", "last", "error", "when"]
        assert row.split()[:5] == [notice.id, "notes-note", notice.subject, "8", "KeyError"]
        assert heading.index("subject") == row.index(notice.subject)
        assert "\033" not in printed

    async def test_colours_on_a_terminal(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        await post.give_up(notice_of(uuid7(), 1), consumer(fails))
        screen = Screen()
        await execute(post.service(fails), post.settings, "deadletters list", screen)
        assert "\033[31mKeyError" in screen.getvalue()

    async def test_is_json_for_programs(self, post: Post) -> None:
        notice = notice_of(uuid7(), 1)
        await post.give_up(notice, consumer(fails))
        _, printed = await post.run("list --json")
        (letter,) = json.loads(printed)
        assert letter["id"] == notice.id
        assert letter["errors"] == 8
        assert datetime.fromisoformat(letter["update_time"]).tzinfo is not None

    async def test_is_an_empty_array_where_there_is_none(self, post: Post) -> None:
        assert await post.run("list --json") == (0, "[]\n")
        assert await post.run("list") == (0, "No dead letters.\n")

    async def test_leaves_out_what_the_bus_still_brings_again(self, post: Post) -> None:
        handling = Handling(consumer(fails), post.units, post.settings)
        await handling.note_failure(notice_of(uuid7(), 1), KeyError(CANARY))
        assert await post.run("list") == (0, "No dead letters.\n")


class TestRetry:
    async def test_handles_and_deletes(self, post: Post, copy_titles: Any) -> None:
        notice = notice_of(uuid7(), 1)
        await post.give_up(notice, consumer(fails))
        status, printed = await post.run(f"retry {notice.id}", copies)
        assert status == 0
        assert printed == f"{notice.id}  notes-note  handled\n1 tried, 0 kept.\n"
        assert await copy_titles() == ["version 1"]
        assert await post.run("list") == (0, "No dead letters.\n")

    async def test_keeps_and_counts_what_fails_again(self, post: Post, copy_titles: Any) -> None:
        await post.give_up(notice_of(uuid7(), 1), consumer(fails))
        status, printed = await post.run("retry --all", fails)
        assert status == 1
        assert "kept: it failed again (KeyError)" in printed
        assert "1 tried, 1 kept." in printed
        assert CANARY not in printed
        assert await copy_titles() == []
        (letter,) = await dead_letters(post.units)
        assert letter.errors == 9

    async def test_drops_what_a_newer_version_has_overtaken(
        self, post: Post, copy_titles: Any
    ) -> None:
        id_ = uuid7()
        await post.give_up(notice_of(id_, 1), consumer(fails))
        await post.handle(notice_of(id_, 2))
        status, printed = await post.run("retry --all", copies)
        assert status == 0
        assert "dropped: this or a newer version has been handled since" in printed
        assert await copy_titles() == ["version 2"]
        assert await dead_letters(post.units) == []

    async def test_control_without_the_claim_the_older_version_would_win(
        self, post: Post, copy_titles: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        id_ = uuid7()
        await post.give_up(notice_of(id_, 1), consumer(fails))
        await post.handle(notice_of(id_, 2))

        monkeypatch.setattr(Handling, "_claim", claim_all)
        await post.run("retry --all", copies)
        assert await copy_titles() == ["version 1"]

    async def test_tries_one_after_the_other_whatever_became_of_the_others(
        self, post: Post
    ) -> None:
        bad, good = notice_of(uuid7(), 1), notice_of(uuid7(), 1)
        for notice in (bad, good):
            await post.give_up(notice, consumer(fails))

        async def picky(note: Any, work: Work) -> None:
            await (fails if note.id == str(bad.resource_id) else copies)(note, work)

        status, printed = await post.run("retry --all", picky)
        assert status == 1
        assert "2 tried, 1 kept." in printed
        assert [letter.id for letter in await dead_letters(post.units)] == [bad.id]

    async def test_tries_a_notice_for_every_consumer_that_gave_up_on_it(self, post: Post) -> None:
        notice = notice_of(uuid7(), 1)
        for name in ("notes-note", "notes-other"):
            await post.give_up(notice, consumer(fails, name))
        status, printed = await post.run(f"retry {notice.id}", copies)
        assert status == 1
        assert "notes-note  handled" in printed
        assert "notes-other  kept: the service no longer has this consumer" in printed

    async def test_says_that_there_is_no_such_letter(self, post: Post) -> None:
        with pytest.raises(SystemExit, match="There is no such dead letter"):
            await post.run(f"retry {uuid7()}", copies)

    @pytest.mark.parametrize("line", ["retry", "retry --all 1"])
    async def test_asks_for_one_or_for_all(self, post: Post, line: str) -> None:
        with pytest.raises(SystemExit) as stopped:
            await post.run(line, copies)
        assert stopped.value.code == 2

    async def test_counts_no_error_of_the_infrastructure(self, post: Post) -> None:
        await post.give_up(notice_of(uuid7(), 1), consumer(fails))
        assert is_infrastructure(ConnectionRefusedError())

        async def out_of_reach(note: Any, work: Work) -> None:
            raise ConnectionRefusedError

        status, printed = await post.run("retry --all", out_of_reach)
        assert status == 1
        assert "kept: the database is unreachable (ConnectionRefusedError)" in printed
        (letter,) = await dead_letters(post.units)
        assert letter.errors == 8


FILL = """
    INSERT INTO failure (
        consumer, notice_id, subject, headers, payload, errors, last_error, dead, update_time)
    SELECT 'tests-note', gen_random_uuid(), 's', '{}', '', 1, 'E', i % 1000 = 0, now()
    FROM generate_series(1, 20000) AS i
"""


async def test_are_found_and_counted_among_many_that_are_tried_again(
    engine: AsyncEngine, units: Units
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(FILL))
        await connection.execute(text("ANALYZE failure"))
    looking = Gauges(engine, engine, SystemClock(), ())
    async with engine.connect() as connection:
        for call in (dead_letters(units), looking._look_at_dead_letters(connection)):
            for plan in await plans_on(engine, ("failure",), call):
                assert "failure_dead" in plan, plan


class TestDiscarding:
    async def test_one_is_deleted_and_the_others_stay(self, post: Post) -> None:
        gone, kept = notice_of(uuid7(), 1), notice_of(uuid7(), 1)
        for notice in (gone, kept):
            await post.give_up(notice, consumer(fails))
        status, printed = await post.run(f"discard {gone.id}", fails)
        assert status == 0
        assert f"{gone.id}  notes-note  discarded" in printed
        assert [letter.id for letter in await dead_letters(post.units)] == [kept.id]

    async def test_those_of_consumers_that_no_longer_exist(self, post: Post) -> None:
        lost, known = notice_of(uuid7(), 1), notice_of(uuid7(), 1)
        await post.give_up(lost, consumer(fails, "no-more"))
        await post.give_up(known, consumer(fails))
        status, printed = await post.run("discard --gone", fails)
        assert status == 0
        assert "1 discarded." in printed
        assert [letter.id for letter in await dead_letters(post.units)] == [known.id]

    async def test_letters_of_consumers_that_no_longer_exist_are_counted(
        self, post: Post, engine: AsyncEngine
    ) -> None:
        await post.give_up(notice_of(uuid7(), 1), consumer(fails, "no-more"))
        await post.give_up(notice_of(uuid7(), 1), consumer(fails, "nobody"))
        gauges = Gauges(engine, engine, SystemClock(), (consumer(fails),))
        async with engine.connect() as connection:
            await gauges._look_at_dead_letters(connection)
        counts = {
            sample.labels["consumer"]: sample.value
            for metric in metrics.DEAD_LETTERS.collect()
            for sample in metric.samples
        }
        assert counts[GONE] == 2
        assert counts["notes-note"] == 0
