"""The tables that the kit keeps in the database of every service.

Their migrations stand in `services/kit/migrations`, a branch of its own beside that of the service.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

# Answers of mutations, so that a retry gets the answer that it missed (AIP-155).
answer = Table(
    "answer",
    metadata,
    Column("principal_id", Text, primary_key=True),
    Column("method", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("body_hash", LargeBinary, nullable=False),
    Column("body", LargeBinary),
    Column("create_time", DateTime(timezone=True), nullable=False),
    Index("answer_create_time", "create_time"),
)

# Who did what, to what, through which app, and what changed by it.
audit = Table(
    "audit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("create_time", DateTime(timezone=True), nullable=False),
    Column("principal_id", Text, nullable=False),
    Column("person_id", Uuid),
    Column("client_id", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("request_id", Uuid),
    Column("trace_id", Text, nullable=False),
    Column("organization_id", Uuid),
    Column("resource_ids", JSONB, nullable=False),
    Column("changes", JSONB, nullable=False),
    Index("audit_organization", "organization_id", "id"),
)

# Notices that wait to be published, in the order in which they were announced.
outbox = Table(
    "outbox",
    metadata,
    Column("sequence", BigInteger, Identity(always=True), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

# For each consumer and resource, the last version whose effect stands.
seen = Table(
    "seen",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("resource_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
)

# Notices whose handler failed: how often, and whether we have given up on them.
failure = Table(
    "failure",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("notice_id", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("dead", Boolean, nullable=False),
    Column("update_time", DateTime(timezone=True), nullable=False),
    Index("failure_dead", "notice_id", "consumer", postgresql_where=text("dead")),
)
