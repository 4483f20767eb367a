"""The scalars of the schema beyond those of GraphQL itself."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import strawberry
from graphql import GraphQLError, StringValueNode, ValueNode
from strawberry.schema.types.base_scalars import DateTimeDefinition, UUIDDefinition
from strawberry.types.scalar import ScalarDefinition

from gateway.contract.scalars import (
    URL,
    Date,
    EmailAddress,
    LanguageTag,
    PhoneNumber,
    TimeZone,
)


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


def _text(name: str, description: str, url: str | None = None) -> ScalarDefinition:
    """Returns a scalar whose values are strings that services check."""

    def parse(value: object) -> str:
        if not isinstance(value, str):
            raise GraphQLError(f"Expected a {name}. {description}")
        return value

    return strawberry.scalar(
        name=name,
        description=description,
        specified_by_url=url,
        serialize=str,
        parse_value=parse,
    )


SCALARS: dict[object, ScalarDefinition] = {
    Date: _text(
        "Date", "A day, as `YYYY-MM-DD`.", "https://scalars.graphql.org/andimarek/local-date.html"
    ),
    TimeZone: _text("TimeZone", "An IANA time zone, such as `Asia/Shanghai`."),
    LanguageTag: _text(
        "LanguageTag",
        "A language as a BCP 47 tag, such as `zh-Hans` or `en`.",
        "https://www.rfc-editor.org/rfc/rfc5646.html",
    ),
    EmailAddress: _text(
        "EmailAddress",
        "An email address, such as `name@example.org`. The domain may be internationalized.",
        "https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address",
    ),
    PhoneNumber: _text(
        "PhoneNumber",
        "A phone number, such as `+49301234567`; for organizations as people write it.",
    ),
    URL: _text(
        "URL",
        "An absolute URL with the scheme `http` or `https`. The host may be internationalized.",
        "https://url.spec.whatwg.org/",
    ),
    datetime: _described(
        DateTimeDefinition,
        "A time in ISO 8601 with a UTC offset, such as 2026-05-01T09:00:00+08:00. Answers are in UTC.",
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
