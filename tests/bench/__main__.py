"""`python -m tests.bench`: measures Banyan beside the bare thing, and prints a table. See `make`."""

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from deploy.local.process import LaunchError
from deploy.local.terminal import Terminal
from tests.bench import (
    attacks,
    calendars,
    cancelling,
    cultivation,
    gets,
    growth,
    imports,
    memory,
    notices,
    pages,
    plans,
    rosters,
    rush,
    sign_ups,
    slots,
    subscribers,
)
from tests.bench.place import opened
from tests.bench.rounds import Options
from tests.bench.table import Report

MEASURES = {
    "pages": pages.measure,
    "attacks": attacks.measure,
    "gets": gets.measure,
    "sign-ups": sign_ups.measure,
    "rush": rush.measure,
    "cancelling": cancelling.measure,
    "notices": notices.measure,
    "imports": imports.measure,
    "growth": growth.measure,
    "subscribers": subscribers.measure,
    "rosters": rosters.measure,
    "plans": plans.measure,
    "slots": slots.measure,
    "calendars": calendars.measure,
    "cultivation": cultivation.measure,
}


def main() -> int:
    """Runs the bench; returns the exit code."""
    arguments = _parser().parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    terminal = Terminal()
    directory = Path(tempfile.mkdtemp(prefix="banyan-bench-"))
    directory.chmod(0o711)  # PostgreSQL's account passes through, when this is root
    try:
        report = uvloop.run(_measure(arguments, directory))
    except LaunchError as error:
        terminal.error(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    if arguments.json:
        terminal.plain(report.json())
    else:
        report.print(terminal)
    return 0


async def _measure(arguments: argparse.Namespace, directory: Path) -> Report:
    options = Options(arguments.scale, arguments.rounds, arguments.seconds)
    say = _progress()
    postgraphile = not arguments.without_postgraphile
    async with opened(directory, options, postgraphile=postgraphile, say=say) as place:
        report = Report(options, place.pinned, idle=memory.measure(place))
        for name in arguments.only or MEASURES:
            report.rows += await MEASURES[name](place, options, say)
        report.loaded = memory.measure(place)
        say("stopping")
    return report


def _progress() -> Callable[[str], None]:
    started = time.monotonic()

    def say(text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:6.1f} s  {text}\n")
        sys.stderr.flush()

    return say


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="the part of the data to make")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    parser.add_argument("--seconds", type=float, default=1.5, help="for how long each time")
    parser.add_argument("--only", nargs="+", choices=MEASURES, help="leave out the others")
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--without-postgraphile", action="store_true", help="leave it out")
    return parser


if __name__ == "__main__":
    sys.exit(main())
