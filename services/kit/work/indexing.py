"""Migrations that index tables in which there are rows: nobody who writes waits meanwhile."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

# Longer than a lock that keeps others waiting may be waited for. Building waits for all who are in the middle of a
# transaction, and nobody waits for it.
_LONGEST_WAIT = "5min"
_INVALID = sa.text(
    "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    " WHERE relname = :name AND relnamespace = 'public'::regnamespace AND NOT indisvalid"
)


def create_index(name: str, table: str, columns: Sequence[Any], **options: Any) -> None:
    """Creates an index on a table that is in use (CREATE INDEX CONCURRENTLY).

    It cannot be part of a transaction, so a revision that calls this does nothing else: it can be begun again at any
    moment. What an attempt that failed has left of the index is removed first.

    Args:
        name: The name of the index.
        table: The table.
        columns: Columns, or expressions.
        options: Further arguments of Alembic's `op.create_index`.
    """
    with _outside_transactions() as connection:
        for index in connection.scalars(_INVALID, {"name": name}).all():
            op.execute(f"DROP INDEX CONCURRENTLY {index}")
        op.create_index(
            name, table, columns, if_not_exists=True, postgresql_concurrently=True, **options
        )


def drop_index(name: str) -> None:
    """Drops an index of a table that is in use, if it is there. A revision that calls this does nothing else, too.

    Args:
        name: The name of the index.
    """
    with _outside_transactions():
        op.drop_index(name, if_exists=True, postgresql_concurrently=True)


@contextmanager
def _outside_transactions() -> Iterator[sa.Connection]:
    """Commits, and opens no transaction while the block runs."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        before = connection.scalar(sa.text("SHOW lock_timeout"))
        op.execute(f"SET lock_timeout = '{_LONGEST_WAIT}'")
        try:
            yield connection
        finally:
            op.execute(f"SET lock_timeout = '{before}'")
