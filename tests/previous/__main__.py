"""Runs the release before on the schema of today: `make previous-check`.

    old services start on the old schema → today's code migrates → old services serve on → and start anew → the old journey

Each step is what happens in a roll-out, and in one that is rolled back. Then the same is done with one revision more, which
takes away a column that the old release reads: the check has to find that, or it would find nothing.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory

from deploy.local.account import CHECKOUT
from deploy.local.postgres import Postgres
from deploy.local.process import LaunchError
from services.catalogue import NAMES
from services.kit.work import migrate
from tests.previous.old import Failed, Old
from tests.previous.release import Missing, previous, unpack

PLANTED = """\
from alembic import op

revision = "volunteers_9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("person", "time_zone")
"""


@contextmanager
def planted() -> Iterator[None]:
    """Adds the revision to those of volunteers for the time of the block."""
    original = migrate.alembic_config
    scripts = ScriptDirectory.from_config(original("volunteers"))
    (head,) = (each for each in scripts.get_heads() if each.startswith("volunteers_"))
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "volunteers_9999.py").write_text(PLANTED.format(head=head))

        def config(service: str) -> Any:
            made = original(service)
            if service == "volunteers":
                known = made.get_main_option("version_locations")
                made.set_main_option("version_locations", f"{known}\n{directory}")
            return made

        migrate.alembic_config = config
        try:
            yield
        finally:
            migrate.alembic_config = original


def roll_out(place: Path, directory: Path) -> None:
    """Takes the old release through a roll-out of today's schema.

    Raises:
        Failed: It does not get through.
    """
    postgres = Postgres(directory / "postgres", durable=False)
    postgres.start()
    try:
        databases = {name: postgres.create_database(name) for name in NAMES}
        old = Old(place, directory, databases)
        with old.running():
            for name, url in databases.items():
                asyncio.run(migrate.migrate_async(name, url))
            say("the databases are migrated to the schema of today")
            old.journey()
            say("its services serve on: its journey is told")
            old.restart_services()
            old.journey()
            say("its services start anew: its journey is told again")
    finally:
        postgres.remove()


def say(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def main() -> int:
    """Runs both; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.previous", description=__doc__)
    parser.add_argument(
        "--commit", default="", help="a commit or tag instead of the release before"
    )
    named = parser.parse_args().commit
    began = time.monotonic()
    try:
        commit = previous(CHECKOUT, named)
        with tempfile.TemporaryDirectory(prefix="banyan-previous-") as directory:
            root = Path(directory)
            root.chmod(0o711)  # the account of PostgreSQL passes through
            unpack(CHECKOUT, commit, root / "files")
            say(f"the release before is {commit[:12]}")
            for name in ("first", "second"):
                (root / name).mkdir(mode=0o711)
            roll_out(root / "files", root / "first")
            say("and with a revision that takes a column away:")
            try:
                with planted():
                    roll_out(root / "files", root / "second")
            except Failed as failed:
                say(f"that is found: {str(failed).splitlines()[-1]}")
            else:
                raise Failed("a column that it reads was taken away, and nothing failed")
    except (Failed, Missing, LaunchError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    say(f"done, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
