"""The command line of a service, for operators: `python -m services.<name> COMMAND`.

Each command reads the configuration of the service from its environment. The exit status is 0 on
success, 1 if something was left undone, and 2 if the command line is wrong.
"""

import argparse
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

from services.kit.bus.republishing import announced_resources
from services.kit.process import logs, telemetry
from services.kit.process.config import DatabaseSettings
from services.kit.process.environment import ConfigurationError, from_environment
from services.kit.process.terminal import Output
from services.kit.service import commands, holding
from services.kit.service.commands import Command
from services.kit.service.retaining import retention
from services.kit.service.running import Service
from services.kit.service.verifying import verify


def run(service: Service[Any]) -> None:
    """Runs the command of the command line.

    Raises:
        SystemExit: Something was left undone.
    """
    arguments = parser(service).parse_args()
    database: DatabaseSettings
    settings = None
    if arguments.needs_database_only:
        (database,) = from_environment(DatabaseSettings)
    else:
        (settings,) = from_environment(service.settings)
        database = settings
    logs.set_up(service.name, database.log_level)
    telemetry.set_up(service.name)
    command = Command(service, database, settings, arguments, Output(sys.stdout))
    try:
        status = uvloop.run(command.execute())
    except ConfigurationError as error:
        raise SystemExit(str(error)) from None
    finally:
        telemetry.shut_down()
    if status:
        sys.exit(status)


def parser(service: Service[Any]) -> argparse.ArgumentParser:
    """Returns the parser of a service's command line."""
    main = argparse.ArgumentParser(
        prog=f"python -m services.{service.name}",
        description=f"Runs the {service.name} service, or a command on its data. "
        "The configuration is read from the environment: BANYAN_DATABASE_URL and so on.",
        epilog="Exit status: 0 on success, 1 if something was left undone, 2 if the command line "
        "is wrong.",
    )
    main.set_defaults(act=commands.serve, needs_database_only=False)
    to = main.add_subparsers(title="commands", metavar="COMMAND")
    _add(to, "serve", commands.serve, "run the service until it receives a signal (default)")
    migrating = _add(
        to,
        "migrate",
        commands.migrate,
        "migrate the database to the current schema",
        "It is safe to run several at once: they take turns.",
    )
    migrating.set_defaults(needs_database_only=True)
    migrating.add_argument(
        "--check",
        action="store_true",
        help="change nothing; the exit status is 1 if the database has to be migrated",
    )
    _add(
        to,
        "declare-stream",
        commands.declare,
        "declare the stream of this service on NATS, or update it",
        "Services do that themselves, unless NATS lets only the operator do so: then run it with the URL of"
        " the operator in BANYAN_NATS_URL before the first start, after a change of the BANYAN_STREAM_ settings,"
        " and after NATS lost its store.",
    )
    _add_verify(to, service)
    retaining = _add(
        to,
        "retention",
        retention,
        "tell what is kept for how long, and how many rows are due to be forgotten",
        "The running service forgets them by itself, every ten minutes or every hour.",
    )
    retaining.add_argument("--now", action="store_true", help="forget what is due at once")
    holding.add(to, _add)
    _add_republish(to, service)
    _add_forget_seen(to, service)
    _add_deadletters(to)
    for each in service.commands:
        added = _add(to, each.name, each.act, each.summary, each.more)
        added.set_defaults(needs_database_only=True)
        for name, text in each.arguments.items():
            added.add_argument(name, help=text, metavar=name.upper())
    return main


def _add(
    to: Any, name: str, act: Callable[[Command], Awaitable[int]], summary: str, more: str = ""
) -> argparse.ArgumentParser:
    text = f"{summary[0].upper()}{summary[1:]}. {more}".strip()
    added: argparse.ArgumentParser = to.add_parser(name, help=summary, description=text)
    added.set_defaults(act=act)
    return added


