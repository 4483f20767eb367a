"""Rows and messages of notes, for the tests about mapping."""

from datetime import UTC, datetime
from typing import Any

from tests.kit.notes.models import Note

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


def row(**values: Any) -> Note:
    defaults: dict[str, Any] = {"version": 1, "create_time": NOW, "update_time": NOW}
    return Note(**(defaults | values))
