"""The commands `hold`, `holds` and `release`: what is said about a person stays for a court or an authority."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from services.kit.calls.passport import Caller
from services.kit.process.terminal import GREEN
from services.kit.service.commands import DONE, Command
from services.kit.work import legal_holds
from services.kit.work.database import plain
from services.kit.work.work import Work

LONGEST_REASON = 500
_NO_ID = "This is not the ID of a person. It is a UUID, without the type in front."


async def hold(command: Command) -> int:
    """Sets a hold, or changes it.

    Raises:
        SystemExit: The person is not known or has been erased, or the hold would not stand.
    """
    arguments = command.arguments
    person_id, reason = person_of(arguments), arguments.reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise SystemExit(f"Give a reason, of {LONGEST_REASON} characters at most: --reason.")
    until_time = legal_holds.end_of(arguments.until)
    async with command.units() as units, units.writing(_caller("hold")) as work:
        if until_time <= work.now:
            raise SystemExit("This day is over. Give a day to come: --until.")
        if await legal_holds.is_being_erased(person_id, work):
            raise SystemExit("This person has been erased here: there is nothing left to hold.")
        if not await _is_known(person_id, command, work):
            raise SystemExit(
                "This service knows no person with this ID. Look at `people` of GraphQL for it."
            )
        await legal_holds.hold(person_id, until_time, reason, work)
    command.output.line(
        f"What {command.service.name} holds about the person stays until {arguments.until} is over (UTC)."
        " Each service has holds of its own: set it at the others, too.",
        GREEN,
    )
    return DONE


async def release(command: Command) -> int:
    """Ends a hold before its date.

    Raises:
        SystemExit: None stands.
    """
    async with command.units() as units, units.writing(_caller("release")) as work:
        if not await legal_holds.release(person_of(command.arguments), work):
            raise SystemExit("No hold stands for this person. Run `holds` to see those that do.")
    command.output.line(
        "The hold is released. What is old is forgotten again, and an erasure that waited goes on.",
        GREEN,
    )
    return DONE


async def list_holds(command: Command) -> int:
    """Lists the holds that stand."""
    async with command.units() as units, units.writing(_caller("holds")) as work:
        found = await legal_holds.holds(work)
    if command.arguments.json:
        command.output.line(json.dumps([plain(asdict(each)) for each in found], indent=2))
    elif found:
        rows = [
            (str(each.person_id), str(each.last_day), f"{each.create_time:%Y-%m-%d}", each.reason)
            for each in found
        ]
        command.output.table(("person", "until", "since", "reason"), rows)
    else:
        command.output.line("No holds.", GREEN)
    return DONE


def person_of(arguments: argparse.Namespace) -> UUID:
    """Returns the person whom the command line names.

    Raises:
        SystemExit: It is no ID.
    """
    try:
        return UUID(arguments.person)
    except ValueError:
        raise SystemExit(_NO_ID) from None


def _caller(name: str) -> Caller:
    return Caller(principal_id=f"command:{name}")


async def _is_known(person_id: UUID, command: Command, work: Work) -> bool:
    for one in command.service.personal.held:
        for name in one.of:
            if await work.session.scalar(select(exists().where(one.table.c[name] == person_id))):
                return True
    return False


def add(to: Any, add_command: Callable[..., argparse.ArgumentParser]) -> None:
    """Adds the commands to a command line.

    Args:
        to: What they are added to.
        add_command: Adds one, by its name, what it does, and what it is in words.
    """
    holding = add_command(
        to,
        "hold",
        hold,
        "keep what this service says about a person until a day",
        "While a hold stands, the person is not erased, and what would be forgotten about them is kept. Run it again to change"
        " the day or the reason. Each service has holds of its own. The audit trail has each of them.",
    )
    holding.add_argument("person", help="the ID of the person", metavar="PERSON")
    holding.add_argument(
        "--until",
        required=True,
        type=date.fromisoformat,
        help="the last day, in UTC, such as 2030-12-31",
    )
    holding.add_argument("--reason", required=True, help="why, such as the number of the case")
    listing = add_command(to, "holds", list_holds, "list the holds that stand")
    listing.add_argument("--json", action="store_true", help="print a JSON array, for programs")
    releasing = add_command(to, "release", release, "end a hold before its day")
    releasing.add_argument("person", help="the ID of the person", metavar="PERSON")
    for each in (holding, listing, releasing):
        each.set_defaults(needs_database_only=True)
