"""The scalars of the schema beyond those of GraphQL itself."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from graphql import GraphQLError, StringValueNode, ValueNode
from strawberry.schema.types.base_scalars import DateTimeDefinition, UUIDDefinition
from strawberry.types.scalar import ScalarDefinition


def _described(
    definition: ScalarDefinition, description: str, url: str, read: Callable[[str], object]
) -> ScalarDefinition:
    """Returns a scalar whose complaint says where, and does not repeat what it was given."""

    def parse(value: object, node: ValueNode | None = None) -> object:
        if isinstance(value, str):
            with suppress(ValueError):
                return read(value)
        raise GraphQLError(f"Expected a {definition.name}. {description}", node)

    def parse_literal(node: ValueNode, _: object = None) -> object:
        return parse(node.value if isinstance(node, StringValueNode) else None, node)

    return replace(
        definition,
        description=description,
        specified_by_url=url,
        parse_value=parse,
        parse_literal=parse_literal,
    )


SCALARS: dict[object, ScalarDefinition] = {
    datetime: _described(
        DateTimeDefinition,
        "A moment in ISO 8601 with its time zone, such as 2026-05-01T09:00:00+08:00; answers are in UTC.",
        "https://scalars.graphql.org/andimarek/date-time.html",
        datetime.fromisoformat,
    ),
    UUID: _described(
        UUIDDefinition,
        "A UUID, such as 01920000-0000-7000-8000-000000000001.",
        "https://www.rfc-editor.org/rfc/rfc9562.html",
        UUID,
    ),
}
