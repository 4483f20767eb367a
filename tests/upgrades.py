"""Databases as older code left them."""

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.pool import NullPool

from services.kit.work.database import open_engine
from services.kit.work.migrate import alembic_config


async def upgrade_to(url: str, service: str, revision: str) -> None:
    """Brings the database of a service to a revision of it, and no further."""

    def upgrade(connection: Connection) -> None:
        config = alembic_config(service)
        config.attributes["connection"] = connection
        for each in ("kit@head", revision):
            command.upgrade(config, each)

    engine = open_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
