"""What migrations do to rows that are there already."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from deploy.local.postgres import Postgres
from services.kit.text.names import search_name, sort_name
from services.kit.work.migrate import migrate_async
from services.organizations.organizations.names import match_name
from tests.upgrades import upgrade_to

Database = Any  # asyncpg has no types


class TestNames:
    """organizations_0008 and organizations_0010 give names their present form."""

    @pytest.fixture
    async def url(self, postgres: Postgres) -> str:
        url = postgres.create_database(f"names_{uuid4().hex[:8]}")
        await upgrade_to(url, "organizations", "organizations_0007")
        return url

    @pytest.fixture
    async def database(self, url: str) -> AsyncIterator[Database]:
        connection = await asyncpg.connect(url)
        yield connection
        await connection.close()

    async def test_of_every_row_in_every_batch_are_renewed(
        self, url: str, database: Database
    ) -> None:
        await database.execute(
            "INSERT INTO organization (id, version, create_time, update_time, name, sort_name,"
            " match_name, search_name, external_id, description, kind, ancestor_ids, inherit_roles,"
            " membership_policy, phone, email, address, website, state)"
            " SELECT gen_random_uuid(), 3, now(), now(), '曾氏 मीना ' || i, 'old', 'old', 'old', '', '',"
            " 'VOLUNTEER_GROUP', '{}', false, 'OPEN', '', '', '', '', 'ACTIVE'"
            " FROM generate_series(1, 2500) AS i"
        )
        await database.execute(
            "INSERT INTO person (id, display_name, sort_name, search_name, standing, state)"
            " SELECT gen_random_uuid(), '曾' || i, 'old', 'old', 'NONE', 'ACTIVE'"
            " FROM generate_series(1, 1500) AS i"
        )
        await database.execute(
            "INSERT INTO membership (id, version, create_time, update_time, organization_id, person_id,"
            " sort_name, search_name, recorded_minutes, attested_minutes, application_message, state,"
            " reason) SELECT gen_random_uuid(), 2, now(), now(), (SELECT id FROM organization LIMIT 1),"
            " id, 'old', 'old', 0, 0, '', 'ACTIVE', '' FROM person"
        )
        await migrate_async("organizations", url)
        organizations = await database.fetch("SELECT * FROM organization")
        assert len(organizations) == 2500
        for row in organizations:
            assert row["sort_name"] == sort_name(row["name"])
            assert row["search_name"] == search_name(row["name"])
            assert row["match_name"] == match_name(row["name"])
            assert row["version"] == 3
        members = await database.fetch(
            "SELECT membership.*, display_name, person.sort_name AS own, person.search_name AS found"
            " FROM membership JOIN person ON person.id = person_id"
        )
        assert len(members) == 1500
        for row in members:
            assert row["sort_name"] == row["own"] == sort_name(row["display_name"], of_person=True)
            assert row["search_name"] == row["found"] == search_name(row["display_name"])
            assert row["version"] == 2

    async def test_of_arabic_script_and_with_digits_are_renewed_alone(self, url: str) -> None:
        await upgrade_to(url, "organizations", "organizations_0009")
        database = await asyncpg.connect(url)
        for name in ("علی", "समूह १२", "Chœur"):
            await database.execute(
                "INSERT INTO person (id, display_name, sort_name, search_name, standing, state)"
                " VALUES (gen_random_uuid(), $1, 'old', 'old', 'NONE', 'ACTIVE')",
                name,
            )
        await migrate_async("organizations", url)
        rows = await database.fetch("SELECT display_name, search_name FROM person")
        await database.close()
        assert {row["display_name"]: row["search_name"] for row in rows} == {
            "علی": search_name("علي"),
            "समूह १२": search_name("समूह 12"),
            "Chœur": "old",
        }

    async def test_where_there_are_none_is_nothing_to_do(
        self, url: str, database: Database
    ) -> None:
        await migrate_async("organizations", url)
        assert await database.fetchval("SELECT count(*) FROM organization") == 0
