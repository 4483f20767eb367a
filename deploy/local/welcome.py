"""What a person reads when the platform is up: where it is, who may sign in, what to ask first."""

import json

from deploy.local.cluster import USER
from deploy.local.issuer import LIFETIME
from deploy.local.people import PEOPLE
from deploy.local.plan import Plan
from deploy.local.process import LOOPBACK
from deploy.local.queries import FIRST_PERSON, FIRST_QUERY
from deploy.local.terminal import Terminal
from services.kit.terminal import padded


def welcome(plan: Plan, tokens: dict[str, str], seconds: float, terminal: Terminal) -> None:
    """Prints addresses, tokens and a first query."""
    terminal.heading(f"Banyan is up, in {seconds:.1f} s")
    terminal.line("GraphQL", f"{plan.endpoint}   (in a browser: GraphiQL)")
    for name, target in plan.targets.items():
        terminal.line(name, f"{target}   (gRPC)")
    if plan.postgres:
        password = plan.postgres.directory / "password"
        address = f"{LOOPBACK}:{plan.postgres.port}"
        terminal.line("PostgreSQL", f"{address}   (user {USER}, password in {password})")
    addresses = ", ".join(f"{address} ({name})" for name, address in plan.metrics.items())
    terminal.line("metrics", f"{addresses}   (HTTP, for Prometheus)")
    terminal.line("logs", str(plan.state.logs))

    hours = LIFETIME.total_seconds() / 3600
    terminal.heading(f"Tokens of the demo people, for {hours:.0f} hours")
    for key, token in tokens.items():
        terminal.line(key, f"{padded(PEOPLE[key].name, 14)} {token}")

    terminal.heading("A first query")
    for line in first_query(plan.endpoint, tokens[FIRST_PERSON]):
        terminal.plain(f"  {line}")
    terminal.plain("\nCtrl-C stops it; the data are kept.")


def first_query(endpoint: str, token: str) -> list[str]:
    """Returns the lines of a shell command that asks the first query."""
    body = json.dumps({"query": FIRST_QUERY}).replace("'", "'\\''")
    return [
        f"curl -s {endpoint} -H 'Content-Type: application/json' \\",
        f"  -H 'Authorization: Bearer {token}' \\",
        f"  -d '{body}'",
    ]
