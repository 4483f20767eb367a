"""The scalars of the schema beyond those of GraphQL itself."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from graphql import GraphQLError
from strawberry.schema.types.base_scalars import DateTimeDefinition, UUIDDefinition
from strawberry.types.scalar import ScalarDefinition


def _reader(read: Callable[[str], object], form: str) -> Callable[[object], object]:
    """Returns a parser whose complaint does not repeat what it was given."""

    def parse(value: object) -> object:
        if isinstance(value, str):
            with suppress(ValueError):
                return read(value)
        raise GraphQLError(f"Expected {form}.")

    return parse


SCALARS: dict[object, ScalarDefinition] = {
    datetime: replace(
        DateTimeDefinition,
        description="A moment in ISO 8601 with a time zone, such as 2026-05-01T09:00:00+08:00.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
        parse_value=_reader(datetime.fromisoformat, "a moment in ISO 8601"),
    ),
    UUID: replace(
        UUIDDefinition,
        description="A UUID in its usual form, such as 01920000-0000-7000-8000-000000000001.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562.html",
        parse_value=_reader(UUID, "a UUID"),
    ),
}
