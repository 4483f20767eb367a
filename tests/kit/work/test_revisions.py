"""What a revision may do to a database that is in use, and what it may rest on."""

import ast
import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from alembic.script import ScriptDirectory

from deploy.local.postgres import Postgres
from services.catalogue import NAMES
from services.kit.migrations.names_1 import folding, names
from services.kit.text import folding as today_folding
from services.kit.text import names as today_names
from services.kit.work import locks, migrate
from services.kit.work.migrate import Locked, alembic_config, migrate_async
from tests.kit.work.judging import breaches
from tests.upgrades import upgrade_to
from tests.waiting import eventually

SERVICES = Path(migrate.__file__).parents[2]
FILES = sorted(
    [*SERVICES.glob("*/migrations/*_0*.py"), *SERVICES.glob("kit/migrations/versions/*.py")]
)
# Every kind of letter that is folded, read or spelt in a way of its own.
SAMPLES = (
    *(
        "林秀英",
        "曾静",
        "吕布",
        "单县图书馆",
        "朝阳社区服务站",
        "乾隆",
        "長孫無忌",
        "  A  ﬁne café ",
    ),
    *("María García", "Łódź Ørsted", "Ёлкин Й", "नीता", "มานี", "كِتَاب ۱۲", "さくら", "한글", "אָלֶף"),
)
HELPERS = {"services.kit.work.recomputing", "services.kit.work.indexing"}
# What revisions of the past derived columns with: a copy for them alone.
FROZEN = SERVICES / "kit" / "migrations" / "names_1"
FROZEN_DIGEST = "badba00761850735cf2fbde3207f8cabd170ba5d8a4ece6c47fa4de971138934"
# Those that came before the rule; tables were small.
BEFORE_THE_RULE = {"kit": 7, "events": 45, "organizations": 48, "volunteers": 20}
# Indexes and constraints of revisions that were under way as it came.
UNDER_WAY = frozenset(
    (
        *("app_key_expiring", "plan_assignment_kept", "shift_reserving", "sign_up_proposed"),
        "shift_places_reserved",
    )
)

Revisions = Callable[..., None]


def test_a_revision_imports_nothing_of_the_code_that_will_change() -> None:
    assert len(FILES) > 100
    frozen = [*FROZEN.glob("*.py")]
    allowed = HELPERS | {_module(each) for each in frozen}
    found = {file.name: _of_ours(file) - allowed for file in (*FILES, *frozen)}
    assert {name: imported for name, imported in found.items() if imported} == {}


def test_what_was_copied_for_revisions_never_changes() -> None:
    digest = hashlib.sha256()
    for file in sorted(FROZEN.glob("*.py")):
        digest.update(file.read_bytes())
    assert digest.hexdigest() == FROZEN_DIGEST, "make another copy, for another revision"


@pytest.mark.parametrize("name", SAMPLES)
def test_rows_have_the_form_that_the_code_of_today_looks_for(name: str) -> None:
    """If this fails, a revision has to recompute the columns that are derived from names."""
    assert (folding.comparable(name), names.search_name(name)) == (
        today_folding.comparable(name),
        today_names.search_name(name),
    )
    for of_person in (False, True):
        derived = today_names.sort_name(name, of_person=of_person)
        assert names.sort_name(name, of_person=of_person) == derived


def _module(file: Path) -> str:
    return ".".join(file.relative_to(SERVICES.parent).with_suffix("").parts)


def _of_ours(file: Path) -> set[str]:
    names = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Import):
            names += [each.name for each in node.names]
    return {name for name in names if name.partition(".")[0] in ("services", "gateway", "deploy")}


@pytest.mark.parametrize("service", NAMES)
async def test_a_revision_lets_people_work_meanwhile(postgres: Postgres, service: str) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(service))
    known = [each.revision for each in reversed(list(scripts.walk_revisions()))]
    judged = [each for each in known if _number(each) > BEFORE_THE_RULE.get(_branch(each), 0)]
    if not judged:
        return
    url = postgres.create_database(f"judged_{uuid4().hex[:8]}")
    if before := [each for each in known if _branch(each) == service and each not in judged]:
        await upgrade_to(url, service, before[-1])
    assert await breaches(url, service, judged, known=UNDER_WAY) == []


