"""Holdings: what the tables of a service say about people, declared once for each service in its `personal.py`.

    PERSONAL = holdings(
        held(Membership, of=["person_id"]),
        held(MembershipRole, within=("membership_id", Membership)),
        held(FirstStep, by=["doer_id"]),
        nobody(Label),
    )

Everything follows from that: the file with a person's data, and the tests that no table and no column is forgotten. A
table is declared in exactly one way, those that say nothing about people included.

Each column by which rows of a person are found has an index: where the table declares none, `held` adds it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Index,
    Table,
    delete,
    null,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.kit.work import tables
from services.kit.work.held_parts import Part, parts_of


@dataclass(frozen=True, slots=True)
class Held:
    """What a table says about people.

    Attributes:
        table: The table.
        of: The columns with the person whose row it is.
        by: The columns with a person whom a row of somebody else names.
        listed: Columns with objects in a list, of which some name a person in the field of this name.
        inside: Columns with one object, which may name a person in the field of this name.
        within: The column with the key of the row that a row is part of, and the table of that.
        shows: The columns to show of rows that are the person's; empty for all.
        clears: What the columns of a row that is theirs say once they are erased; None where the row goes.
        keeps: The columns with texts that stay all the same.
    """

    table: Table
    of: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    listed: Mapping[str, str] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, Table] | None = None
    shows: tuple[str, ...] = ()
    clears: Mapping[str, Any] | None = field(default_factory=dict)
    keeps: tuple[str, ...] = ()

    def finding(self, person_id: UUID, holdings: "Holdings") -> Iterator[Any]:
        """Yields the statements that find the IDs and organizations of rows that lose something with the person."""
        if self.clears != {} or self.inside:
            keys = list(self.table.primary_key)
            key = keys[0] if len(keys) == 1 else null()  # a part is known by what it is part of
            organization = self.table.c.get("organization_id")
            shown = null() if organization is None else organization
            for condition in (*self._theirs(person_id, holdings), *self._inside(person_id)):
                yield select(key, shown).where(condition)

    def erasing(self, person_id: UUID, holdings: "Holdings") -> Iterator[Any]:
        """Yields the statements that erase what the table says about a person."""
        for condition in self._theirs(person_id, holdings):
            if self.clears is None:
                yield delete(self.table).where(condition)
            elif self.clears:
                yield update(self.table).where(condition).values(**self.clears)
        for name, condition in zip(self.inside, self._inside(person_id), strict=True):
            yield update(self.table).where(condition).values(**{name: null()})

    def _theirs(self, person_id: UUID, holdings: "Holdings") -> list[ColumnElement[bool]]:
        theirs: list[ColumnElement[bool]] = [self.table.c[name] == person_id for name in self.of]
        if self.within is not None:
            column, parent = self.within
            [of_parent] = (each for each in holdings.held if each.table is parent)
            key = next(iter(parent.primary_key))
            of_person = (parent.c[name] == person_id for name in of_parent.of)
            theirs += [self.table.c[column].in_(select(key).where(each)) for each in of_person]
        return theirs

    def _inside(self, person_id: UUID) -> list[ColumnElement[bool]]:
        return [
            self.table.c[name].has_key(key) & self.table.c[name].contains({key: str(person_id)})
            for name, key in self.inside.items()
        ]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the tables of a service say about people.

    Attributes:
        held: The tables that say something.
        copies: The tables with copies of what others hold, for a while.
        nobodys: The tables that say nothing about people.
        parts: What a person's file consists of, in its order.
    """

    held: tuple[Held, ...]
    copies: tuple[Table, ...]
    nobodys: tuple[Table, ...]
    parts: tuple[Part, ...]

    def tables(self) -> list[Table]:
        """Returns every table that is declared, as often as it is."""
        return [*(each.table for each in self.held), *self.copies, *self.nobodys]


@dataclass(frozen=True, slots=True)
class _Nobody:
    table: Table


@dataclass(frozen=True, slots=True)
class _Copies:
    table: Table


