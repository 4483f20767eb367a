"""Which apps and keys of apps have lost what their passports say, since the passports were issued."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.kit.calls.passport import Caller
from services.kit.errors import Unauthenticated


@dataclass(frozen=True, slots=True)
class _App:
    """What an app may do now.

    Attributes:
        roles: Its role, unless it may do nothing.
        scopes: Its scopes.
        until: Passports that were issued by then may say more.
        version: The time of the change that left these.
    """

    roles: frozenset[str]
    scopes: frozenset[str]
    until: datetime
    version: datetime


class AppRevocations:
    """What one process remembers of apps and their keys.

    Args:
        lifetime: How long passports live at most.
        skew: By how much the clocks of two machines may differ.
        most: The number of entries of each kind.
    """

    def __init__(self, lifetime: timedelta, skew: timedelta, most: int) -> None:
        self._lifetime = lifetime
        self._skew = skew
        self._most = most
        self._apps: OrderedDict[UUID, _App] = OrderedDict()
        self._keys: OrderedDict[UUID, datetime] = OrderedDict()

    def note_app(
        self,
        app_id: UUID,
        roles: Collection[str],
        scopes: Collection[str],
        *,
        version: datetime,
        now: datetime,
    ) -> bool:
        """Notes what an app may do now; returns whether something else had to be forgotten too early.

        Args:
            app_id: The app.
            roles: The role that counts; none if the app may do nothing.
            scopes: Its scopes.
            version: The time of the change.
            now: The time.
        """
        known = self._apps.get(app_id)
        if known is not None and version < known.version:
            return False
        until = now + self._skew
        self._apps[app_id] = _App(frozenset(roles), frozenset(scopes), until, version)
        self._apps.move_to_end(app_id)
        while self._apps and next(iter(self._apps.values())).until <= now - self._lifetime:
            self._apps.popitem(last=False)
        return self._is_over_full(self._apps)

    def note_key(self, key_id: UUID, now: datetime) -> bool:
        """Notes that a key was revoked; returns whether something else had to be forgotten too early."""
        self._keys[key_id] = now
        self._keys.move_to_end(key_id)
        while self._keys and next(iter(self._keys.values())) <= now - self._lifetime:
            self._keys.popitem(last=False)
        return self._is_over_full(self._keys)

    def apply(self, caller: Caller, issued: datetime) -> Caller:
        """Returns an app without what its passport no longer gives it.

        Raises:
            Unauthenticated: The key was revoked, or the app is suspended or gone.
        """
        if caller.key_id in self._keys:
            raise _ended()
        known = None if caller.app_id is None else self._apps.get(caller.app_id)
        if known is None or issued > known.until:
            return caller
        if not known.roles:
            raise _ended()
        held = {key: roles & known.roles for key, roles in caller.roles.items()}
        roles = {key: left for key, left in held.items() if left}
        return replace(caller, roles=roles, scopes=caller.scopes & known.scopes)

    def _is_over_full(self, entries: OrderedDict[UUID, _App] | OrderedDict[UUID, datetime]) -> bool:
        if len(entries) <= self._most:
            return False
        entries.popitem(last=False)
        return True


def _ended() -> Unauthenticated:
    return Unauthenticated(
        "This key no longer works. Ask an owner of the organization for another one.",
        reason="KEY_REVOKED",
    )
