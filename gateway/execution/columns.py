"""Columns: one plain field of many objects, read and shown at once.

What graphql-core does value by value (resolve, then serialize) is one function here, made once for each class of
objects and field. It raises if graphql-core would, and then the caller leaves the operation to graphql-core.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from graphql import (
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)

from gateway.binding.messages import enum_type
from gateway.binding.resolver import getter, to_datetime
from gateway.contract.reading import cached, fields_of, may_be_absent
from gateway.contract.text_enums import text_enum
from services.kit.contract.fields import format_of

Column = Callable[[Sequence[Any]], list[Any]]

# These scalars show what a message holds as it is.
_PLAIN = {
    (FieldDescriptor.TYPE_STRING, GraphQLString),
    (FieldDescriptor.TYPE_INT32, GraphQLInt),
    (FieldDescriptor.TYPE_BOOL, GraphQLBoolean),
    (FieldDescriptor.TYPE_DOUBLE, GraphQLFloat),
}
_REMEMBERED_TIMES = 4096


@cached
def values(kind: type[Any], name: str) -> Column:
    """Returns what reads a field of objects of a class, as `gateway.binding.resolver.resolve` does."""
    read = getter(kind, name) if issubclass(kind, Message) else attrgetter(name)
    return lambda objects: list(map(read, objects))


@cached
def outputs(kind: type[Any], name: str, leaf: GraphQLLeafType) -> Column:
    """Returns what reads and shows a field of objects of a class; null where there is no value.

    Args:
        kind: The class of the objects.
        name: The name of the field in Python.
        leaf: The scalar or enum of the field, which is not a list.
    """
    if issubclass(kind, Message) and name != "id":
        field = fields_of(kind)[name]
        show = _direction(field, leaf)
        if not field.is_repeated and (show is not None or _is_plain(field, leaf)):
            if field.has_presence or not may_be_absent(field):
                return _direct(name, show, may_be_absent=field.has_presence)
            if field.type == FieldDescriptor.TYPE_STRING:
                return _entered(name)
    read = values(kind, name)
    return lambda objects: shown(leaf, read(objects))


def shown(leaf: GraphQLLeafType, found: Sequence[Any]) -> list[Any]:
    """Returns values as a scalar or enum shows them; null where there is none.

    Raises:
        Exception: It cannot show one of them.
    """
    show = leaf.coerce_output_value
    output = [None if value is None else show(value) for value in found]
    for value, one in zip(found, output, strict=True):
        if one is Undefined or (one is None and value is not None):
            raise TypeError(f"{leaf} cannot show a value")
    return output


def _is_plain(field: FieldDescriptor, leaf: GraphQLLeafType) -> bool:
    """Returns whether a scalar shows what a message holds as it is."""
    return (field.type, leaf) in _PLAIN or bool(format_of(field) and not text_enum(field))


def _entered(name: str) -> Column:
    """Returns what reads a text; null where nobody entered any."""
    read = attrgetter(name)
    return lambda objects: [read(one) or None for one in objects]


def _direct(name: str, show: Callable[[Any], Any] | None, *, may_be_absent: bool) -> Column:
    read = attrgetter(name)
    if show is None:
        if may_be_absent:
            return lambda objects: [read(one) if one.HasField(name) else None for one in objects]
        return lambda objects: list(map(read, objects))
    if may_be_absent:
        return lambda objects: [show(read(one)) if one.HasField(name) else None for one in objects]
    return lambda objects: list(map(show, map(read, objects)))


def _direction(field: FieldDescriptor, leaf: GraphQLLeafType) -> Callable[[Any], Any] | None:
    """Returns what shows the value of a field without a Python value in between, or None if nothing does."""
    if field.enum_type is not None:
        members = enum_type(field.enum_type)
        return {one.value: leaf.coerce_output_value(one) for one in members}.get
    if field.message_type is Timestamp.DESCRIPTOR:
        return _times(leaf)
    return None


@cached
def _times(leaf: GraphQLLeafType) -> Callable[[Timestamp], Any]:
    """Returns what shows a time. Pages repeat the same few times, and making a text of one is slow."""

    @lru_cache(_REMEMBERED_TIMES)
    def show(seconds: int, nanos: int) -> Any:
        return leaf.coerce_output_value(to_datetime(Timestamp(seconds=seconds, nanos=nanos)))

    return lambda time: show(time.seconds, time.nanos)
