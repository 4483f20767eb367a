"""The welcome text: where everything is, and how to get a token."""

import os
import shlex
import sys

from deploy.local.account import CHECKOUT
from deploy.local.cluster import USER
from deploy.local.issuer import LIFETIME
from deploy.local.people import PEOPLE
from deploy.local.plan import Plan
from deploy.local.process import LOOPBACK
from deploy.local.state import USUAL
from deploy.local.terminal import Terminal


def welcome(plan: Plan, seconds: float, terminal: Terminal) -> None:
    """Prints the addresses, and the command that prints a token."""
    terminal.heading(f"Banyan is up, in {seconds:.1f} s")
    terminal.line("GraphiQL", f"{plan.page}   (in a browser; choose there who you are)")
    terminal.line("GraphQL", plan.endpoint)
    first, *others = PEOPLE
    hours = LIFETIME.total_seconds() / 3600
    terminal.line(
        "a token", f"{token_command(plan, first)}   (or {', '.join(others)}; for {hours:.0f} hours)"
    )
    targets = ", ".join(f"{address} ({name})" for name, address in plan.targets.items())
    terminal.line("services", f"{targets}   (gRPC)")
    if plan.postgres:
        password = plan.postgres.directory / "password"
        address = f"{LOOPBACK}:{plan.postgres.port}"
        terminal.line("PostgreSQL", f"{address}   (user {USER}, password in {password})")
    addresses = ", ".join(f"{address} ({name})" for name, address in plan.metrics.items())
    terminal.line("metrics", f"{addresses}   (HTTP, for Prometheus)")
    terminal.line("logs", str(plan.state.logs))
    terminal.plain("\nCtrl-C stops it; the data are kept.")


def token_command(plan: Plan, person: str) -> str:
    """Returns the command that prints a token of a demo person, to be run where the README is."""
    python = sys.executable
    if python.startswith(f"{CHECKOUT}{os.sep}"):
        python = os.path.relpath(python, CHECKOUT)
    command = shlex.join([python, "-m", "deploy.local", "token", person])
    if plan.state.root == USUAL:
        return command
    return f"BANYAN_STATE={shlex.quote(str(plan.state.root))} {command}"
