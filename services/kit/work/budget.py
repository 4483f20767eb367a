"""Budgets: how much one principal may change and announce per time, in a service as a whole.

A bucket per principal leaks evenly. It is in the database, so it holds for all replicas, and it is filled by the
last statement of the transaction, so what is refused costs nothing. The work that makes the bucket overflow is
still done, because one large act (an import, a cancelled event) is as legitimate as many small ones; the
next one waits. Jobs and consumers have no budget: they do what was charged when it was asked for.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Double, Text
from sqlalchemy.types import TypeEngine

from services.kit.errors import Exhausted
from services.kit.process import metrics
from services.kit.process.config import DatabaseSettings
from services.kit.work.transaction import Transaction, Written

# A bucket never holds more than this part above its limit, so nobody waits for long after a large act.
_OVERFLOW = 1.1
_AGE = "extract(epoch FROM clock_timestamp() - spent.update_time)"
# What each bucket still holds.
_CHANGES = f"greatest(0, spent.changes - :most_changes * {_AGE} / :seconds)"
_BYTES = f"greatest(0, spent.bytes - :most_bytes * {_AGE} / :seconds)"
_NUMBERS: Mapping[str, type[TypeEngine[float]]] = dict.fromkeys(
    ("most_changes", "most_bytes", "seconds"), Double
)
# Charges a principal, and returns a row unless the budget was used up before. No changes cost nothing.
CHARGE = f"""
    INSERT INTO spent (principal_id, changes, bytes, update_time)
    SELECT :principal_id, least(:most_changes * :overflow, :cost),
      least(:most_bytes * :overflow, :bytes), clock_timestamp()
    WHERE :cost > 0
    ON CONFLICT (principal_id) DO UPDATE SET
      changes = least(:most_changes * :overflow, excluded.changes + {_CHANGES}),
      bytes = least(:most_bytes * :overflow, excluded.bytes + {_BYTES}),
      update_time = clock_timestamp()
    WHERE {_CHANGES} + 1 <= :most_changes AND {_BYTES} < :most_bytes
    RETURNING 1
"""  # all constants
CHARGE_TYPES: Mapping[str, type[TypeEngine[float]]] = {
    **_NUMBERS,
    **dict.fromkeys(("overflow", "cost", "bytes"), Double),
}
_WAIT = Written(
    f"""
    SELECT greatest(({_CHANGES} + 1) / :most_changes, {_BYTES} / :most_bytes)
    FROM spent WHERE principal_id = :principal_id
    """,  # noqa: S608 # all constants
    principal_id=Text(),
    **_NUMBERS,
)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a principal may change and announce.

    Attributes:
        changes: The number of changed rows.
        bytes: The size of the notices.
        seconds: The time in which a full bucket is empty again.
    """

    changes: int
    bytes: int
    seconds: float

    @classmethod
    def of(cls, settings: DatabaseSettings) -> "Budget":
        """Returns the budget that the configuration gives to each principal."""
        return cls(settings.change_budget, settings.byte_budget, settings.budget_seconds)

    def charge(self, changes: int, announced_bytes: int) -> dict[str, float]:
        """Returns the parameters of `CHARGE` for work that has changed and announced so much."""
        return {
            "most_changes": float(self.changes),
            "most_bytes": float(self.bytes),
            "seconds": self.seconds,
            "overflow": _OVERFLOW,
            "cost": float(changes),
            "bytes": float(announced_bytes),
        }


NOTHING = Budget(0, 0, 1.0).charge(0, 0)


async def refuse(principal_id: str, charge: Mapping[str, float], transaction: Transaction) -> None:
    """Refuses work of a principal whose budget was used up before.

    Args:
        principal_id: The principal.
        charge: The parameters of the charge.
        transaction: The transaction, for the time when to try again.

    Raises:
        Exhausted: Always.
    """
    values = _WAIT.values(principal_id=principal_id, **charge)
    rows = await transaction.fetch(_WAIT.sql, values)
    full = float(rows[0][0]) if rows else 1.0
    wait = max(1, math.ceil((full - 1) * charge["seconds"]))
    metrics.LIMIT_REFUSALS.labels("changes").inc()
    raise Exhausted(
        "You have changed too much in a short time. Try again in {seconds} s.",
        reason="BUDGET_SPENT",
        params={"seconds": wait},
        retry_seconds=wait,
    )
