"""Revocations: which roles that passports carry have ended since the passports were issued.

A passport lives for minutes, so that a short outage of organizations is not felt, but power ends when it
ends. Every process hears the notices of memberships and people, and remembers for as long as passports
live where a role of somebody stopped counting, and who is suspended. A passport that was issued before
then carries the role no more.

Notices can be missed while the bus is away. Until a process hears them again, and for passports that were
issued before it did, a passport is accepted for a few seconds only: one that is older must be exchanged
again. The gateway exchanges them that often anyway.
"""

from collections import Counter, OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from services.kit.calls.app_revocations import AppRevocations
from services.kit.calls.passport import Caller
from services.kit.errors import Unavailable
from services.kit.process.clock import Clock

# No passport lives longer; organizations refuses to be configured otherwise.
LONGEST_LIFETIME = timedelta(hours=1)
# A change is committed at most so long after the time that it bears: its transaction would be ended before.
_LONGEST_COMMIT = timedelta(seconds=10)
# By how much the clocks of two machines may differ.
_SKEW = timedelta(seconds=2)
# About 25 MB. With more, passports that are older than the oldest entry must be exchanged again.
MOST_ENTRIES = 30_000
# The kinds of entries.
ROLE, SUSPENSION = KINDS = ("role", "suspension")


@dataclass(frozen=True, slots=True)
class _Ended:
    """The roles that are left to a person in an organization.

    Attributes:
        roles: Those that they hold.
        until: Passports that were issued by then may list others.
        version: The time of the change that left these.
        heard: When the notice arrived.
    """

    roles: frozenset[str]
    until: datetime
    version: datetime
    heard: datetime


class Revocations:
    """What one process remembers.

    Args:
        clock: The clock of the process.
        unheard: How old a passport may be, in seconds, if notices may have been missed since its issue.
        most: The number of entries.
    """

    def __init__(self, clock: Clock, unheard: float, *, most: int = MOST_ENTRIES) -> None:
        self._clock = clock
        self._unheard = timedelta(seconds=unheard)
        self._most = most
        self._ended: OrderedDict[tuple[UUID, UUID], _Ended] = OrderedDict()
        self._affected: Counter[UUID] = Counter()  # the entries of each person
        self._suspended: OrderedDict[UUID, datetime] = OrderedDict()
        self._apps = AppRevocations(LONGEST_LIFETIME, _SKEW, most)
        # Since when every notice was heard; None while notices may be missed.
        self._heard_since: datetime | None = None

    def count(self, kind: str) -> int:
        """Returns how many entries there are of a kind, for metrics."""
        return len(self._ended if kind == ROLE else self._suspended)

    def begin(self) -> None:
        """Notes that from now on every notice is heard."""
        self._heard_since = self._clock.now()

    def miss(self) -> None:
        """Notes that from now on notices may be missed, until `begin`."""
        self._heard_since = None

    def note_roles(
        self,
        person_id: UUID,
        organization_id: UUID,
        roles: Collection[str],
        *,
        ended: datetime | None,
        version: datetime,
    ) -> None:
        """Notes the roles that a person holds in an organization.

        Args:
            person_id: The person.
            organization_id: The organization.
            roles: The roles that count there now.
            ended: When a role last stopped counting; None if none ever did.
            version: The time of the change.
        """
        key, now = (person_id, organization_id), self._clock.now()
        known = self._ended.get(key)
        if known is not None and version < known.version:
            return
        if ended is not None and ended > now - LONGEST_LIFETIME:
            until = min(now, ended + _LONGEST_COMMIT) + _SKEW
        elif known is not None:
            until = known.until
        else:
            return
        if known is None:
            self._affected[person_id] += 1
        self._ended[key] = _Ended(frozenset(roles), until, version, now)
        self._ended.move_to_end(key)
        self._forget(now)

    def note_suspension(self, person_id: UUID, *, is_suspended: bool) -> None:
        """Notes whether a person is suspended on the whole platform."""
        self._suspended.pop(person_id, None)
        if is_suspended:
            now = self._clock.now()
            self._suspended[person_id] = now
            self._forget(now)

    def note_app(
        self, app_id: UUID, roles: Collection[str], scopes: Collection[str], *, version: datetime
    ) -> None:
        """Notes what an app may do now; without a role it may do nothing."""
        now = self._clock.now()
        if self._apps.note_app(app_id, roles, scopes, version=version, now=now):
            self.begin()

    def note_revoked_key(self, key_id: UUID) -> None:
        """Notes that a key of an app was revoked."""
        if self._apps.note_key(key_id, self._clock.now()):
            self.begin()

    def apply(self, caller: Caller, issued: datetime) -> Caller:
        """Returns the caller without what their passport no longer gives them.

        Raises:
            Unauthenticated: The key of an app no longer works.
            Unavailable: Notices may have been missed since the passport was issued, and it is not new.
        """
        if caller.is_app:
            self._refuse_unheard(issued)
            return self._apps.apply(caller, issued)
        if caller.person_id is None:
            return caller
        self._refuse_unheard(issued)
        if caller.person_id in self._suspended and not caller.is_suspended:
            return replace(caller, is_suspended=True, platform_roles=frozenset(), roles={})
        if caller.person_id not in self._affected:
            return caller
        left = {
            organization_id: ended.roles & roles
            for organization_id, roles in caller.roles.items()
            if (ended := self._ended.get((caller.person_id, organization_id))) is not None
            and issued <= ended.until
            and not roles <= ended.roles
        }
        if not left:
            return caller
        roles = {key: held for key, held in {**caller.roles, **left}.items() if held}
        return replace(caller, roles=roles)

    def _refuse_unheard(self, issued: datetime) -> None:
        if self._heard_since is not None and issued >= self._heard_since:
            return
        if self._clock.now() - issued > self._unheard:
            raise Unavailable(
                "Roles may have ended since this passport was issued, and that cannot be looked up now. "
                "Exchange your credential again, or try again in a moment.",
                reason="PASSPORT_UNCHECKED",
            )

    def _forget(self, now: datetime) -> None:
        """Forgets what no passport can be older than; and if there is too much, the oldest."""
        while self._ended:
            key, oldest = next(iter(self._ended.items()))
            is_full = len(self._ended) > self._most
            if not is_full and oldest.heard > now - LONGEST_LIFETIME:
                break
            del self._ended[key]
            self._affected[key[0]] -= 1
            if not self._affected[key[0]]:
                del self._affected[key[0]]
            self._lose(oldest.until, lost=is_full)
        while self._suspended:
            person_id, heard = next(iter(self._suspended.items()))
            is_full = len(self._suspended) > self._most
            if not is_full and heard > now - LONGEST_LIFETIME:
                break
            del self._suspended[person_id]
            self._lose(heard, lost=is_full)

    def _lose(self, until: datetime, *, lost: bool) -> None:
        if lost and self._heard_since is not None:
            self._heard_since = max(self._heard_since, until)
