"""Logs: one JSON object per line on standard error, with the trace ID, without personal data and secrets.

Whatever else Python writes to standard error by itself becomes a line too: warnings, errors that nobody caught, in
any thread, and errors that could not be raised. The C core of gRPC, whose lines would not be JSON, is silent.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType

from google.protobuf import json_format
from google.protobuf.message import Message

from services.kit.contract.personal import without_personal_data
from services.kit.process import telemetry

_STANDARD = set(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}

# Read when gRPC starts. What fails there, fails in a call, and is logged by whoever made it.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")
_uncaught = logging.getLogger("banyan.uncaught")
_REPEAT_VALUES = frozenset({"asyncpg", "sqlalchemy"})
# What looks like a key of an app or a secret of a webhook. No code logs one, but a caller can put theirs where it
# is logged, such as into the name of an operation.
_SECRET = re.compile(r"(bny_(?:live|test)_|whsec_)[0-9A-Za-z+/=]+")


class JsonFormatter(logging.Formatter):
    """Formats a record as JSON: time, level, service, logger, message, trace_id, and its extras."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        """Returns the record as one line of JSON."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "service": self._service,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if trace_id := telemetry.trace_id():
            line["trace_id"] = trace_id
        line |= {key: _plain(value) for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = describe(record.exc_info[1])
        text = json.dumps(line, ensure_ascii=False, default=str, separators=(",", ":"))
        return _SECRET.sub(r"\1[redacted]", text)


def set_up(service: str, level: str = "INFO") -> None:
    """Sends the logs of this process to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # The library logs a traceback at every attempt to reconnect; we log the outage once.
    logging.getLogger("nats").setLevel(logging.CRITICAL)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda thrown: _log_uncaught(
        thrown.exc_type, thrown.exc_value, thrown.exc_traceback
    )
    sys.unraisablehook = lambda thrown: _log_uncaught(
        thrown.exc_type, thrown.exc_value, thrown.exc_traceback
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is None or issubclass(kind, SystemExit | KeyboardInterrupt):
        return
    _uncaught.critical("an error that nobody caught", exc_info=(kind, error, trace))


def describe(error: BaseException) -> str:
    """Returns the traceback of an error.

    The database repeats values of a row in the text of its errors. The traceback of such an error,
    and of its causes, shows only the class and the SQLSTATE.
    """
    return "\ncaused by\n".join(_chain(error, hidden=False))


def _chain(error: BaseException, *, hidden: bool) -> list[str]:
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        hidden = hidden or _hides_values(current)
        frames = "".join(traceback.format_tb(current.__traceback__))
        state = getattr(current, "sqlstate", None) or getattr(
            getattr(current, "orig", None), "sqlstate", None
        )
        text = f"SQLSTATE {state or 'unknown'}" if hidden else str(current)
        parts.append(f"{frames}{type(current).__qualname__}: {text}")
        if isinstance(current, BaseExceptionGroup):
            for each in current.exceptions:
                parts += _chain(each, hidden=hidden)
        current = current.__cause__ or current.__context__
    return parts


def _hides_values(error: BaseException) -> bool:
    """Tells whether the text of an error, or of a cause, may repeat values of a row."""
    # By module name, because the gateway logs too and has neither library installed.
    return any(base.__module__.split(".")[0] in _REPEAT_VALUES for base in type(error).__mro__)


def _plain(value: object) -> object:
    if not isinstance(value, Message):
        return value
    try:
        return json_format.MessageToDict(
            without_personal_data(value), preserving_proto_field_name=True
        )
    except json_format.Error:  # such as a time outside the calendar; losing the line would be worse
        return value.DESCRIPTOR.full_name
