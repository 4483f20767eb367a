"""Dead letters: notices that a consumer has given up on, until an operator retries them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, and_, delete, select, update

from services.kit.bus.consumers import Consumer, Handling
from services.kit.calls.passport import Caller
from services.kit.process.config import ServiceSettings
from services.kit.work import tables
from services.kit.work.database import is_infrastructure
from services.kit.work.notices import Notice, read_notice
from services.kit.work.unit import Units

_failure = tables.failure
_CALLER = Caller(principal_id="command:deadletters")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A notice that a consumer has given up on.

    Attributes:
        id: The ID of the notice.
        consumer: The consumer that has given up.
        subject: "banyan.<service>.<resource>.<id>.<verb>".
        errors: How often its handler failed.
        last_error: The class of the last error. Its text might repeat data of the notice.
        update_time: The time of the last failure, in UTC.
    """

    id: str
    consumer: str
    subject: str
    errors: int
    last_error: str
    update_time: datetime


class Outcome(Enum):
    """The outcome of a retry."""

    HANDLED = "handled"
    OUTDATED = "dropped: this or a newer version has been handled since"
    FAILED = "kept: it failed again"
    UNREACHABLE = "kept: the database is unreachable"
    NO_CONSUMER = "kept: the service no longer has this consumer; `deadletters discard` deletes it"

    @property
    def is_kept(self) -> bool:
        """Whether the letter is still stored."""
        return self not in (Outcome.HANDLED, Outcome.OUTDATED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of retrying one letter.

    Attributes:
        letter: The letter before the retry.
        outcome: The outcome.
        error: The class of the error; empty if there was none.
    """

    letter: DeadLetter
    outcome: Outcome
    error: str = ""


async def dead_letters(units: Units, notice_id: str | None = None) -> list[DeadLetter]:
    """Returns the dead letters, oldest notice first; with an ID, only those of that notice."""
    names = ("consumer", "subject", "errors", "last_error", "update_time")
    statement = (
        select(_failure.c.notice_id.label("id"), *(_failure.c[name] for name in names))
        .where(_failure.c.dead)
        .order_by(_failure.c.notice_id, _failure.c.consumer)
    )
    if notice_id is not None:
        statement = statement.where(_failure.c.notice_id == notice_id)
    async with units.reading() as session:
        return [DeadLetter(**row) for row in (await session.execute(statement)).mappings()]


async def discard(units: Units, letters: Sequence[DeadLetter]) -> None:
    """Deletes letters. What they say is lost to their consumers until the resource changes again."""
    async with units.writing(_CALLER) as work:
        for letter in letters:
            await work.session.execute(delete(_failure).where(_is(letter)))


async def retry(
    units: Units,
    settings: ServiceSettings,
    consumers: Sequence[Consumer],
    letters: Sequence[DeadLetter],
) -> AsyncIterator[Attempt]:
    """Retries letters exactly as their consumers would, one after the other."""
    handlings = {each.name: Handling(each, units, settings) for each in consumers}
    for letter in letters:
        handling = handlings.get(letter.consumer)
        if handling is None:
            yield Attempt(letter, Outcome.NO_CONSUMER)
        elif (notice := await _notice(units, letter)) is not None:
            yield await _retry(units, handling, letter, notice)


async def _retry(units: Units, handling: Handling, letter: DeadLetter, notice: Notice) -> Attempt:
    try:
        is_new = await handling.apply(notice)
    except Exception as error:
        name = type(error).__qualname__
        if is_infrastructure(error):
            return Attempt(letter, Outcome.UNREACHABLE, name)
        await _note_failure(units, letter, name)
        return Attempt(letter, Outcome.FAILED, name)
    return Attempt(letter, Outcome.HANDLED if is_new else Outcome.OUTDATED)


async def _notice(units: Units, letter: DeadLetter) -> Notice | None:
    """Returns the notice of a letter, or None if someone else has handled it in the meantime."""
    async with units.reading() as session:
        row = (await session.execute(select(_failure).where(_is(letter)))).first()
    return None if row is None else read_notice(row.subject, row.headers, row.payload)


async def _note_failure(units: Units, letter: DeadLetter, error: str) -> None:
    async with units.writing(_CALLER) as work:
        await work.session.execute(
            update(_failure)
            .where(_is(letter))
            .values(errors=_failure.c.errors + 1, last_error=error, update_time=units.clock.now())
        )


def _is(letter: DeadLetter) -> ColumnElement[bool]:
    return and_(_failure.c.consumer == letter.consumer, _failure.c.notice_id == letter.id)
