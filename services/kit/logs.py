"""Logs: one JSON object a line on standard error, with the trace id, and never a person's data."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from google.protobuf import json_format
from google.protobuf.message import Message

from services.kit import telemetry
from services.kit.personal import without_personal_data

_STANDARD = set(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}

_REPEAT_VALUES = frozenset({"asyncpg", "sqlalchemy"})


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
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(service: str, level: str = "INFO") -> None:
    """Sends the logs of this process to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(service))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # The library tells every reconnection attempt as an error with a traceback; we tell it once.
    logging.getLogger("nats").setLevel(logging.CRITICAL)


def describe(error: BaseException) -> str:
    """Returns the traceback of an error.

    The database repeats the values of a row in the text of its errors, so of such errors only the
    class and the SQLSTATE are told, along the whole chain of causes.
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
    """Tells whether the text of an error, and of its causes, may repeat what a row holds."""
    # By the names of their modules: the gateway logs too, and has neither of them.
    return any(base.__module__.split(".")[0] in _REPEAT_VALUES for base in type(error).__mro__)


def _plain(value: object) -> object:
    if not isinstance(value, Message):
        return value
    try:
        return json_format.MessageToDict(
            without_personal_data(value), preserving_proto_field_name=True
        )
    except json_format.Error:  # such as a moment outside of the calendar; the line matters more
        return value.DESCRIPTOR.full_name
