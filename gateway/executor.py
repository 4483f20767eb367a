"""The execution of an operation, with a short way for plain fields, of which there are most.

A field of a message that is a scalar or an enum needs no resolver, no `info` and no `await`. It is
read and serialized by one function, made once for each field of the schema. Whatever does not go
smoothly that way (a null that may not be, a value that cannot be serialized, anything raised) is done
again the long way, so that errors are those of the library, word by word.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from google.protobuf.message import Message
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    Undefined,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

from gateway.errors import coded
from gateway.resolver import getter, resolve
from services.kit.errors import Exhausted

# How many characters of text an answer may have. A text is read from a service once, and may be asked for
# at every node that refers to it, and under several names.
MOST_CHARACTERS = 8 * 1024 * 1024
_LONG_WAY = object()


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, for schemas whose default resolver is `gateway.resolver.resolve`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        manager = self.middleware_manager
        self._is_watched = manager is not None and bool(manager.middlewares)
        self._characters_left = MOST_CHARACTERS

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, details: Any, path: Any, position: Any
    ) -> Any:
        """Returns the value of a field, as graphql-core has it."""
        if isinstance(source, Message) and not self._is_watched:
            read = _short_way(parent_type, details[0].node.name.value)
            if read is not None and (value := read(source)) is not _LONG_WAY:
                if type(value) is str:
                    self._count(value)
                return value
        return super().execute_field(parent_type, source, details, path, position)

    def _count(self, text: str) -> None:
        self._characters_left -= len(text)
        if self._characters_left < 0:
            raise coded(Exhausted("This answer has too much text. Ask for less at once."))


@cache
def _short_way(parent_type: GraphQLObjectType, name: str) -> Callable[[Message], Any] | None:
    """Returns what reads and serializes a field, or None if it is not a plain one."""
    field = parent_type.fields.get(name)
    declared: Any = field.extensions.get("strawberry-definition") if field else None
    if field is None or not _is_plain(field, declared):
        return None
    python_name = declared.python_name
    serialize = get_nullable_type(field.type).coerce_output_value
    for_null = _LONG_WAY if is_non_null_type(field.type) else None

    def read(source: Message) -> Any:
        try:
            value = getter(type(source), python_name)(source)
            if value is None:
                return for_null
            shown = serialize(value)
        except Exception:
            return _LONG_WAY
        return _LONG_WAY if shown is None or shown is Undefined else shown

    return read


def _is_plain(field: GraphQLField, declared: object) -> bool:
    return (
        isinstance(declared, StrawberryField)
        and declared.is_basic_field
        and declared.default_resolver is resolve
        and not field.args
        and is_leaf_type(get_nullable_type(field.type))
    )
