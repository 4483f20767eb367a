"""What Alembic runs: each revision in a transaction of its own, on the connection that it is given."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"], transaction_per_migration=True
)
with context.begin_transaction():
    context.run_migrations()
