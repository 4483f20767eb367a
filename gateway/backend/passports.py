"""Passports: exchanged for callers' credentials, and cached as long as that is safe.

A passport is refreshed within seconds of its use, so that an ended role soon stops counting. While the
organizations service is down, the last passport serves until it expires, which takes minutes.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from banyan.organizations.v1.passport_pb2 import IssuePassportResponse
from prometheus_client import Counter

from services.kit.calls import deadline
from services.kit.errors import DeadlineExceeded, InvalidArgument, Unauthenticated, Unavailable
from services.kit.process.clock import Clock

_EXCHANGES = Counter(
    "banyan_passport_exchanges",
    "Credentials exchanged for passports: issued, refused, kept (the services are away, the last one "
    "still serves), unavailable, failed.",
    ["outcome"],
)
Issue = Callable[[str, int], Awaitable[IssuePassportResponse]]

LONGEST_CREDENTIAL = 8192
_MOST_OPERATIONS = 1_000_000  # the most that one exchange reports
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# A passport that is about to expire would expire on its way.
_MARGIN = timedelta(seconds=2)
_EXCHANGE_SECONDS = 3.0
# A caller with a valid passport does not wait long for a new one, except after their own change.
_REFRESH_SECONDS = 1.0


@dataclass(slots=True)
class _Entry:
    """The state of one credential."""

    passport: IssuePassportResponse | None = None
    fresh_until: datetime = _LONG_AGO
    exchange: asyncio.Task[IssuePassportResponse] | None = None
    is_outdated: bool = False  # known not to contain all roles
    operations: int = 0  # that were run with it and not told yet

    def fresh(self, now: datetime) -> IssuePassportResponse | None:
        """Returns the passport unless it needs refreshing."""
        return self.valid(now) if now < self.fresh_until else None

    def valid(self, now: datetime) -> IssuePassportResponse | None:
        """Returns the passport if services would still accept it."""
        if self.passport is None:
            return None
        expires = self.passport.expire_time.ToDatetime(tzinfo=UTC)
        return self.passport if now < expires - _MARGIN else None


def passport_for(issued: IssuePassportResponse, service: str) -> str:
    """Returns the passport to send to a service."""
    for each in issued.addressed_passports:
        if service in each.services:
            return each.passport
    return issued.passport  # of an organizations service of the release before


class Passports:
    """Exchanges credentials for passports, once for all concurrent requests.

    Args:
        issue: Exchanges a credential, "" for an anonymous passport, and tells how many operations it was used for
            since the last time.
        clock: The clock.
        fresh: The seconds that a passport is used without a refresh.
        capacity: The number of cached credentials. The least recently used is evicted.
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
            Unauthenticated: The credential is invalid.
            Unavailable: It could not be exchanged, and no valid passport is cached.
            DeadlineExceeded: The exchange took too long, and no valid passport is cached.
        """
        key = _key(credential)
        entry = self._entries.setdefault(key, _Entry())
        self._entries.move_to_end(key)
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)
        entry.operations = min(entry.operations + 1, _MOST_OPERATIONS)
        if passport := entry.fresh(self._clock.now()):
            return passport
        if entry.exchange is None:
            entry.exchange = asyncio.create_task(self._exchange(entry, credential or ""))
            entry.exchange.add_done_callback(_forget_outcome)
        try:
            # A caller who disconnects must not cancel the exchange for the others.
            return await asyncio.shield(entry.exchange)
        except Unauthenticated:
            if self._entries.get(key) is entry:
                del self._entries[key]
            raise

    def renew(self, credential: str | None) -> None:
        """Makes the next use of a credential exchange it again."""
        key = _key(credential)
        if key in self._entries:
            # A running exchange may have started too early, so its outcome stays with the old entry.
            last = self._entries[key]
            self._entries[key] = _Entry(last.passport, is_outdated=True, operations=last.operations)
            last.operations = 0

    async def _exchange(self, entry: _Entry, credential: str) -> IssuePassportResponse:
        outcome = "failed"
        begun = self._clock.now()
        usable = entry.valid(begun)
        operations, entry.operations = entry.operations, 0
        try:
            _require_length(credential)
            is_bridged = usable is not None and not entry.is_outdated
            async with deadline.within(_REFRESH_SECONDS if is_bridged else _EXCHANGE_SECONDS):
                entry.passport = await self._issue(credential, operations)
        except Unauthenticated:
            outcome = "refused"
            raise
        except InvalidArgument as error:
            outcome = "refused"
            raise Unauthenticated(
                "The access token is not valid. Sign in again.", reason="CREDENTIAL_INVALID"
            ) from error
        except (Unavailable, DeadlineExceeded):
            entry.operations = min(entry.operations + operations, _MOST_OPERATIONS)
            outcome = "unavailable" if usable is None else "kept"
            if usable is None:
                raise
            # Not retried by each request: only one of them pays for the outage.
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
        raise Unauthenticated("The access token is too long.", reason="CREDENTIAL_INVALID")


def _forget_outcome(task: asyncio.Task[IssuePassportResponse]) -> None:
    """Retrieves the outcome, so that asyncio does not report an error that nobody awaits."""
    if not task.cancelled():
        task.exception()