def held(
    row_type: Any,
    *,
    of: Sequence[str] = (),
    by: Sequence[str] = (),
    listed: Mapping[str, str] | None = None,
    inside: Mapping[str, str] | None = None,
    within: tuple[str, Any] | None = None,
    shows: Sequence[str] = (),
    clears: Mapping[str, Any] | None = None,
    goes: bool = False,
    keeps: Sequence[str] = (),
) -> Held:
    """Declares what a table says about people; see `Held`.

    Args:
        row_type: The class of its rows, or the table.
        of: As above.
        by: As above.
        listed: As above.
        inside: As above.
        within: The column, and the class of the rows that rows of this table are part of.
        shows: As above.
        clears: As above.
        goes: Whether rows that are the person's go with them.
        keeps: As above.
    """
    table = _table(row_type)
    for name in (*of, *by, *(listed or ())):
        _find_by_index(table, name)
    table.info["people"] = (*of, *by)  # for `services.kit.work.legal_holds`
    for name, key in (inside or {}).items():
        named = table.c[name].has_key(key)
        options: Any = {"postgresql_using": "gin", "postgresql_where": named}
        Index(f"{table.name}_by_{name}", table.c[name], **options)
    parent = None if within is None else (within[0], _table(within[1]))
    return Held(
        table,
        of=tuple(of),
        by=tuple(by),
        listed=listed or {},
        inside=inside or {},
        within=parent,
        shows=tuple(shows),
        clears=None if goes else clears or {},
        keeps=tuple(keeps),
    )


def nobody(*row_types: Any) -> list[_Nobody]:
    """Declares tables that say nothing about people."""
    return [_Nobody(_table(each)) for each in row_types]


def holdings(*declared: "Held | _Copies | list[_Nobody]") -> Holdings:
    """Returns what the tables of a service say about people, with those of the kit."""
    each = list(_flat([*declared, *_OF_THE_KIT]))
    of_people = [one for one in each if isinstance(one, Held)]
    known = {one.table: one for one in of_people}
    parts = [part for one in of_people for part in parts_of(one, known)]
    return Holdings(
        tuple(of_people),
        tuple(one.table for one in each if isinstance(one, _Copies)),
        tuple(one.table for one in each if isinstance(one, _Nobody)),
        tuple(parts),
    )


def _flat(declared: Iterable[Any]) -> Iterator[Held | _Copies | _Nobody]:
    for each in declared:
        yield from each if isinstance(each, list) else [each]


def _table(row_type: Any) -> Table:
    table: Table = row_type if isinstance(row_type, Table) else row_type.__table__
    return table


def _find_by_index(table: Table, name: str) -> None:
    """Adds an index by a column to a table, unless it has one that begins with it."""
    column = table.c[name]
    known = [
        next(iter(each.columns)).name
        for each in table.indexes
        if each.columns and _is_of_all(each, name)
    ]
    if name in known or next(iter(table.primary_key)).name == name:
        return
    options: dict[str, Any] = {}
    if isinstance(column.type, ARRAY | JSONB):
        options["postgresql_using"] = "gin"
    elif column.nullable:
        options["postgresql_where"] = column.is_not(None)
    Index(f"{table.name}_by_{name}", column, **options)


def _is_of_all(index: Index, name: str) -> bool:
    """Returns whether an index has every row that names somebody by a column."""
    where = index.dialect_options["postgresql"]["where"]
    return where is None or str(where).endswith(f"{name} IS NOT NULL")


_OF_THE_KIT: tuple[Any, ...] = (
    held(
        tables.audit,
        of=["person_id"],
        shows=("id", "create_time", "method", "client_id", "organization_id", "resource_ids"),
    ),
    *(
        _Copies(each)
        for each in (tables.answer, tables.outbox, tables.failure, tables.image, tables.spent)
    ),
    held(
        tables.legal_hold,
        of=["person_id"],
        shows=("person_id", "create_time", "until_time"),
        goes=True,
    ),
    held(tables.erasure, of=["person_id"], shows=("person_id", "create_time", "done_time")),
    _Nobody(tables.audit_chain),
    _Nobody(tables.seen),
)
# Of a service without tables of its own, such as some of the tests.
NOTHING = holdings()
