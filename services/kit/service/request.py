"""A request on its way through the pipeline, and the record of how it ended."""

import logging
import time
from collections.abc import Mapping
from typing import Any

from services.kit.calls.passport import Caller
from services.kit.contract.rpc import Method
from services.kit.process import metrics
from services.kit.service.intake import Leave, nothing_to_leave
from services.kit.work.access import UNIDENTIFIED

log = logging.getLogger("banyan.rpc")
ANONYMOUS = Caller(principal_id="anonymous")
SLOW_SECONDS = 1.0  # a read that takes longer is logged


class Request:
    """A request on its way through the pipeline.

    Attributes:
        method: The method called.
        data: The serialized request.
        metadata: Its metadata.
        message: The request, once parsed.
        caller: The caller, once verified.
        leave: Lets another change begin; see `services/kit/service/intake.py`.
    """

    def __init__(self, method: Method, data: bytes, metadata: Mapping[str, str]) -> None:
        self.method = method
        self.data = data
        self.metadata = metadata
        self.message: Any = None
        self.caller = ANONYMOUS
        self.leave: Leave = nothing_to_leave


def record(request: Request, code: str, reason: str, started: float) -> None:
    """Counts a finished request and logs it, unless it is one of the many that only read, and soon."""
    seconds = time.perf_counter() - started
    metrics.answered(request.method.path, code, seconds)
    level = logging.DEBUG if code == "OK" and _is_plain(request, seconds) else logging.INFO
    if log.isEnabledFor(level):
        log.log(
            level,
            "rpc",
            extra={
                "method": request.method.path,
                "code": code,
                **({"reason": reason} if reason else {}),
                "principal": request.caller.principal_id,
                "milliseconds": round(seconds * 1000, 2),
            },
        )


def _is_plain(request: Request, seconds: float) -> bool:
    """Tells whether a request that succeeded is one of the many that nobody looks for."""
    access = request.method.access
    # Passports are exchanged with nearly every mutation, and nobody has a name yet who asks for one.
    is_plumbing = access.audience == UNIDENTIFIED
    is_read = not request.method.mutates and not access.audited and seconds < SLOW_SECONDS
    return is_plumbing or is_read
