"""The command line of a service: `python -m services.<name> COMMAND`, for those who operate it.

Each command reads the configuration of the service from its environment. The exit status is 0 where
all was done, 1 where something was not, and 2 where the command line is wrong.
"""

import argparse
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import uvloop

from services.kit import commands, logs, telemetry
from services.kit.commands import Command
from services.kit.config import from_environment
from services.kit.republishing import announced_resources
from services.kit.service import Service
from services.kit.terminal import Output


def run(service: Service[Any]) -> None:
    """Does in this process what the command line says.

    Raises:
        SystemExit: Something was not done.
    """
    arguments = parser(service).parse_args()
    settings = from_environment(service.settings)
    logs.set_up(service.name, settings.log_level)
    telemetry.set_up(service.name)
    command = Command(service, settings, arguments, Output(sys.stdout))
    try:
        status = uvloop.run(command.execute())
    finally:
        telemetry.shut_down()
    if status:
        sys.exit(status)


def parser(service: Service[Any]) -> argparse.ArgumentParser:
    """Returns what reads the command line of a service."""
    main = argparse.ArgumentParser(
        prog=f"python -m services.{service.name}",
        description=f"Runs the {service.name} service, or does something to what it keeps. "
        "The configuration is read from the environment: BANYAN_DATABASE_URL and so on.",
        epilog="Exit status: 0 where all was done, 1 where something was not, 2 where the command "
        "line is wrong.",
    )
    main.set_defaults(act=commands.serve)
    to = main.add_subparsers(title="commands", metavar="COMMAND")
    _add(to, "serve", commands.serve, "run the service until a signal; the default")
    _add(
        to,
        "migrate",
        commands.migrate,
        "bring the database up to date",
        "Several at once are safe: they take turns.",
    )
    _add_republish(to, service)
    _add_forget_seen(to, service)
    _add_deadletters(to)
    return main


def _add(
    to: Any, name: str, act: Callable[[Command], Awaitable[int]], summary: str, more: str = ""
) -> argparse.ArgumentParser:
    text = f"{summary[0].upper()}{summary[1:]}. {more}".strip()
    added: argparse.ArgumentParser = to.add_parser(name, help=summary, description=text)
    added.set_defaults(act=act)
    return added


def _add_republish(to: Any, service: Service[Any]) -> None:
    added = _add(
        to,
        "republish",
        commands.republish,
        "announce the present state of every resource again",
        "For a consumer that is new or has lost its data, and after the store of the bus was lost. "
        "Who has seen the present version passes over it. The running service publishes what this "
        "puts into the outbox. Safe at any time, and safe to repeat.",
    )
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
        "let consumers of this service handle again what they have seen",
        "For projections that are gone, wrong or to learn more, and after the owner of what they "
        "repeat was restored from a backup. Then run `republish` at the owner. Not needed after "
        "the database of this service was restored: what was seen is restored with it.",
    )
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
        "show them, the oldest notice first",
        "Errors are told by their class: their text might repeat what the notice holds. The log has "
        "more, under the subject.",
    )
    listing.add_argument("--json", action="store_true", help="as a JSON array, for programs")
    retrying = _add(
        actions,
        "retry",
        commands.retry_letters,
        "handle them again, exactly as the consumer would",
        "What is handled is deleted. So is what has become outdated, because a version as new has "
        "been handled since. What fails again is kept, and the exit status is 1.",
    )
    which = retrying.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "id", nargs="?", help="the id of the notice, as `list` shows it", metavar="ID"
    )
    which.add_argument("--all", action="store_true", help="all of them, the oldest notice first")
