"""Real servers for the tests: one PostgreSQL and one NATS for each test process."""

from pathlib import Path
from typing import Any

from deploy.local.nats import Nats
from deploy.local.postgres import Postgres


def start_postgres(directory: Path) -> Postgres:
    """Starts a PostgreSQL that forces nothing to disk; `remove()` it at the end.

    Autovacuum is off: it would gather statistics at a time of its own, and what a test finds would depend
    on how long the tests before it took. What is lent for long is vacuumed when it is emptied.
    """
    postgres = Postgres(directory, durable=False)
    postgres.start()
    postgres.execute("ALTER SYSTEM SET autovacuum = off")
    postgres.execute("SELECT pg_reload_conf()")
    return postgres


def start_nats(directory: Path, **more: Any) -> Nats:
    """Starts a NATS server with JetStream, and `more` in its configuration; `remove()` it at the end."""
    nats = Nats(directory, more=more)
    nats.start()
    return nats
