"""What importers have said of the columns of lists: remembered for each organization and app, by the header of the list."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, Uuid, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, col

from services.kit.calls.passport import Caller
from services.kit.work.models import no_items, time_field
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.organizations.names import match_name
from services.organizations.tables import Table

MOST = 50  # headers of one app in one organization; the one that was not used for longest goes
# What was said of each column of a header: its name as it is compared, `field`, and `roster_field_id`.
Said = Sequence[Mapping[str, str]]


class ImportMapping(Table, table=True):
    """What an importer has said of the columns of lists with one header."""

    __tablename__ = "import_mapping"
    __table_args__ = (Index("import_mapping_age", "use_time"),)

    organization_id: UUID = Field(sa_column_args=[ForeignKey("organization.id")], primary_key=True)
    app: str = Field(primary_key=True)
    header: str = Field(primary_key=True)
    columns: list[dict[str, Any]] = Field(default_factory=no_items, sa_type=JSONB)
    use_time: datetime = time_field()


_REMEMBERED = Query(
    select(col(ImportMapping.header), col(ImportMapping.columns))
    .where(
        col(ImportMapping.organization_id) == given("organization_id", Uuid()),
        col(ImportMapping.app) == given("app", Text()),
    )
    .order_by(col(ImportMapping.use_time).desc())
    .limit(MOST)
)
# Past the session: what a list is like is no part of the audit trail.
_REMEMBER = text(
    "INSERT INTO import_mapping (organization_id, app, header, columns, use_time)"
    " VALUES (:organization_id, :app, :header, CAST(:columns AS jsonb), :now)"
    " ON CONFLICT (organization_id, app, header) DO UPDATE SET columns = excluded.columns, use_time = excluded.use_time"
)
_FORGET = text(
    "DELETE FROM import_mapping WHERE (organization_id, app, header) IN"
    " (SELECT organization_id, app, header FROM import_mapping WHERE organization_id = :organization_id AND app = :app"
    " ORDER BY use_time DESC OFFSET :most)"
)


def app_of(caller: Caller) -> str:
    """Returns whose imports are alike: those of an app with a key, of an app through which people come, or of no app."""
    return str(caller.app_id) if caller.app_id else caller.client_id


def header_of(names: Iterable[str]) -> str:
    """Returns what tells a header from others: the names of its columns, in any order, as they are compared."""
    return hashlib.sha256("\n".join(sorted(map(match_name, names))).encode()).hexdigest()


async def remembered(organization_id: UUID, work: Work) -> dict[str, Said]:
    """Returns what was said of columns in an organization, through the app of the caller, by the header."""
    rows = await work.fetch(_REMEMBERED, organization_id=organization_id, app=app_of(work.caller))
    return {header: columns for header, columns in rows}  # noqa: C416 # rows are no pairs to a checker


async def remember(organization_id: UUID, header: str, columns: Said, work: Work) -> None:
    """Remembers what was said of columns, in place of what was said of the same header before.

    Args:
        organization_id: The organization, locked.
        header: The header.
        columns: What was said of its columns, just now and before; nothing is noted of a header without any.
        work: The work.
    """
    if not columns:
        return
    about = {"organization_id": organization_id, "app": app_of(work.caller)}
    said = {"header": header, "columns": json.dumps(columns), "now": work.now}
    await work.session.execute(_REMEMBER, about | said)
    await work.session.execute(_FORGET, about | {"most": MOST})
