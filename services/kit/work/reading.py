"""Reading: the rows of a table as messages of the contract, by ID or page by page.

    EVENTS = Resources(Event, relation="view_event")
    BY_START = EVENTS.listing(
        col(Event.start_time),
        col(Event.id),
        filters={"organization_id": col(Event.organization_id) == given("organization_id")},
    )

    event = await EVENTS.get(request.event_id, work)
    page = await BY_START.page(request, work)

A column with the name of a field supplies it, so nothing is listed twice. What has no column of its name is
computed: by an expression, or by a function of the viewer where not everyone may see the field.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar
from uuid import UUID

from google.protobuf import message_factory
from google.protobuf.message import Message
from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Enum,
    Select,
    String,
    any_,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped

from services.kit.contract.partial import WHOLE, Wanted
from services.kit.errors import PermissionDenied
from services.kit.work.paging import Listing
from services.kit.work.query import Query
from services.kit.work.rows import not_found
from services.kit.work.showing import Place, Show, generate, shown_fields
from services.kit.work.tokens import plain_type
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work

M = TypeVar("M", bound=Message)
Column = ColumnElement[Any] | Mapped[Any]
Expression = Column | Callable[[Viewer], Column]
Shape = Callable[[Select[*tuple[Any, ...]]], Select[*tuple[Any, ...]]]
# A viewer to learn the types of columns from. They are the same for all.
_SOMEONE = Viewer(is_signed_in=True)
_NO_ITEMS: Any = literal_column("'[]'::jsonb")
_MOST_PARTIAL = 128  # functions that show different fields of one message


class Shown(Generic[M]):
    """What a message shows of a row: the columns to select, and the function that fills the message.

    Args:
        message_type: The class of the message.
        row_type: The class of the row; None if every field is computed.
        computed: The fields that no column of their name supplies: an expression, a function that returns one
            for a viewer, or what is shown as a message in the message.

    Attributes:
        message_type: As above.

    Raises:
        TypeError: Nothing supplies a field.
    """

    def __init__(
        self,
        message_type: type[M],
        row_type: type[Any] | None = None,
        **computed: "Expression | Shown[Any]",
    ) -> None:
        self.message_type = message_type
        self._row_type = row_type
        self._computed = computed
        self._columns: list[_Column] = []
        self._places = self._placed(0, self._columns)
        self._costly = frozenset(each.field for each in self._columns if each.is_costly)
        self._show = generate(message_type, self._places)
        self._showing = lru_cache(_MOST_PARTIAL)(self._partial)

    def columns(self, viewer: Viewer) -> list[Any]:
        """Returns the columns to select for a viewer, in the order in which rows are read.

        What the viewer does not read is null in its place, so that there are few statements.
        """
        return [
            null().label(each.field)
            if each.is_costly and each.field in viewer.unwanted
            else _resolved(each.expression, viewer)
            for each in self._columns
        ]

    def unwanted(self, wanted: Wanted) -> frozenset[str]:
        """Returns the fields that a caller does not read, of those that cost something to query."""
        names = self._read_by(wanted)
        return frozenset() if names is None else self._costly - names

    def showing(self, wanted: Wanted) -> Callable[[Any], M]:
        """Returns the function that turns a row into what a caller reads of the message."""
        names = self._read_by(wanted)
        return self._show if names is None else self._showing(names)

    def _read_by(self, wanted: Wanted) -> frozenset[str] | None:
        names = wanted.get(self.message_type.DESCRIPTOR.full_name)
        # The etag is made of everything that callers may set.
        return None if names is None or "etag" in names else names

    def _partial(self, names: frozenset[str]) -> Show:
        places = {name: place for name, place in self._places.items() if name in names}
        return generate(self.message_type, places, has_etag=False)

    def _placed(self, start: int, columns: list["_Column"]) -> dict[str, Place]:
        """Returns where a row has each field, from a position on, and adds the columns that are read."""
        places = {}
        for field in shown_fields(self.message_type):
            position = start + len(columns)
            source = self._computed.get(field.name)
            if isinstance(source, Shown):
                inner: list[_Column] = []
                show = generate(source.message_type, source._placed(position, inner))
                columns += [each._replace(field=field.name) for each in inner]
                places[field.name] = Place("row", show=show)
                continue
            if source is None:
                source = getattr(self._row_type, field.name, None)
            place = Place(f"row[{position}]")
            if source is None or isinstance(source, property):
                raise TypeError(f"nothing supplies {field.full_name}")
            if hasattr(source, "property") and hasattr(source.property, "mapper"):
                source, place = _children(source.property, field, place.source)
            else:
                kind = _resolved(source, _SOMEONE).type
                is_text = isinstance(kind, String) and not isinstance(kind, Enum)
                place = Place(place.source, is_text=is_text)
            is_costly = _is_costly(source)
            if field.is_repeated and is_costly and isinstance(source, InstrumentedAttribute):
                source = _listed(source)
            columns.append(_Column(field.name, source, is_costly))
            places[field.name] = place
        return places


class _Column(NamedTuple):
    """What a query selects for a field.

    Attributes:
        field: The field.
        expression: What supplies its value.
        is_costly: Whether more is to be done for it than to read a plain column.
    """

    field: str
    expression: Expression
    is_costly: bool


def _is_costly(source: Any) -> bool:
    is_plain = isinstance(source, InstrumentedAttribute)
    return not is_plain or isinstance(plain_type(source), JSON | ARRAY)


def _listed(column: Any) -> Any:
    """Returns a list as it is selected: null in place of an empty one of JSON, which need not be decoded then."""
    kind = plain_type(column)
    return func.nullif(column, _NO_ITEMS, type_=kind) if isinstance(kind, JSON) else column


def _resolved(expression: Any, viewer: Viewer) -> Any:
    is_function = callable(expression) and not hasattr(expression, "__clause_element__")
    return expression(viewer) if is_function else expression


def _children(relationship: Any, field: Any, source: str) -> tuple[ColumnElement[Any], Place]:
    """Returns the rows of a child table as one column, and how they are read."""
    child = relationship.mapper.class_
    shown = Shown(message_factory.GetMessageClass(field.message_type), child)
    rows = (
        select(func.row(*shown.columns(_SOMEONE)))
        .where(relationship.primaryjoin)
        .order_by(*relationship.order_by)
        .correlate(relationship.parent.local_table)
    )
    return func.array(rows.scalar_subquery()), Place(source, show=shown.showing(WHOLE))


class Resources(Generic[M]):
    """The rows of a table as a message of the contract.

    Args:
        row_type: The class of the rows.
        relation: The visibility to apply; None if the contract shows them to anyone.
        shown: What is shown of a row. The default maps it to its message by name.
        shape: Adds to the statement what `relation` or `shown` refer to, such as a join.

    Attributes:
        row_type: As above.
        relation: As above.
        declared: The resources that are shown as a whole, by the full name of their message.
    """

    declared: ClassVar[dict[str, "Resources[Any]"]] = {}

    def __init__(
        self,
        row_type: type[Any],
        relation: str | None,
        *,
        shown: Shown[M] | None = None,
        shape: Shape = lambda statement: statement,
    ) -> None:
        self.row_type = row_type
        self.relation = relation
        self._shown: Shown[M] = shown or Shown(row_type.message, row_type)
        self._shape = shape
        key = row_type.id
        self._by_ids = Query(
            lambda viewer: self.select_by_ids(viewer, *self._shown.columns(viewer), key),
            relation=relation,
            shown=self._shown,
        )
        self._visible_ids = Query(lambda viewer: self.select_by_ids(viewer, key), relation=relation)
        if self._shown.message_type is getattr(row_type, "message", None):
            self.declared.setdefault(row_type.message.DESCRIPTOR.full_name, self)

    def select_by_ids(self, viewer: Viewer, *columns: Any) -> Select[*tuple[Any, ...]]:
        """Returns the statement that selects columns of the rows with the IDs in the parameter `ids`.

        Args:
            viewer: The viewer.
            columns: The columns.
        """
        statement = self._shape(select(*columns).select_from(self.row_type))
        return statement.where(self.row_type.id == any_(given("ids", IDS)))

    def _select(self, viewer: Viewer) -> Select[*tuple[Any, ...]]:
        return self._shape(select(*self._shown.columns(viewer)).select_from(self.row_type))

    async def get(self, id_: str | UUID, work: Work) -> M:
        """Returns the resource with an ID.

        Raises:
            PermissionDenied: The caller may not see it, or it does not exist.
            NotFound: It does not exist, and the contract shows its kind to anyone.
        """
        found = await self.get_all([id_], work)
        if found:
            return found[0]
        if self.relation is None:
            raise not_found(self.row_type)
        raise PermissionDenied

    async def get_all(self, ids: Iterable[str | UUID], work: Work) -> list[M]:
        """Returns the resources with these IDs that the caller may see, in the order of the IDs.

        Each is returned once.
        """
        wanted = list(dict.fromkeys(UUID(str(id_)) for id_ in ids))
        rows = await work.fetch(self._by_ids, ids=wanted)
        show = self._shown.showing(work.wanted)
        by_id = {row[-1]: show(row) for row in rows}
        found = [id_ for id_ in wanted if id_ in by_id]
        work.changes.note_read(found)
        return [by_id[id_] for id_ in found]

    async def visible(self, ids: Iterable[UUID], work: Work) -> list[UUID]:
        """Returns those of these IDs whose resources the caller may see, in their order."""
        wanted = list(dict.fromkeys(ids))
        found = {row[0] for row in await work.fetch(self._visible_ids, ids=wanted)}
        return [id_ for id_ in wanted if id_ in found]

    def listing(
        self,
        *keys: Any,
        where: Iterable[ColumnElement[bool]] = (),
        filters: Mapping[str, ColumnElement[bool]] | None = None,
        descending: bool = False,
        orders: Mapping[str, Sequence[Any]] | None = None,
    ) -> Listing[M]:
        """Returns the list of these resources in an order.

        Args:
            keys: The columns of the default order, NOT NULL and the last one unique.
            where: Conditions that always apply. A parameter is filled in from the field of its name.
            filters: Conditions that apply if the request sets the field of this name.
            descending: Whether to reverse the default order.
            orders: The columns of the orders that a request can name, by the name in its `order_by`.
        """
        conditions = tuple(where)
        return Listing(
            lambda viewer: self._select(viewer).where(*conditions),
            self._shown,
            keys,
            relation=self.relation,
            filters=filters,
            descending=descending,
            orders=orders,
        )
