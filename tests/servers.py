"""Real servers for the tests: one PostgreSQL and one NATS for each test process."""

from pathlib import Path

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres


def start_postgres(directory: Path) -> Postgres:
    """Starts a PostgreSQL that forces nothing to disk; `remove()` it at the end."""
    postgres = Postgres(directory, durable=False)
    postgres.start()
    return postgres


def start_nats(directory: Path) -> Nats:
    """Starts a NATS server with JetStream; `remove()` it at the end."""
    nats = Nats(directory)
    nats.start()
    return nats
