"""What migrations do to rows that are there already."""

import json
from uuid import uuid4

import asyncpg

from deploy.local.postgres import Postgres
from services.kit.process.ids import uuid7
from services.kit.work.migrate import migrate_async
from tests.upgrades import upgrade_to


async def test_skills_that_are_there_get_the_form_in_which_they_are_compared(
    postgres: Postgres,
) -> None:
    """events_0005."""
    url = postgres.create_database(f"skills_{uuid4().hex[:8]}")
    await upgrade_to(url, "events", "events_0004")
    connection = await asyncpg.connect(url)
    people = {uuid7(): ["Ｆirst  AID", f"駕駛 {number}"] for number in range(1500)}
    people[uuid7()] = []
    await connection.executemany(
        "INSERT INTO person (id, state, standing, skills) VALUES ($1, 'ACTIVE', 'NONE', $2)",
        [(id_, json.dumps([{"name": name} for name in names])) for id_, names in people.items()],
    )
    await migrate_async("events", url)
    found = await connection.fetch("SELECT id, comparable_skills FROM person")
    await connection.close()
    assert {row["id"]: row["comparable_skills"] for row in found} == {
        id_: ["first aid", names[1].replace("駕駛", "驾驶")] if names else []
        for id_, names in people.items()
    }
