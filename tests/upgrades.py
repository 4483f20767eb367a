"""Databases as older code left them."""

from services.kit.work.migrate import migrate_async


async def upgrade_to(url: str, service: str, revision: str) -> None:
    """Brings the database of a service to a revision of it, and no further."""
    await migrate_async(service, url, ("kit@head", revision))
