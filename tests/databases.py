"""Databases for tests: built once by the migrations, cloned for each test that asks."""

import asyncio
from uuid import uuid4

from deploy.local.postgres import Postgres
from services.kit.migrate import migrate_async


class Databases:
    """Makes databases on one PostgreSQL.

    Attributes:
        postgres: The server.
    """

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self._templates: dict[str, str] = {}

    async def create(self, service: str) -> str:
        """Returns the URL of a new, migrated and empty database for a service."""
        template = self._templates.get(service)
        if template is None:
            template = f"{service}_template"
            await migrate_async(service, self.postgres.create_database(template))
            self._templates[service] = template
        return await asyncio.to_thread(
            self.postgres.create_database, f"{service}_{uuid4().hex[:12]}", template=template
        )
