"""Entering what was before it was written down here: since when a group is cultivated, and at its stage."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from services.kit.contract.values import moment_of
from services.kit.errors import Violation
from services.kit.work.work import Work

LONGEST_PAST = timedelta(days=3653)


def broken_past(request: Any, field: str, earliest: datetime, work: Work) -> Iterator[Violation]:
    """Yields what is wrong with a time since when something is.

    Args:
        request: The request.
        field: The field with the time. Left out, nothing is wrong.
        earliest: The earliest time that it can be.
        work: The work.
    """
    moment = moment_of(request, field)
    if moment is not None and not earliest <= moment <= work.now:
        yield Violation(
            field,
            "must be in the past, within ten years, and not before the group was enrolled. Choose another time",
            "NOT_IN_THE_PAST",
        )
