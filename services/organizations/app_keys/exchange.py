"""The exchange of a key for what a passport says of its app."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, any_, cast, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.kit.calls.passport import APP_PRINCIPAL, Caller
from services.kit.contract.app_scopes import scope_names
from services.kit.errors import Unauthenticated
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.app_keys.models import AppKey, AppKeyDay
from services.organizations.app_keys.secrets import PREFIX, Secrets
from services.organizations.apps.models import App, AppState
from services.organizations.passports.credentials import invalid

_MOST = 2_000_000_000  # that a day counts
_FOUND = Query(
    select(
        col(AppKey.id),
        col(AppKey.secret_hash),
        col(AppKey.last_use_date),
        col(AppKey.revoke_time),
        col(AppKey.expire_time),
        col(App.id),
        col(App.organization_id),
        col(App.role),
        col(App.scopes),
        col(App.state),
    )
    .join(App, col(App.id) == col(AppKey.app_id))
    .where(col(AppKey.secret_hash) == any_(given("hashes", ARRAY(LargeBinary))))
)


@dataclass(frozen=True, slots=True)
class AppIdentity:
    """An app that has shown a key that works.

    Attributes:
        caller: The app, as its passport names it.
        expires: When the key stops working.
    """

    caller: Caller
    expires: datetime


def is_key(credential: str) -> bool:
    """Returns whether a credential says of itself that it is a key, and not a token of an issuer."""
    return credential.startswith(PREFIX)


async def exchange(secret: str, secrets: Secrets, work: Work, operations: int = 0) -> AppIdentity:
    """Returns the app that has shown a key, and notes that the key was used today.

    Args:
        secret: The key.
        secrets: Knows how it was hashed.
        work: The work.
        operations: How many operations were run with it since that was last told.

    Raises:
        Unauthenticated: There is no such key; or it was revoked or has expired, or its app may not act.
    """
    hashes = secrets.hashes(secret)
    rows = await work.fetch(_FOUND, hashes=hashes)
    if not rows:
        raise invalid()
    ((key_id, kept, used, revoked, expires, app_id, organization_id, role, scopes, state),) = rows
    _refuse_ended(revoked, expires, state, work.now)
    today = work.now.date()
    if used != today or bytes(kept) != hashes[0]:
        await _note_use(key_id, hashes[0], work)
    if operations:
        await _count(key_id, app_id, operations, work)
    caller = Caller(
        principal_id=f"{APP_PRINCIPAL}{app_id}",
        roles={organization_id: frozenset({str(role)})},
        scopes=scope_names(scopes),
        app_id=app_id,
        key_id=key_id,
    )
    return AppIdentity(caller, expires)


def _refuse_ended(
    revoked: datetime | None, expires: datetime, state: AppState, now: datetime
) -> None:
    """Refuses a key that was one. Only who has it learns what became of it."""
    if revoked is not None or state == AppState.DELETED:
        raise Unauthenticated(
            "This key no longer works. Ask an owner of the organization for another one.",
            reason="KEY_REVOKED",
        )
    if expires <= now:
        raise Unauthenticated(
            "This key has expired. Ask an owner of the organization for another one.",
            reason="KEY_EXPIRED",
        )
    if state != AppState.ACTIVE:
        raise Unauthenticated(
            "This app is suspended. Ask an owner of the organization to resume it.",
            reason="APP_SUSPENDED",
        )


async def _note_use(key_id: UUID, hashed: bytes, work: Work) -> None:
    """Notes the day, and moves a key that was hashed with the pepper before to the present one."""
    await work.session.execute(
        update(AppKey)
        .where(col(AppKey.id) == key_id)
        .values(last_use_date=work.now.date(), secret_hash=hashed)
        .execution_options(synchronize_session=False)
    )


async def _count(key_id: UUID, app_id: UUID, operations: int, work: Work) -> None:
    new: Any = upsert(AppKeyDay).values(
        app_key_id=key_id, day=work.now.date(), app_id=app_id, operations=operations
    )
    so_far = col(AppKeyDay.operations)
    await work.session.execute(
        new.on_conflict_do_update(
            index_elements=["app_key_id", "day"],
            set_={"operations": func.least(cast(so_far, BigInteger) + operations, _MOST)},
        ).execution_options(synchronize_session=False)
    )
