"""The data: made by the databases themselves, the same in every run.

    500 organizations, 20,000 people, each a member of five; 20,000 events, one in five for members
    only; two shifts each, one after the other; 60,000 sign-ups for the first ones; and what the
    services know of each other.

A row is named by its number; columns that are not given take the default of the model.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert, inspect, literal, literal_column, null, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from deploy.local.issuer import ISSUER
from services.events.events import models as events
from services.events.organizations import models as events_organizations
from services.events.people import models as events_people
from services.events.series import models as events_series
from services.events.shifts import models as events_shifts
from services.events.sign_ups import models as events_sign_ups
from services.kit.work.database import open_engine
from services.kit.work.models import Resource
from services.organizations.activities import models as organizations_activities
from services.organizations.areas import models as organizations_areas
from services.organizations.memberships import models as organizations_memberships
from services.organizations.organizations import models as organizations
from services.organizations.passports import models as organizations_passports
from services.organizations.people import models as organizations_people
from services.volunteers.activities import models as volunteers_activities
from services.volunteers.memberships import models as volunteers_memberships
from services.volunteers.organizations import models as volunteers_organizations
from services.volunteers.people import models as volunteers
from tests.bench.rounds import Options

ORGANIZATION, PERSON, MEMBERSHIP, EVENT, SHIFT, SIGN_UP = range(1, 7)
MEMBERSHIPS_EACH = 5
# Who asks: the first person, whose own organizations have public events only, so that every
# contender has the same answer.
SUBJECT = "resident"
BEGIN = "timestamptz '2030-01-01 09:00+00'"


def id_of(kind: int, number: int) -> str:
    """Returns the id of a row, a UUID of version 7."""
    return f"01920000-{kind:04x}-7000-8000-{number:012x}"


def _id(kind: int, number: str) -> str:
    prefix = f"01920000-{kind:04x}-7000-8000-"
    return f"('{prefix}' || lpad(to_hex({number}), 12, '0'))::uuid"


class Data:
    """How many rows there are of what.

    Args:
        options: Says which part of it all to make.
    """

    def __init__(self, options: Options) -> None:
        self.organizations = options.of(500, least=10)
        self.people = options.of(20_000, least=1_000)
        self.memberships = self.people * MEMBERSHIPS_EACH
        self.events = options.of(20_000, least=200)
        self.shifts = 2 * self.events
        self.sign_ups = 3 * self.events

    async def fill(self, urls: Mapping[str, str]) -> None:
        """Fills the migrated databases of the services."""
        for name, fill in (
            ("organizations", self._organizations),
            ("volunteers", self._volunteers),
            ("events", self._events),
        ):
            await _run(urls[name], fill)

    async def fill_joined(self, url: str) -> None:
        """Fills a database in which one SQL query finds events and organizations."""

        async def fill(connection: AsyncConnection) -> None:
            for model in (
                organizations_areas.Area,
                organizations.Organization,
                events_series.EventSeries,
                events.Event,
            ):
                await _create(connection, _table(model))
            await connection.execute(
                text("ALTER TABLE event ADD FOREIGN KEY (organization_id) REFERENCES organization")
            )
            await self._add_organizations(connection)
            await self._add_events(connection)

        await _run(url, fill)

    async def _organizations(self, connection: AsyncConnection) -> None:
        await self._add_organizations(connection)
        await add(
            connection, organizations_people.Person, self.people, **_person(), sort_name=_SORT_NAME
        )
        await add(
            connection,
            organizations_memberships.Membership,
            self.memberships,
            **self._membership(),
            sort_name=f"'person ' || lpad(({self._member})::text, 6, '0')",
            start_time=BEGIN,
        )
        # Ten of each organization's members hold a role.
        await add(
            connection,
            organizations_memberships.MembershipRole,
            min(10 * self.organizations, self.memberships),
            id=_id(MEMBERSHIP, "i"),
            membership_id=_id(MEMBERSHIP, "i"),
            role="(ARRAY['OWNER', 'LEADER', 'COORDINATOR'])[1 + i % 3]",
            start_time=BEGIN,
        )
        await add(connection, organizations_activities.Event, self.events, **self._event())
        await add(
            connection,
            organizations_passports.Principal,
            1,
            id=_id(PERSON, "i"),
            issuer=f"'{ISSUER}'",
            subject=f"'{SUBJECT}'",
            person_id=_id(PERSON, "i"),
            create_time=BEGIN,
        )

    async def _volunteers(self, connection: AsyncConnection) -> None:
        await add(connection, volunteers.Person, self.people, **_person(), time_zone="'UTC'")
        await add(
            connection, volunteers_organizations.Organization, self.organizations, **_organization()
        )
        await add(
            connection, volunteers_memberships.Membership, self.memberships, **self._membership()
        )
        await add(connection, volunteers_activities.SignUp, self.sign_ups, **self._sign_up())

    async def _events(self, connection: AsyncConnection) -> None:
        await self._add_events(connection)
        await add(
            connection, events_organizations.Organization, self.organizations, **_organization()
        )
        await add(connection, events_people.Person, self.people, **_person())
        await add(
            connection,
            events_shifts.Shift,
            self.shifts,
            id=_id(SHIFT, "i"),
            event_id=_id(EVENT, "(i + 1) / 2"),
            organization_id=self._organization_of("(i + 1) / 2"),
            title="'shift ' || i",
            start_time=_start("(i + 1) / 2") + " + (1 - i % 2) * interval '2 hours'",
            end_time=_start("(i + 1) / 2") + " + (3 - i % 2) * interval '1 hour'",
            capacity="10",
            places_taken="CASE WHEN i % 2 = 1 THEN 3 ELSE 0 END",
        )
        await add(
            connection,
            events_sign_ups.SignUp,
            self.sign_ups,
            **self._sign_up(),
            shift_id=_id(SHIFT, "2 * ((i + 2) / 3) - 1"),
            event_id=_id(EVENT, "(i + 2) / 3"),
            organization_id=self._organization_of("(i + 2) / 3"),
        )

    async def _add_organizations(self, connection: AsyncConnection) -> None:
        await add(
            connection,
            organizations.Organization,
            self.organizations,
            **_organization(),
            name="'邻里小组 Neighbours ' || i",
            sort_name="'neighbours ' || lpad(i::text, 6, '0')",
            match_name="'邻里小组 neighbours ' || i",
            kind="(ARRAY['VOLUNTEER_GROUP', 'INTEREST_GROUP', 'MUTUAL_AID_GROUP'])[1 + i % 3]",
            membership_policy="'OPEN'",
            place="jsonb_build_object('address', i || ' 槐柏树街 Huaibaishu Street')",
        )

    async def _add_events(self, connection: AsyncConnection) -> None:
        await add(
            connection,
            events.Event,
            self.events,
            **self._event(),
            title="'长桌午餐 Long-table lunch ' || i",
            description="repeat('一起做饭,一起吃饭。We cook together and eat together. ', 4)",
            what_to_bring="'围裙和手套 · an apron and gloves'",
            end_time=f"{_start('i')} + interval '3 hours'",
            time_zone="'Asia/Shanghai'",
            publish_time=BEGIN,
        )

    def _event(self) -> dict[str, str]:
        return {
            "id": _id(EVENT, "i"),
            "organization_id": self._organization_of("i"),
            "state": "'PUBLISHED'",
            "start_time": _start("i"),
            "visibility": f"CASE WHEN i % 5 = 0 AND i % {self.organizations} % {self._step} > 0"
            " THEN 'MEMBERS' ELSE 'PUBLIC' END",
        }

    def _organization_of(self, event: str) -> str:
        return _id(ORGANIZATION, f"1 + ({event}) % {self.organizations}")

    @property
    def _member(self) -> str:
        return f"1 + (i - 1) / {MEMBERSHIPS_EACH}"

    @property
    def _step(self) -> int:
        """How far a person's organizations lie apart."""
        return self.organizations // MEMBERSHIPS_EACH

    def _membership(self) -> dict[str, str]:
        organization = f"1 + ((i - 1) / {MEMBERSHIPS_EACH} + (i - 1) * {self._step}) % "
        return {
            "id": _id(MEMBERSHIP, "i"),
            "organization_id": _id(ORGANIZATION, f"{organization}{self.organizations}"),
            "person_id": _id(PERSON, self._member),
            "state": "'ACTIVE'",
        }

    def _sign_up(self) -> dict[str, str]:
        return {
            "id": _id(SIGN_UP, "i"),
            "person_id": _id(PERSON, f"1 + (i * 7) % {self.people}"),
            "state": "'CONFIRMED'",
            "start_time": _start("(i + 2) / 3"),
            "end_time": f"{_start('(i + 2) / 3')} + interval '2 hours'",
        }


