"""Tells the journey to a platform that runs: `python -m tests.journeys [--endpoint URL]`."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from deploy.local.issuer import Issuer
from deploy.local.state import State
from deploy.local.terminal import Terminal
from tests.journeys.story import DIRECTORY, tell

ENDPOINT = "http://127.0.0.1:8000/graphql"


def main() -> int:
    """Tells it; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.journeys", description=__doc__)
    port = os.environ.get("PORT")
    endpoint = f"http://127.0.0.1:{port}/graphql" if port else ENDPOINT
    parser.add_argument("--endpoint", default=endpoint, help="the GraphQL address of the gateway")
    parser.add_argument("--file", type=Path, default=DIRECTORY, help="the directory to import")
    arguments = parser.parse_args()
    issuer = Issuer(State(os.environ).keys)
    asyncio.run(tell(arguments.endpoint, issuer, Terminal(), arguments.file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