def _add_verify(to: Any, service: Service[Any]) -> None:
    added = _add(
        to,
        "verify",
        verify,
        "look whether the data is consistent",
        "It checks what must hold between rows and no constraint can say, such as balances and counters, and names"
        " the rows that break it. It reads whole tables and changes nothing. What has just changed at another"
        " service may be on its way: run it again before you act.",
    )
    added.set_defaults(needs_database_only=True)
    owners = sorted({consumer.stream for consumer in service.consumers})
    added.add_argument(
        "--owner",
        action="append",
        choices=owners,
        help="also look whether this service has heard of everything that this one holds, whose database"
        f" BANYAN_OWNER_<NAME>_DATABASE_URL names; may be given several times: {', '.join(owners)}",
        metavar="NAME",
    )
    added.add_argument(
        "--images",
        action="store_true",
        help="also look whether the store has the files of every image, and with --owner for every other service"
        " whether it has files of no image",
    )


def _add_republish(to: Any, service: Service[Any]) -> None:
    added = _add(
        to,
        "republish",
        commands.republish,
        "announce the current state of every resource again",
        "Use it for a consumer that is new or has lost its data, and after the bus has lost its "
        "store. Consumers skip versions that they have already seen. The running service "
        "publishes what this command adds to the outbox. It is safe to run at any time, and to "
        "repeat.",
    )
    added.set_defaults(needs_database_only=True)
    names = [str(row_type.__tablename__) for row_type in announced_resources(service.tables)]
    added.add_argument(
        "--resource",
        action="append",
        choices=names,
        help=f"only this one, or these if given several times: {', '.join(names)}",
        metavar="NAME",
    )


def _add_forget_seen(to: Any, service: Service[Any]) -> None:
    names = [consumer.name for consumer in service.consumers]
    added = _add(
        to,
        "forget-seen",
        commands.forget_seen,
        "let the consumers of this service handle notices again",
        "Use it when projections are lost, wrong or have new columns, and after the owner of the "
        "data was restored from a backup. Then run `republish` at the owner. It is not needed "
        "after this service's own database was restored: what its consumers have seen is restored"
        " with it.",
    )
    added.set_defaults(needs_database_only=True)
    which = added.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="all of them")
    which.add_argument(
        "--consumer",
        action="append",
        choices=names,
        help=f"one of: {', '.join(names)}; may be given several times",
        metavar="NAME",
    )


def _add_deadletters(to: Any) -> None:
    summary = "notices that a consumer of this service has given up on"
    letters = to.add_parser("deadletters", help=summary, description=f"{summary}.".capitalize())
    actions = letters.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = _add(
        actions,
        "list",
        commands.list_letters,
        "list them, oldest first",
        "Errors are shown by their class only, because their text might repeat data from the "
        "notice. The log has more, under the subject.",
    )
    listing.set_defaults(needs_database_only=True)
    listing.add_argument("--json", action="store_true", help="print a JSON array, for programs")
    retrying = _add(
        actions,
        "retry",
        commands.retry_letters,
        "handle them again, exactly as the consumer would",
        "A letter that is handled is deleted, and so is one that is outdated because the same or "
        "a newer version has been handled since. A letter that fails again is kept, and the exit "
        "status is 1.",
    )
    _add_which(retrying)
    discarding = _add(
        actions,
        "discard",
        commands.discard_letters,
        "delete them unhandled",
        "Their consumers learn nothing of what they say until the resource changes again, or is "
        "announced again by `republish` after `forget-seen`.",
    )
    which = _add_which(discarding)
    which.add_argument(
        "--gone", action="store_true", help="those of consumers that the service no longer has"
    )


def _add_which(action: argparse.ArgumentParser) -> Any:
    """Adds the arguments that name dead letters."""
    which = action.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "id", nargs="?", help="the ID of the notice, as shown by `list`", metavar="ID"
    )
    which.add_argument("--all", action="store_true", help="all of them, oldest first")
    return which
