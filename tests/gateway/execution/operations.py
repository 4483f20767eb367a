"""Random operations of a schema: valid ones, with everything that documents may have."""

import json
from random import Random
from typing import Any, cast

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_leaf_type,
)

from services.kit.contract.global_ids import GlobalId
from tests.gateway.execution.services import IDS


class Operations:
    """Makes operations.

    Args:
        schema: The schema.
        seed: Which ones.
    """

    def __init__(self, schema: GraphQLSchema, seed: int) -> None:
        self._schema = schema
        self._random = Random(seed)  # noqa: S311
        node = cast("GraphQLInterfaceType", schema.type_map["Node"])
        names = [each.name for each in schema.get_implementations(node).objects]
        # Longest first: an ID of an EventSeries is none of a series of anything else.
        self._resources = sorted(names, key=lambda name: (-len(name), name))
        self._names = 0
        self._left = 25  # selections, after which only leaves are selected
        self._variables: dict[str, tuple[str, Any]] = {}
        self._fragments: list[str] = []

    def make(self, root: GraphQLObjectType) -> tuple[str, dict[str, Any]]:
        """Returns the text of an operation on a root type, and its variables."""
        keyword = {"Query": "query", "Mutation": "mutation"}.get(root.name, "subscription")
        if keyword == "subscription":
            chosen = [self._random.choice(list(root.fields))]
        else:
            chosen = [name for name in root.fields if not name.startswith("_")]
            chosen = self._random.sample(chosen, self._random.choice((1, 1, 2, 3)))
        fields = [self._field(name, root.fields[name], 0) for name in chosen]
        if self._chance(0.1) and keyword != "subscription":
            fields.append("__typename")
        declared = ", ".join(f"${name}: {type_}" for name, (type_, _) in self._variables.items())
        text = f"{keyword} Random{f'({declared})' if declared else ''} {{ {' '.join(fields)} }}"
        values = {name: value for name, (_, value) in self._variables.items()}
        return "\n".join([text, *self._fragments]), values

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def _name(self, prefix: str) -> str:
        self._names += 1
        return f"{prefix}{self._names}"

    def _field(self, name: str, field: GraphQLField, depth: int) -> str:
        alias = f"{self._name('a')}: " if field.args or self._chance(0.1) else ""
        self._asked = name  # for `event(id: …)`
        given = [text for each in field.args.items() if (text := self._argument(*each))]
        arguments = f"({', '.join(given)})" if given else ""
        named = get_named_type(field.type)
        if is_leaf_type(named):
            return f"{alias}{name}{arguments}{self._directives()}"
        directives = self._directives() if depth else ""  # a subscription needs its one field
        return f"{alias}{name}{arguments}{directives} {self._selections(named, depth + 1)}"

    def _selections(self, type_: Any, depth: int) -> str:
        self._left -= 1
        chosen = [self._selection(type_, depth) for _ in range(self._random.choice((1, 2, 3)))]
        return f"{{ {' '.join(chosen)} }}"

    def _selection(self, type_: Any, depth: int) -> str:
        leaves = [
            name for name, field in type_.fields.items() if is_leaf_type(get_named_type(field.type))
        ]
        objects = [name for name in type_.fields if name not in leaves]
        kind = self._random.random() if self._left > 0 else 0.9
        if kind < 0.1:
            return "__typename"
        if kind < 0.2:
            return f"... {self._directives()} {self._selections(type_, depth)}"
        if kind < 0.3:
            return f"... on {self._narrowed(type_)} {self._directives()} {self._selections(self._narrowed_last, depth)}"
        if kind < 0.4:
            name, narrowed = self._name("F"), self._narrowed(type_)
            below = self._selections(self._narrowed_last, depth)
            self._fragments.append(f"fragment {name} on {narrowed} {below}")
            return f"...{name} {self._directives()} ...{name}"
        if objects and (kind < 0.75 or (not leaves and depth < 9)):
            name = self._random.choice(objects)
            return self._field(name, type_.fields[name], depth)
        if not leaves:
            return "__typename"
        name = self._random.choice(leaves)
        return self._field(name, type_.fields[name], depth)

    def _narrowed(self, type_: Any) -> str:
        """Chooses a type that an object of a type may be of."""
        possible = [type_]
        if isinstance(type_, GraphQLInterfaceType):
            possible += self._schema.get_possible_types(type_)
        else:
            possible += type_.interfaces
        self._narrowed_last: Any = self._random.choice(possible)
        return str(self._narrowed_last)

    def _directives(self) -> str:
        if not self._chance(0.15):
            return ""
        value = self._random.choice((True, False))
        condition = str(value).lower()
        if self._chance(0.6):
            condition = f"${self._variable('Boolean!', value)}"
        return f" @{self._random.choice(('skip', 'include'))}(if: {condition})"

    def _variable(self, type_: str, value: Any) -> str:
        same = [name for name, known in self._variables.items() if known == (type_, value)]
        if same and self._chance(0.5):
            return same[0]
        name = self._name("v")
        self._variables[name] = (type_, value)
        return name

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        is_required = isinstance(argument.type, GraphQLNonNull)
        if not is_required and self._chance(0.6):
            return ""
        value = self._value(name, argument.type)
        if self._chance(0.5):
            return f"{name}: ${self._variable(str(argument.type), value)}"
        return f"{name}: {_literal(value, argument.type)}"

    def _value(self, name: str, type_: Any) -> Any:
        if isinstance(type_, GraphQLNonNull):
            return self._value(name, type_.of_type)
        if self._chance(0.05):
            return [] if isinstance(type_, GraphQLList) else self._plain(name, type_)
        if isinstance(type_, GraphQLList):
            return [self._value(name, type_.of_type) for _ in range(self._random.randrange(4))]
        return self._plain(name, type_)

    def _plain(self, name: str, type_: Any) -> Any:
        if isinstance(type_, GraphQLInputObjectType):
            return {
                each: self._value(each, field.type)
                for each, field in type_.fields.items()
                if (isinstance(field.type, GraphQLNonNull) and field.default_value is Undefined)
                or self._chance(0.3)
            }
        if isinstance(type_, GraphQLEnumType):
            return self._random.choice(list(type_.values))
        if type_.name == "ID":
            resource = self._resource(name)
            return str(GlobalId(resource, self._random.choice(IDS))) if resource else "nonsense"
        values = {
            "Int": (1, 2, 20, 50, *((0, 101) if self._chance(0.1) else ())),
            "Float": (39.9, -116.4, 0.0, 91.0),
            "Boolean": (True, False),
            "String": ("", "cursor", "a text"),
            "DateTime": ("2026-05-01T09:00:00+08:00", "2026-05-01T09:00:00Z"),
            "UUID": ("01920000-0000-7000-8000-000000000001",),
            "Date": ("2026-11-23", ""),
            "TimeZone": ("Asia/Shanghai",),
            "LanguageTag": ("zh-Hans", "en"),
            "EmailAddress": ("olga@example.org",),
            "PhoneNumber": ("+49301234567", ""),
            "URL": ("https://example.org",),
            "Base64": ("AP8=",),
        }
        return self._random.choice(values[type_.name])

    def _resource(self, name: str) -> str:
        named = (
            name.removesuffix("Id").removesuffix("Ids") if name != "id" else self._asked
        ).lower()
        named = named.replace("parent", "organization")
        for resource in self._resources:
            known = resource.lower()
            # `mentorOrganizationId` is of an Organization, and `seriesId` of an EventSeries.
            if (named.endswith(known) or known.endswith(named)) and self._chance(0.97):
                return resource
        return "" if self._chance(0.03) else self._random.choice(self._resources)


def _literal(value: Any, type_: Any) -> str:
    if isinstance(type_, GraphQLNonNull):
        return _literal(value, type_.of_type)
    if isinstance(type_, GraphQLList):
        return f"[{', '.join(_literal(item, type_.of_type) for item in value)}]"
    if isinstance(type_, GraphQLInputObjectType):
        given = (f"{name}: {_literal(value[name], type_.fields[name].type)}" for name in value)
        return f"{{ {', '.join(given)} }}"
    return str(value) if isinstance(type_, GraphQLEnumType) else json.dumps(value)
