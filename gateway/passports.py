"""Passports: what a caller's credential is exchanged for, kept for as long as that is safe.

A passport is refreshed within seconds of its use, so that a role that was ended soon counts no more.
While the organizations service is away, the last passport serves until it expires, which is minutes.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from banyan.organizations.v1.passport_pb2 import IssuePassportResponse
from prometheus_client import Counter

from services.kit import deadline
from services.kit.clock import Clock
from services.kit.errors import DeadlineExceeded, InvalidArgument, Unauthenticated, Unavailable

_EXCHANGES = Counter(
    "banyan_passport_exchanges",
    "Credentials exchanged for passports: issued, refused, kept (the services are away, the last one "
    "still serves), unavailable, failed.",
    ["outcome"],
)
Issue = Callable[[str], Awaitable[IssuePassportResponse]]

LONGEST_CREDENTIAL = 8192
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# A passport that is about to expire would do so on its way.
_MARGIN = timedelta(seconds=2)
_EXCHANGE_SECONDS = 3.0
# Whoever still holds a valid passport does not wait long for a fresh one, but after a change of theirs.
_REFRESH_SECONDS = 1.0


@dataclass(slots=True)
class _Entry:
    """What is known of one credential."""

    passport: IssuePassportResponse | None = None
    fresh_until: datetime = _LONG_AGO
    exchange: asyncio.Task[IssuePassportResponse] | None = None
    is_outdated: bool = False  # known not to tell all roles

    def fresh(self, now: datetime) -> IssuePassportResponse | None:
        """Returns the passport if it needs no refreshing."""
        return self.valid(now) if now < self.fresh_until else None

    def valid(self, now: datetime) -> IssuePassportResponse | None:
        """Returns the passport if the services would take it."""
        if self.passport is None:
            return None
        expires = self.passport.expire_time.ToDatetime(tzinfo=UTC)
        return self.passport if now < expires - _MARGIN else None


class Passports:
    """Exchanges credentials for passports, each once however many requests bring it at a time.

    Args:
        issue: Exchanges a credential; "" stands for nobody in particular.
        clock: Tells the time.
        fresh: For how many seconds a passport is used without being refreshed.
        capacity: How many credentials are remembered; the least recently used is forgotten.
    """

    def __init__(
        self, issue: Issue, clock: Clock, *, fresh: float = 5.0, capacity: int = 10_000
    ) -> None:
        self._issue = issue
        self._clock = clock
        self._fresh = timedelta(seconds=fresh)
        self._capacity = capacity
        self._entries: OrderedDict[bytes, _Entry] = OrderedDict()

    async def get(self, credential: str | None) -> IssuePassportResponse:
        """Returns a passport for a credential, or an anonymous one for None.

        Raises:
            Unauthenticated: The credential does not hold.
            Unavailable: It could not be exchanged, and there is no valid passport from before.
            DeadlineExceeded: As before.
        """
        key = _key(credential)
        entry = self._entries.setdefault(key, _Entry())
        self._entries.move_to_end(key)
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)
        if passport := entry.fresh(self._clock.now()):
            return passport
        if entry.exchange is None:
            entry.exchange = asyncio.create_task(self._exchange(entry, credential or ""))
            entry.exchange.add_done_callback(_forget_outcome)
        try:
            # A caller who goes away must not end the exchange for the others.
            return await asyncio.shield(entry.exchange)
        except Unauthenticated:
            if self._entries.get(key) is entry:
                del self._entries[key]
            raise

    def renew(self, credential: str | None) -> None:
        """Sees to it that the next passport for a credential is exchanged after this moment."""
        key = _key(credential)
        if key in self._entries:
            # An exchange under way may have begun too early; its outcome stays with the old entry.
            self._entries[key] = _Entry(self._entries[key].passport, is_outdated=True)

    async def _exchange(self, entry: _Entry, credential: str) -> IssuePassportResponse:
        outcome = "failed"
        begun = self._clock.now()
        usable = entry.valid(begun)
        try:
            _require_length(credential)
            is_bridged = usable is not None and not entry.is_outdated
            async with deadline.within(_REFRESH_SECONDS if is_bridged else _EXCHANGE_SECONDS):
                entry.passport = await self._issue(credential)
        except Unauthenticated:
            outcome = "refused"
            raise
        except InvalidArgument as error:
            outcome = "refused"
            raise Unauthenticated(
                "The credential is not valid; sign in again.", reason="CREDENTIAL_INVALID"
            ) from error
        except (Unavailable, DeadlineExceeded):
            outcome = "unavailable" if usable is None else "kept"
            if usable is None:
                raise
            # Not asked again with each request: the outage is to be felt by one of them only.
            entry.fresh_until = self._clock.now() + self._fresh
            return usable
        else:
            outcome = "issued"
            entry.fresh_until = begun + self._fresh
            return entry.passport
        finally:
            entry.exchange, entry.is_outdated = None, False
            _EXCHANGES.labels(outcome).inc()


def _key(credential: str | None) -> bytes:
    return hashlib.sha256((credential or "").encode("utf-8", "surrogatepass")).digest()


def _require_length(credential: str) -> None:
    if len(credential) > LONGEST_CREDENTIAL:
        raise Unauthenticated("The credential is too long.", reason="CREDENTIAL_INVALID")


def _forget_outcome(task: asyncio.Task[IssuePassportResponse]) -> None:
    """Looks at the outcome, so that an error which nobody awaits any more is not complained of."""
    if not task.cancelled():
        task.exception()
