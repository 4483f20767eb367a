"""Changes: conditional UPDATEs, with which the database settles races.

    TAKE_PLACE = Change(
        Shift,
        col(Shift.id) == bindparam("shift_id"),
        col(Shift.places_taken) < col(Shift.capacity),
        places_taken=col(Shift.places_taken) + 1,
    )
    rows = await work.make(TAKE_PLACE, shift_id=shift_id)

One that is declared once, with parameters, is built once, and runs without a session: a session takes several
times what the database takes. Its rows are not changed again.
"""

from collections.abc import Collection
from datetime import timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, DateTime, bindparam, func, inspect, literal_column, update
from sqlalchemy.sql.dml import ReturningUpdate

from services.kit.work.bulk import known_row
from services.kit.work.models import Resource
from services.kit.work.transaction import Built

R = TypeVar("R", bound=Resource)
NOW = "now"  # the parameter with the time of the work
# The precision of times in the database: an update_time grows by at least this much.
TICK = timedelta(microseconds=1)


class Change(Generic[R]):
    """Changes all rows that meet some conditions, and returns them as they are then.

    Args:
        row_type: The class of the rows.
        conditions: The conditions that a row must meet at that moment.
        values: The new values, which may be expressions of the old ones.

    Attributes:
        statement: The statement.
        names: The names of the columns that change.
    """

    def __init__(self, row_type: type[R], *conditions: ColumnElement[bool], **values: Any) -> None:
        row: Any = row_type
        tick: ColumnElement[Any] = literal_column("interval '1 microsecond'")
        later = func.greatest(bindparam(NOW, type_=DateTime(timezone=True)), row.update_time + tick)
        self.names: Collection[str] = tuple(values)
        self.statement: ReturningUpdate[Any] = (
            update(row_type)
            .where(*conditions)
            .values(version=row.version + literal_column("1"), update_time=later, **values)
            .returning(row_type)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        self._row_type = row_type

    @cached_property
    def built(self) -> Built:
        """The statement for the driver.

        Raises:
            TypeError: The rows have child rows, which the driver would not read.
        """
        if inspect(self._row_type).relationships:
            raise TypeError(f"{self._row_type.__name__} has child rows; use `change_if`")
        return Built(self.statement)

    def row(self, record: Any) -> R:
        """Returns a row from what the driver read."""
        return known_row(self._row_type, record)
