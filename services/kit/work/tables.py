"""The tables of the kit in the database of every service.

Their migrations are in `services/kit/migrations`, a branch apart from that of the service.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

# Answers of mutations, so that a retry gets the same answer (AIP-155).
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

# The audit trail: who did what, to which resources, through which app, with which changes.
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
    # Its place in the chain of its organization; empty until it is sealed: `services.kit.work.sealing`.
    Column("number", BigInteger),
    Column("seal", LargeBinary),
    Index("audit_unsealed", "id", postgresql_where=text("seal IS NULL")),
    Index("audit_organization", "organization_id", "id"),
    # What a person did, for the file of their data: `services.kit.work.holdings`.
    Index("audit_person", "person_id", postgresql_where=text("person_id IS NOT NULL")),
    Index("audit_create_time", "create_time", postgresql_using="brin"),
)

# The last entry of each chain of the audit trail that is sealed.
audit_chain = Table(
    "audit_chain",
    metadata,
    Column("chain_id", Uuid, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    Column("create_time", DateTime(timezone=True), nullable=False),
)

# What each principal has changed lately, in two leaking buckets: `services.kit.work.budget`.
spent = Table(
    "spent",
    metadata,
    Column("principal_id", Text, primary_key=True),
    Column("changes", Double, nullable=False),
    Column("bytes", Double, nullable=False),
    Column("update_time", DateTime(timezone=True), nullable=False),
    Index("spent_update_time", "update_time"),
)

# The outbox: notices to publish, in the order of their announcement.
outbox = Table(
    "outbox",
    metadata,
    Column("sequence", BigInteger, Identity(always=True), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

# The last version of each resource that each consumer has handled.
seen = Table(
    "seen",
    metadata,
    Column("consumer", Text, primary_key=True),
    Column("resource_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
    # When it was handled; filled by the database, so replicas of an earlier version need not know it.
    Column("update_time", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("seen_update_time", "update_time"),
)

# Notices whose handler failed: the number of failures, and whether they are dead letters.
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

# The images in the store: of how many resources each is, and from when on one of none may be removed.
image = Table(
    "image",
    metadata,
    Column("upload", Text, primary_key=True),
    # Who uploads it; empty once a resource has it.
    Column("principal_id", Text, nullable=False),
    Column("uses", Integer, nullable=False),
    Column("expire_time", DateTime(timezone=True), nullable=False),
    # Whether its files are being removed, so that no resource can have it any more.
    Column("removing", Boolean, nullable=False),
    Index("image_unused", "expire_time", postgresql_where=text("uses = 0 AND NOT removing")),
    Index("image_principal", "principal_id", postgresql_where=text("uses = 0 AND NOT removing")),
    Index("image_removing", "upload", postgresql_where=text("removing")),
)

# People who are being erased, and those who are: `services.kit.work.erasing`.
erasure = Table(
    "erasure",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("create_time", DateTime(timezone=True), nullable=False),
    # The IDs of what was theirs, under which notices, answers and the trail name it; empty until their rows are erased.
    Column("resource_ids", JSONB, nullable=False),
    # The organizations in whose trails that may be.
    Column("organization_ids", JSONB, nullable=False),
    # Up to which message of the stream notices may say what was erased; empty until their rows are erased.
    Column("place", BigInteger),
    Column("done_time", DateTime(timezone=True)),
    Index("erasure_due", "create_time", postgresql_where=text("done_time IS NULL")),
)

# People about whom everything stays until a time: `services.kit.work.legal_holds`.
legal_hold = Table(
    "legal_hold",
    metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("create_time", DateTime(timezone=True), nullable=False),
    Column("until_time", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Index("legal_hold_until", "until_time"),
)