_SORT_NAME = "'person ' || lpad(i::text, 6, '0')"


def _start(event: str) -> str:
    """The start of an event: three hours after the one before, so that nobody is in two at once."""
    return f"{BEGIN} + ({event}) * interval '3 hours'"


def _organization() -> dict[str, str]:
    return {"id": _id(ORGANIZATION, "i"), "state": "'ACTIVE'"}


def _person() -> dict[str, str]:
    return {
        "id": _id(PERSON, "i"),
        "display_name": "'王小明 Person ' || i",
        "state": "'ACTIVE'",
        "standing": "'APPROVED'",
    }


def _table(model: type[SQLModel]) -> Table:
    table = inspect(model).local_table
    assert isinstance(table, Table)
    return table


async def _create(connection: AsyncConnection, table: Table) -> None:
    """Creates a table, without the index by place: its function comes from a migration."""
    await connection.execute(CreateTable(table))
    for index in table.indexes:
        if not str(index.name).endswith("_position"):
            await connection.execute(CreateIndex(index))


async def add(connection: AsyncConnection, model: type[SQLModel], count: int, **given: str) -> None:
    """Inserts rows number 1 to `count` (`i` in the SQL of the columns) into the table of a model."""
    table = _table(model)
    if issubclass(model, Resource):
        given = {"version": "1", "create_time": BEGIN, "update_time": BEGIN} | given
    columns = [column for column in table.columns if column.name in model.model_fields]
    values = [
        literal_column(given[column.name]) if column.name in given else _default(model, column)
        for column in columns
    ]
    rows = select(*values).select_from(text("generate_series(1, :count) AS i"))
    await connection.execute(insert(table).from_select(columns, rows), {"count": count})


def _default(model: type[SQLModel], column: Any) -> Any:
    field = model.model_fields[column.name]
    if field.is_required():
        raise LookupError(f"tests/bench/data.py says nothing of {column}")
    value = field.get_default(call_default_factory=True)
    return null() if value is None else literal(value, column.type)


async def _run(url: str, fill: Any) -> None:
    engine = open_engine(url)
    try:
        async with engine.begin() as connection:
            await fill(connection)
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    finally:
        await engine.dispose()
