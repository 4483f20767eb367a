"""Real servers for the tests: one PostgreSQL and one NATS for each test process."""

from pathlib import Path
from typing import Any

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres


def start_postgres(directory: Path) -> Postgres:
    """Starts a PostgreSQL that forces nothing to disk; `remove()` it at the end."""
    postgres = Postgres(directory, durable=False)
    postgres.start()
    return postgres


def start_nats(directory: Path, **more: Any) -> Nats:
    """Starts a NATS server with JetStream, and `more` in its configuration; `remove()` it at the end."""
    nats = Nats(directory, more=more)
    nats.start()
    return nats
