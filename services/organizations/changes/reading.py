"""Reading the table of changes in its order, up to the oldest transaction that is still open."""

from sqlalchemy import BigInteger, Integer, Text, any_, cast, func, select, tuple_
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.viewer import TEXTS, given
from services.organizations.changes.models import Change

ORDER = (col(Change.transaction), col(Change.sequence))
# The oldest transaction that is still open. What those before it changed is there for good, and nothing will come between.
OLDEST_OPEN = cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)
READ = Query(
    select(
        *ORDER,
        col(Change.kind),
        col(Change.resource_id),
        col(Change.create_time),
        col(Change.origin_id),
        col(Change.removed),
    )
    .where(
        col(Change.organization_id) == given("organization_id"),
        tuple_(*ORDER)
        > tuple_(given("transaction", BigInteger()), given("sequence", BigInteger())),
        col(Change.transaction) < OLDEST_OPEN,
        col(Change.kind) == any_(given("kinds", TEXTS)),
    )
    .order_by(*ORDER)
    .limit(given("number", Integer()))
)