def _branch(revision: str) -> str:
    return revision.rpartition("_")[0]


def _number(revision: str) -> int:
    return int(revision.rpartition("_")[2])


@pytest.fixture
async def url(postgres: Postgres) -> str:
    """A database with the tables of the kit, and a table `thing` with two rows that are alike."""
    url = postgres.create_database(f"revisions_{uuid4().hex[:8]}")
    await migrate_async("things", url)
    connection = await asyncpg.connect(url)
    await connection.execute(
        "CREATE TABLE thing (name text); INSERT INTO thing VALUES ('a'), ('a')"
    )
    await connection.close()
    return url


@pytest.fixture
def revisions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Revisions:
    """Makes the revisions of a service `things`, each of these statements."""
    original = migrate.alembic_config

    def config(service: str) -> Any:
        made = original(service)
        made.set_main_option(
            "version_locations", f"{made.get_main_option('version_locations')}\n{tmp_path}"
        )
        return made

    def make(*bodies: str) -> None:
        for number, body in enumerate(bodies, 1):
            below = repr(f"things_{number - 1:04}") if number > 1 else None
            (tmp_path / f"things_{number:04}.py").write_text(
                "from alembic import op\nfrom services.kit.work.indexing import create_index, drop_index\n"
                f"revision = 'things_{number:04}'\ndown_revision = {below}\n"
                f"branch_labels = None\ndepends_on = None\n\ndef upgrade():\n    {body}\n"
            )

    monkeypatch.setattr(migrate, "alembic_config", config)
    return make


async def test_what_keeps_people_waiting_is_found(url: str, revisions: Revisions) -> None:
    lets_people_work = (
        "op.execute('ALTER TABLE thing ADD COLUMN size int NOT NULL DEFAULT 3')",
        "op.execute('CREATE TABLE other (id int PRIMARY KEY)')",
        "create_index('thing_size', 'thing', ['size'])",
    )
    revisions(
        *lets_people_work,
        "op.create_index('thing_name', 'thing', ['name'])",
        "op.execute('ALTER TABLE thing ADD COLUMN id serial')",
        "op.execute('ALTER TABLE thing ADD CONSTRAINT thing_once UNIQUE (id)')",
        "op.execute('ALTER TABLE thing ALTER COLUMN size DROP DEFAULT')",
    )
    assert await breaches(url, "things", [f"things_{number:04}" for number in range(1, 8)]) == [
        "things_0004 creates thing_name and keeps thing locked meanwhile",
        "things_0005 rewrites thing",
        "things_0006 creates thing_once and keeps thing locked meanwhile",
        "things_0007 requires thing.size, which older code leaves out",
    ]


async def test_a_constraint_that_reads_a_table_is_found(url: str, revisions: Revisions) -> None:
    alter = "op.execute('ALTER TABLE thing {}')".format
    revisions(
        "op.execute('CREATE TABLE other (id text PRIMARY KEY CHECK (id > chr(32)))'); "
        + alter("ALTER COLUMN name SET DEFAULT chr(33), ADD COLUMN color text DEFAULT chr(33)"),
        # As it should be: NOT VALID, then checked beside the work, and then known.
        alter("ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID"),
        alter("VALIDATE CONSTRAINT named"),
        alter("ALTER COLUMN name SET NOT NULL"),
        alter(
            "ADD COLUMN other text, ADD CONSTRAINT of FOREIGN KEY (other) REFERENCES other NOT VALID"
        ),
        # And as it should not.
        alter("ADD CONSTRAINT lower CHECK (name = lower(name))"),
        alter("ADD COLUMN another text REFERENCES other"),
        alter("ADD CONSTRAINT one CHECK (length(name) = 1) NOT VALID, VALIDATE CONSTRAINT of"),
        alter("VALIDATE CONSTRAINT one") + "; " + alter("ADD COLUMN more int"),
        "op.execute('UPDATE thing SET color = name'); " + alter("ALTER COLUMN color SET NOT NULL"),
        alter(
            "ALTER COLUMN more SET DEFAULT 1, ADD CONSTRAINT two CHECK (more IS NOT NULL) NOT VALID"
        ),
        "op.execute('UPDATE thing SET more = 1'); " + alter("ALTER COLUMN more SET NOT NULL"),
    )
    assert await breaches(url, "things", [f"things_{number:04}" for number in range(1, 13)]) == [
        "things_0006 checks all of thing for lower and keeps it locked meanwhile",
        "things_0007 checks all of thing for thing_another_fkey and keeps it locked meanwhile",
        "things_0008 changes thing and keeps it locked while it checks of",
        "things_0009 changes thing and keeps it locked while it checks one",
        "things_0010 looks for NULL in all of thing.color and keeps it locked meanwhile",
        "things_0012 looks for NULL in all of thing.more and keeps it locked meanwhile",
    ]


