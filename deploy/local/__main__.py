"""`python -m deploy.local`: run the platform, mint a token, or delete its data."""

import argparse
import asyncio
import os
import signal
import sys
from datetime import timedelta

from deploy.local.people import PEOPLE
from deploy.local.process import LaunchError, follow_parent
from deploy.local.settings import check_settings
from deploy.local.state import State
from deploy.local.terminal import Terminal


def main() -> int:
    """Runs the command that the arguments name; returns the exit code."""
    arguments = _parser().parse_args()
    terminal = Terminal()
    try:
        check_settings(os.environ)
        if arguments.command == "token":
            return _token(arguments)
        if arguments.command == "clean":
            State(os.environ).remove()
            return 0
        return _run(arguments, terminal)
    except LaunchError as error:
        terminal.error(str(error))
        return 1
    except KeyboardInterrupt:
        return 0


def _run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from deploy.local.launcher import Launcher
    from deploy.local.plan import Plan

    if arguments.end_with_parent:
        follow_parent(signal.SIGTERM)
    state = State(os.environ)
    state.lock()
    launcher = Launcher(Plan.make(state, os.environ), os.environ, terminal)
    asyncio.run(launcher.run())
    terminal.plain("Stopped")
    return 0


def _token(arguments: argparse.Namespace) -> int:
    from deploy.local.issuer import EVERYTHING, Issuer

    scope = arguments.scope or EVERYTHING
    issuer = Issuer(State(os.environ).keys)
    lifetime = timedelta(hours=arguments.hours)
    print(issuer.token_for(PEOPLE[arguments.name], lifetime=lifetime, scope=scope))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.set_defaults(command="run", end_with_parent=False)
    commands = parser.add_subparsers(dest="command")
    run = commands.add_parser("run", help="run the platform until Ctrl-C (the default)")
    run.add_argument("--end-with-parent", action="store_true", help="stop when the parent ends")
    token = commands.add_parser("token", help="print an access token for a demo person")
    token.add_argument("name", choices=PEOPLE)
    token.add_argument(
        "--scope", help="what the app may do, separated by spaces (default: everything)"
    )
    token.add_argument("--hours", type=float, default=24.0, help="how long it is valid")
    commands.add_parser("clean", help="delete the state directory, data included")
    return parser


if __name__ == "__main__":
    sys.exit(main())
