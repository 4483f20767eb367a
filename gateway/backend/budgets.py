"""Budgets: how much work each caller may ask for.

A budget is a token bucket: it holds `capacity` points, an operation takes its cost before it starts, and
the bucket fills again by `refill` points a second. A caller is a signed-in principal, or an address where
nobody is signed in. A bucket that has not been used for a while is full, and a full bucket need not be
remembered; so there are never more than `_MOST_CALLERS`, and forgetting the oldest gives nothing away.
"""

import asyncio
import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from gateway.backend.allowances import Policy
from services.kit.errors import Exhausted
from services.kit.process.metrics import LIMIT_REFUSALS

# The points of every operation: to read it, to admit its caller, and to answer.
OPERATION = 10
# The points of a call to a service; each resource in its answer is one more.
CALL = 10
_MOST_CALLERS = 50_000
# The part of a budget from which on other replicas should hear that it was spent.
_WORTH_TELLING = 0.02


@dataclass(slots=True)
class _Bucket:
    level: float
    at: float
    subscriptions: int = 0
    spent: int = 0  # here, since the bucket is remembered
    told: int = 0  # of that, what other replicas have heard of


class Account:
    """The bucket of one caller under one policy."""

    def __init__(self, policy: Policy, bucket: _Bucket, budgets: "Budgets", key: str) -> None:
        self.policy = policy
        self._bucket = bucket
        self._budgets = budgets
        self._key = key

    @property
    def left(self) -> int:
        """The points that are left now; never less than 0."""
        return max(0, int(self._level()))

    @property
    def seconds_until_full(self) -> int:
        """The seconds until all points are back."""
        return math.ceil((self.policy.capacity - self._level()) / self.policy.refill)

    def spend(self, points: int) -> None:
        """Takes points.

        Raises:
            Exhausted: There are too few. `retry_seconds` says when there are enough.
        """
        missing = points - self._level()
        if missing > 0:
            LIMIT_REFUSALS.labels(self.policy.name).inc()
            raise Exhausted(
                self.policy.advice,
                reason="BUDGET_SPENT",
                retry_seconds=math.ceil(missing / self.policy.refill),
            )
        self._bucket.level -= points
        self._note(points)

    async def wait(self, points: int) -> None:
        """Takes points, as soon as there are enough, or as many as there ever are."""
        points = min(points, self.policy.capacity)
        while (missing := points - self._level()) > 0:  # noqa: ASYNC110 # others take too
            await asyncio.sleep(missing / self.policy.refill)
        self.spend(points)

    def subscribe(self) -> None:
        """Counts a subscription of the caller, until `unsubscribe`.

        Raises:
            Exhausted: The caller has too many.
        """
        if self._bucket.subscriptions >= self.policy.subscriptions:
            LIMIT_REFUSALS.labels("subscriptions").inc()
            raise Exhausted(
                "You have {max} subscriptions, and more are not possible. End one first.",
                reason="TOO_MANY_SUBSCRIPTIONS",
                params={"max": self.policy.subscriptions},
            )
        self._bucket.subscriptions += 1

    def unsubscribe(self) -> None:
        """Ends a subscription."""
        self._bucket.subscriptions -= 1

    def return_(self, points: int) -> None:
        """Gives back points that were taken and not needed."""
        self._bucket.level = min(self.policy.capacity, self._level() + points)
        self._note(-points)

    def spent_elsewhere(self, points: int) -> None:
        """Takes points that the caller has spent at another replica, even if there are too few."""
        self._bucket.level = max(-self.policy.capacity, self._level() - points)

    def _level(self) -> float:
        now, bucket = self._budgets.now(), self._bucket
        refilled = bucket.level + (now - bucket.at) * self.policy.refill
        bucket.level, bucket.at = min(self.policy.capacity, refilled), now
        return bucket.level

    def _note(self, points: int) -> None:
        """Keeps what other replicas should hear of: not of callers who ask for little."""
        bucket = self._bucket
        bucket.spent += points
        if abs(bucket.spent - bucket.told) >= self.policy.capacity * _WORTH_TELLING:
            self._budgets.unshared[self._key] = bucket


class Budgets:
    """The buckets of all callers of this process.

    Args:
        policies: The policies under which callers may have spent points elsewhere.
        most: The number of buckets that are remembered.
        now: Returns the time in seconds, from any beginning.

    Attributes:
        now: Returns the time.
        unshared: The buckets whose changes other replicas do not know yet, by key.
    """

    def __init__(
        self,
        policies: Iterable[Policy] = (),
        most: int = _MOST_CALLERS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.unshared: dict[str, _Bucket] = {}
        self._policies = {policy.name: policy for policy in policies}
        self._most = most
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def account(self, policy: Policy, caller: str) -> Account:
        """Returns the account of a caller under a policy."""
        # Neither this process nor the store that replicas share has to hold who it is.
        digest = hashlib.sha256(caller.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._account(policy, f"{policy.name}.{digest}")

    def spent_elsewhere(self, key: str, points: int) -> None:
        """Takes points that a caller has spent at another replica.

        Args:
            key: The key of the bucket, as in `unshared`.
            points: The points; negative if they were returned.
        """
        policy = self._policies.get(key.partition(".")[0])
        if policy is not None:
            self._account(policy, key).spent_elsewhere(points)

    def _account(self, policy: Policy, key: str) -> Account:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = _Bucket(policy.capacity, self.now())
            self._buckets[key] = bucket
            self._forget()
        self._buckets.move_to_end(key)
        return Account(policy, bucket, self, key)

    def _forget(self) -> None:
        """Forgets callers who have been away longest, except those who have a subscription."""
        surplus = max(0, len(self._buckets) - self._most)
        for key in list(islice(self._buckets, surplus)):
            if self._buckets[key].subscriptions:
                self._buckets.move_to_end(key)
            else:
                del self._buckets[key]
