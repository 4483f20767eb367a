"""Rotas, and the turns that nobody could take."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.events.v1 import rota_pb2
from sqlalchemy import Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.events.tables import Table
from services.kit.errors import Refused
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    no_entries,
    no_items,
    time_field,
)


class RotaState(StrEnum):
    """The states of a rota."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


_IS_ACTIVE = text(f"state = '{RotaState.ACTIVE}'")
ALREADY_A_ROTA = Refused(
    "There is a rota for this shift already. Change the people on that one, or end it first.",
    reason="ROTA_ALREADY",
)


class Rota(Resource, Table, table=True):
    """A duty of a series that rotates through a group."""

    __tablename__ = "rota"
    __table_args__ = (
        Index("rota_organization", "organization_id", "id"),
        Index("rota_person", "person_ids", postgresql_using="gin"),
        Index("rota_once", "shift_template_id", unique=True, postgresql_where=_IS_ACTIVE),
    )
    message = rota_pb2.Rota

    organization_id: UUID
    event_series_id: UUID = Field(foreign_key="event_series.id")
    # Unique among all series, but for those that were split from one another.
    shift_template_id: UUID
    person_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    people_per_turn: int
    days_ahead: int
    start_date: date
    skipped_dates: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    state: RotaState = enum_field(RotaState, default=RotaState.ACTIVE)
    # By person: the turns that count beside those they have had, because they joined later.
    credits: dict[str, Any] = derived_field(default_factory=no_entries, sa_type=JSONB)

    def credit_of(self, person_id: UUID) -> int:
        """Returns how many turns count for a person beside those they have had."""
        return int(self.credits.get(str(person_id), 0))

    def credit(self, joined: Iterable[UUID], turns: dict[UUID, int]) -> None:
        """Lets people who join count as having had as many turns as those with the fewest.

        Args:
            joined: Those who join.
            turns: How many turns each person has had who is or was on the rota; none if not listed.
        """
        new = set(joined)
        stay = [each for each in self.person_ids if each not in new]
        fewest = min((turns.get(each, 0) + self.credit_of(each) for each in stay), default=0)
        counts = {str(each): self.credit_of(each) for each in stay}
        counts |= {str(each): max(0, fewest - turns.get(each, 0)) for each in new}
        self.credits = {person: number for person, number in counts.items() if number}

    def leave(self, person_id: UUID) -> None:
        """Takes a person off.

        Raises:
            Refused: They are the last one, or the rota has ended.
        """
        self.check_active()
        rest = [each for each in self.person_ids if each != person_id]
        if not rest:
            raise Refused(
                "You are the last one on this rota. Ask a coordinator to end it, or to add somebody first.",
                reason="ROTA_NEEDS_SOMEBODY",
            )
        self.person_ids = rest
        self.credit((), {})

    def end(self) -> None:
        """Ends it."""
        self.change_state(
            {RotaState.ACTIVE},
            RotaState.ENDED,
            "This rota has ended already. Create a new one to give out turns again.",
        )

    def check_active(self) -> None:
        """Refuses changes to a rota that has ended.

        Raises:
            Refused: It has.
        """
        if self.state != RotaState.ACTIVE:
            raise Refused(
                "This rota has ended, so it cannot be changed. Create a new one.",
                reason="STATE_DOES_NOT_ALLOW",
            )


class RotaSearch(Table, table=True):
    """Who was passed over for a turn, until one looks again."""

    __tablename__ = "rota_search"
    __table_args__ = (Index("rota_search_retry", "retry_time"),)

    rota_id: UUID = Field(primary_key=True, foreign_key="rota.id")
    shift_id: UUID = Field(primary_key=True, foreign_key="shift.id")
    passed_person_ids: Sequence[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    # Whether nobody is left who could take the turn.
    is_over: bool = False
    retry_time: datetime = time_field()
