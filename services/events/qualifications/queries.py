"""Which qualifications shifts require, and which of them people have on a day."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, exists, func, or_, select
from sqlmodel import col

from services.events.qualifications.models import (
    Qualification,
    QualificationKind,
    QualificationState,
)
from services.kit.errors import Violation
from services.kit.work.work import Work

COUNTING = tuple(QualificationState)


class Held(NamedTuple):
    """A verified qualification of a person.

    Attributes:
        kind_id: Its kind.
        since: The first day on which it is valid.
        until: The last one; None if it is valid for good.
    """

    kind_id: UUID
    since: date
    until: date | None


def missing(
    required: Iterable[UUID],
    held: Collection[Held],
    names: Mapping[UUID, str],
    day: date,
) -> list[str]:
    """Returns the names of the kinds that are required and that nobody of these qualifications is of on a day.

    Args:
        required: The kinds.
        held: The verified qualifications of a person.
        names: The names of the kinds.
        day: The day.
    """
    valid = {
        each.kind_id
        for each in held
        if each.since <= day and (each.until is None or day <= each.until)
    }
    return [names.get(each, str(each)) for each in required if each not in valid]


def known_kinds(kind_ids: Any) -> Any:
    """Returns the columns with the names of kinds, as an array of ID and name."""
    kinds = select(func.row(col(QualificationKind.id), col(QualificationKind.name))).where(
        col(QualificationKind.id) == any_(kind_ids)
    )
    return func.array(kinds.scalar_subquery())


def known_qualifications(person_id: Any, kind_ids: Any) -> Any:
    """Returns the column with the verified qualifications of a person, of these kinds, as an array."""
    held = select(
        func.row(
            col(Qualification.qualification_kind_id),
            col(Qualification.issued_date),
            col(Qualification.valid_until_date),
        )
    ).where(
        col(Qualification.person_id) == person_id,
        col(Qualification.qualification_kind_id) == any_(kind_ids),
        col(Qualification.state).in_(COUNTING),
    )
    return func.array(held.scalar_subquery())


def where_qualified(person_id: Any, kind_id: UUID, day: date) -> ColumnElement[bool]:
    """The people who have a qualification of a kind on a day."""
    until = col(Qualification.valid_until_date)
    return exists().where(
        and_(
            col(Qualification.person_id) == person_id,
            col(Qualification.qualification_kind_id) == kind_id,
            col(Qualification.state).in_(COUNTING),
            col(Qualification.issued_date) <= day,
            or_(until.is_(None), until >= day),
        )
    )


async def names_of_kinds(kind_ids: Collection[UUID], work: Work) -> dict[UUID, str]:
    """Returns the names of kinds."""
    if not kind_ids:
        return {}
    found = await work.session.execute(
        select(col(QualificationKind.id), col(QualificationKind.name)).where(
            col(QualificationKind.id).in_(kind_ids)
        )
    )
    return {row[0]: row[1] for row in found}


async def held_by(
    people: Any, kind_ids: Collection[UUID], work: Work
) -> dict[UUID, frozenset[Held]]:
    """Returns the verified qualifications of some kinds, by person.

    Args:
        people: The IDs of the people, or the query for them.
        kind_ids: The kinds.
        work: The work.
    """
    if not kind_ids:
        return {}
    found = await work.session.execute(
        select(
            col(Qualification.person_id),
            col(Qualification.qualification_kind_id),
            col(Qualification.issued_date),
            col(Qualification.valid_until_date),
        ).where(
            col(Qualification.person_id).in_(people),
            col(Qualification.qualification_kind_id).in_(kind_ids),
            col(Qualification.state).in_(COUNTING),
        )
    )
    held: dict[UUID, set[Held]] = {}
    for person_id, kind_id, since, until in found:
        if since is not None:  # what was withdrawn has no day of issue
            held.setdefault(person_id, set()).add(Held(kind_id, since, until))
    return {person_id: frozenset(each) for person_id, each in held.items()}


async def broken_kinds(
    lists: Sequence[tuple[str, Sequence[str]]], before: Collection[UUID], work: Work
) -> list[Violation]:
    """Returns what is wrong with the kinds of qualifications that shifts are to require.

    Args:
        lists: Lists of the IDs of kinds, each with its field.
        before: The kinds that are required already, and may be retired.
        work: The work.
    """
    wanted = {each for _, ids in lists for each in map(_id, ids) if each} - set(before)
    if not wanted:
        return []
    found = await work.session.scalars(
        select(col(QualificationKind.id)).where(
            col(QualificationKind.id).in_(wanted), ~col(QualificationKind.retired)
        )
    )
    return list(_not_open(lists, wanted - set(found)))


def _id(text: str) -> UUID | None:
    """Returns an ID; None for a text that is none, of which the contract's rules complain."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _not_open(
    lists: Sequence[tuple[str, Sequence[str]]], closed: Collection[UUID]
) -> Iterator[Violation]:
    for field, ids in lists:
        for index, each in enumerate(ids):
            if _id(each) in closed:
                yield Violation(
                    f"{field}[{index}]",
                    "is not a kind of qualification in the catalogue, or it is retired. Choose another one, or"
                    " wait a moment if it is new",
                    "QUALIFICATION_KIND_NOT_OPEN",
                )
