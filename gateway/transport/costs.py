"""The cost of an operation, computed from its text and variables before anything is executed.

Fields say what they cost (`gateway.binding.prices`), and a field inside a list costs that for each item:
a hundred children of a hundred organizations are ten thousand. Fields of a message that refer to nothing
are free: they are part of the resource. Like the other limits, a fragment is measured once, so the time is
linear in the size of the document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from gateway.backend.budgets import OPERATION
from gateway.binding.prices import LISTED, PRICE, SEARCH, Price

# The whole schema in one answer takes as long as so many resources.
INTROSPECTION = 500
INTROSPECTING = {"__schema", "__type"}
_FREE = Price()
_MOST_DIGITS = 12  # a longer number is as much too large

Composite = GraphQLObjectType | GraphQLInterfaceType


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation, or a part of one, costs.

    Attributes:
        points: The points.
        searches: The number of searches, which have a limit of their own for anonymous callers.
    """

    points: int = 0
    searches: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.points + other.points, self.searches + other.searches)

    def __mul__(self, times: int) -> "Cost":
        return Cost(self.points * times, self.searches * times)


@dataclass(frozen=True, slots=True)
class _Sum:
    """The cost of selections: of what is there once, and of what is there for each item of the page."""

    once: Cost = Cost()
    each: Cost = Cost()

    def __add__(self, other: "_Sum") -> "_Sum":
        return _Sum(self.once + other.once, self.each + other.each)


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> Cost:
    """Returns the cost of an operation; of a subscription, that of each message.

    Args:
        schema: The schema.
        document: The document, which is valid.
        operation: The operation in it.
        variables: The variables as the caller gave them. A value of a wrong type is refused later, and
            counts as none here.
    """
    root = schema.get_root_type(operation.operation)
    measure = _Measure(schema, document, operation, variables)
    found = measure.all(root, operation.selection_set.selections, is_page=False)
    return Cost(OPERATION) + found.once


class _Measure:
    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._definitions = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._fragments: dict[tuple[str, bool], _Sum] = {}
        self._variables: dict[str, Any] = {
            each.variable.name.value: _literal(each.default_value, {})
            for each in operation.variable_definitions or ()
            if each.default_value
        }
        self._variables.update(variables)

    def all(self, parent: Any, selections: Sequence[SelectionNode], *, is_page: bool) -> _Sum:
        """Returns the cost of selections of one object.

        Args:
            parent: Its type.
            selections: The selections.
            is_page: Whether the lists of the object are as long as the page that was asked for.
        """
        total = _Sum()
        for selection in selections:
            if not self._is_skipped(selection):
                total += self._one(parent, selection, is_page=is_page)
        return total

    def _one(self, parent: Any, selection: SelectionNode, *, is_page: bool) -> _Sum:
        if isinstance(selection, FieldNode):
            return self._field(parent, selection, is_page=is_page)
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value, is_page=is_page)
        assert isinstance(selection, InlineFragmentNode)  # noqa: S101
        condition = selection.type_condition
        target = self._schema.type_map[condition.name.value] if condition else parent
        return self.all(target, selection.selection_set.selections, is_page=is_page)

    def _fragment(self, name: str, *, is_page: bool) -> _Sum:
        key = name, is_page
        if key not in self._fragments:
            definition = self._definitions[name]
            target = self._schema.type_map[definition.type_condition.name.value]
            selections = definition.selection_set.selections
            self._fragments[key] = self.all(target, selections, is_page=is_page)
        return self._fragments[key]

    def _field(self, parent: Composite, node: FieldNode, *, is_page: bool) -> _Sum:
        name = node.name.value
        if name in INTROSPECTING:
            return _Sum(Cost(INTROSPECTION))
        field = parent.fields.get(name)
        if field is None:  # `__typename`
            return _Sum()
        price = _price(field)
        below = _Sum()
        if node.selection_set:
            target, selections = get_named_type(field.type), node.selection_set.selections
            below = self.all(target, selections, is_page=price.is_page)
        is_list = is_list_type(get_nullable_type(field.type))
        if is_page and is_list:
            return _Sum(each=below.once)
        items = self._items(price, field, node, is_list=is_list)
        once = Cost(price.once + items * price.each) + self._extra(price, node)
        if is_list:
            return _Sum(once + below.once * items)
        return _Sum(once + below.once + below.each * items)

    def _items(self, price: Price, field: GraphQLField, node: FieldNode, *, is_list: bool) -> int:
        """Returns how many items a field returns at most."""
        if not price.counted_by:
            return LISTED if is_list and price is _FREE else price.items
        values = (self._argument(node, name) for name in price.counted_by)
        given = next((value for value in values if value is not None), None)
        if given is None:
            return price.items
        found = len(given) if isinstance(given, list) else given
        is_count = isinstance(found, int) and not isinstance(found, bool)
        # More is refused by the field before it does anything.
        return min(max(found, 0), price.most) if is_count else price.items

    def _extra(self, price: Price, node: FieldNode) -> Cost:
        extra = Cost()
        for name, points in price.extra.items():
            if self._argument(node, name) not in (None, ""):
                extra += Cost(points, searches=1 if points == SEARCH else 0)
        return extra

    def _argument(self, node: FieldNode, name: str) -> Any:
        """Returns an argument, or a field of one that is an input object: `input.signUpIds`."""
        name, _, inner = name.partition(".")
        for argument in node.arguments or ():
            if argument.name.value == name:
                return self._inside(argument.value, inner)
        return None

    def _inside(self, value: ValueNode, name: str) -> Any:
        if name and isinstance(value, ObjectValueNode):
            fields = (each.value for each in value.fields if each.name.value == name)
            return _literal(next(fields, None), self._variables)
        found = _literal(value, self._variables)
        if not name:
            return found
        return found.get(name) if isinstance(found, Mapping) else None

    def _is_skipped(self, selection: SelectionNode) -> bool:
        for directive in selection.directives or ():  # `@skip` and `@include`, there are no others
            for argument in directive.arguments or ():
                value = _literal(argument.value, self._variables)
                if value is (directive.name.value == "skip"):
                    return True
        return False


def _price(field: GraphQLField) -> Price:
    declared: Any = field.extensions.get("strawberry-definition")
    found = declared.metadata.get(PRICE) if declared else None
    return found if isinstance(found, Price) else _FREE


def _literal(node: ValueNode | None, variables: Mapping[str, Any]) -> Any:
    """Returns a value as far as it matters here: a number, a truth, a list of so many, or text."""
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    if isinstance(node, IntValueNode):
        return int(node.value[:_MOST_DIGITS])
    if isinstance(node, BooleanValueNode):
        return node.value
    if isinstance(node, ListValueNode):
        return list(node.values)
    if node is None or isinstance(node, NullValueNode):
        return None
    return getattr(node, "value", "given")
