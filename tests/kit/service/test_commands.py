"""The command line of a service: what it takes, what it says, and how it ends."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.postgres import Postgres
from services.catalogue import NAMES, named
from services.kit.process.config import ServiceSettings
from services.kit.process.terminal import BOLD, Output
from tests.kit.commandline import Screen, execute
from tests.kit.notes.service import note_service
from tests.services import service_named

CHECKOUT = Path(__file__).resolve().parents[3]
COMMANDS = [
    "serve",
    "migrate",
    "declare-stream",
    "verify",
    "retention",
    "hold",
    "holds",
    "release",
    "republish",
    "forget-seen",
    "deadletters",
]


# Of one service alone.
OWN = {"volunteers": ("erase",)}


@pytest.mark.parametrize("name", NAMES)
async def test_help_names_every_command(
    name: str, settings: ServiceSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        await execute(service_named(name), settings, "--help")
    printed = capsys.readouterr().out
    assert stopped.value.code == 0
    assert re.findall(r"^    ([a-z-]+)\b", printed, re.MULTILINE) == [
        *COMMANDS,
        *OWN.get(name, ()),
        *named(name).workers,
    ]
    assert f"python -m services.{name}" in printed


async def test_a_database_that_was_never_migrated_is_told(
    postgres: Postgres, settings: ServiceSettings
) -> None:
    url = postgres.create_database("never_migrated")
    with pytest.raises(SystemExit, match="Run `migrate` first"):
        await execute(
            note_service(), settings.model_copy(update={"database_url": url}), "republish"
        )


async def test_whether_a_database_has_to_be_migrated_is_told(
    postgres: Postgres, settings: ServiceSettings
) -> None:
    url = postgres.create_database("migrated_once")
    given = settings.model_copy(update={"database_url": url})
    service = service_named("volunteers")
    status, printed = await execute(service, given, "migrate --check")
    assert (status, printed) == (1, "The database has to be migrated. Run `migrate`.\n")
    assert await execute(service, given, "migrate") == (0, "")
    status, printed = await execute(service, given, "migrate --check")
    assert (status, printed) == (0, "The database is as this code needs it.\n")


async def test_a_database_that_does_not_answer_is_told_without_its_address(
    settings: ServiceSettings,
) -> None:
    away = settings.model_copy(update={"database_url": "postgresql://me:secret@127.0.0.1:1/away"})
    with pytest.raises(SystemExit) as stopped:
        await execute(note_service(), away, "deadletters list")
    assert (
        stopped.value.code
        == "The database cannot be used: it does not answer at the host and port of "
        "BANYAN_DATABASE_URL (ConnectionRefusedError)."
    )


async def test_commands_on_the_data_need_the_database_alone(database_url: str) -> None:
    environment = {"BANYAN_DATABASE_URL": database_url, "PYTHONPATH": ":".join(sys.path)}
    without = ("migrate", "verify", "republish", "forget-seen --all", "deadletters list")
    for command, status in (*((each, 0) for each in without), ("serve", 1)):
        ended = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.volunteers",
            *command.split(),
            cwd=CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        _, said = await ended.communicate()
        assert ended.returncode == status, said.decode()
    assert "BANYAN_PASSPORT_JWKS: is not set" in said.decode()  # the control


def test_a_process_ends_with_the_status_of_its_command() -> None:
    """One service stands for all: they share everything but their name."""
    environment = {
        "BANYAN_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/away",
        "PYTHONPATH": ":".join(sys.path),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "services.volunteers", "deadletters", "list"],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert (
        ended.stderr == "The database cannot be used: it does not answer at the host and port of "
        "BANYAN_DATABASE_URL (ConnectionRefusedError).\n"
    )


def test_a_table_is_aligned_and_numbers_stand_to_the_right() -> None:
    screen = Screen()
    Output(screen).table(("name", "count"), [("林秀英", 7), ("chen", 1200)])
    lines = screen.getvalue().replace(f"\033[{BOLD}m", "").replace("\033[0m", "")
    assert lines.replace("\r\033[K", "").splitlines() == [
        "name    count",
        "林秀英      7",
        "chen     1200",
    ]