async def test_an_index_is_built_while_people_write(url: str, revisions: Revisions) -> None:
    revisions("create_index('thing_name', 'thing', ['name'])", "drop_index('thing_name')")
    writer, other = await asyncpg.connect(url), await asyncpg.connect(url)
    writing = writer.transaction()
    await writing.start()
    await writer.execute("INSERT INTO thing VALUES ('b')")
    building = asyncio.create_task(migrate_async("things", url, ("things_0001",)))
    is_there = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('thing_name')"
    await eventually(lambda: _is(other, f"SELECT ({is_there}) IS FALSE"))
    await other.execute("INSERT INTO thing VALUES ('c')")  # it waits for nobody
    await writing.commit()
    await building
    assert await other.fetchval(is_there)
    assert await other.fetchval("SHOW lock_timeout") == "0"
    await migrate_async("things", url)
    assert await other.fetchval(is_there) is None
    await writer.close()
    await other.close()


async def _is(connection: Any, query: str) -> bool:
    return bool(await connection.fetchval(query))


async def test_what_an_index_that_failed_has_left_is_removed(
    url: str, revisions: Revisions
) -> None:
    revisions("create_index('thing_name', 'thing', ['name'], unique=True)")
    with pytest.raises(Exception, match="could not create unique index"):
        await migrate_async("things", url)
    connection = await asyncpg.connect(url)
    is_valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'thing_name'::regclass"
    assert await connection.fetchval(is_valid) is False
    await connection.execute("DELETE FROM thing")
    await migrate_async("things", url)
    assert await connection.fetchval(is_valid) is True
    await migrate_async("things", url)
    await connection.close()


async def test_a_table_in_use_is_waited_for_and_its_user_is_named(
    url: str, revisions: Revisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LOCK_SECONDS", 0.5)
    monkeypatch.setattr(migrate, "ATTEMPTS", 2)
    monkeypatch.setattr(migrate, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(locks, "LOOK_SECONDS", 0.05)
    revisions(
        "op.execute('CREATE TABLE first (id int)')", "op.execute('ALTER TABLE thing ADD size int')"
    )
    user = await asyncpg.connect(url, server_settings={"application_name": "report"})
    reading = user.transaction()
    await reading.start()
    await user.fetch("SELECT * FROM thing")
    pid = await user.fetchval("SELECT pg_backend_pid()")

    async def is_told() -> bool:
        with pytest.raises(Locked) as locked:
            await migrate_async("things", url)
        assert "at each of 2 attempts" in str(locked.value)
        return f"by report (pid {pid}, idle in transaction" in str(locked.value)

    await eventually(is_told)
    assert await user.fetchval("SELECT to_regclass('first')")  # what was done stays done
    monkeypatch.setattr(migrate, "ATTEMPTS", 1000)
    migrating = asyncio.create_task(migrate_async("things", url))
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = to_regclass('thing')"
    await eventually(lambda: _is(user, waits))
    await reading.rollback()
    await migrating
    assert await user.fetchval("SELECT count(size) FROM thing") == 0
    await user.close()
