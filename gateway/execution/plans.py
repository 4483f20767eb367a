"""The plans that are kept: as many as there are documents that clients repeat."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DirectiveNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Library

from gateway.backend.context import Context
from gateway.execution.plan import NotPlannable, Plan, Planner

_KEPT_OPERATIONS = 128
_KEPT_VARIANTS = 16  # of an operation, by the values of its @skip and @include
_LONGEST_TEXT = 8 * 1024


@dataclass(slots=True)
class _Operation:
    """An operation, and its plans.

    Attributes:
        node: The operation. As long as it is here, no other has its identity.
        switches: The names of the variables that decide what is left out.
        plans: The plan, or None if there can be none, by the values of these and by the root fields.
    """

    node: OperationDefinitionNode
    switches: tuple[str, ...]
    plans: dict[Any, Plan | None] = field(default_factory=dict)


class Plans:
    """Makes plans, and keeps them for operations that come again."""

    def __init__(self) -> None:
        self._operations: OrderedDict[tuple[int, int], _Operation] = OrderedDict()

    def of(self, library: Library, type_: GraphQLObjectType, fields: Any) -> Plan | None:
        """Returns the plan for root fields of an operation, or None if a plan cannot do them."""
        manager = library.middleware_manager
        if (manager and manager.middlewares) or not library.error_propagation:
            return None
        if not isinstance(library.context_value, Context):
            return None
        operation = self._operation(library)
        values = library.variable_values.coerced
        key = (*map(values.get, operation.switches), *fields)
        if key not in operation.plans:
            if len(operation.plans) >= _KEPT_VARIANTS:
                operation.plans.clear()
            operation.plans[key] = _made(library, type_, fields)
        return operation.plans[key]

    def _operation(self, library: Library) -> _Operation:
        node = library.operation
        key = id(library.schema), id(node)
        operation = self._operations.get(key)
        if operation is None:
            operation = _Operation(node, tuple(sorted(set(_switches(library)))))
            if node.loc is None or len(node.loc.source.body) > _LONGEST_TEXT:
                return operation
            self._operations[key] = operation
            while len(self._operations) > _KEPT_OPERATIONS:
                self._operations.popitem(last=False)
        self._operations.move_to_end(key)
        return operation


def _made(library: Library, type_: GraphQLObjectType, fields: Any) -> Plan | None:
    if any(fragment.variable_signatures for fragment in library.fragments.values()):
        return None
    try:
        return Planner(library).plan(type_, fields)
    except NotPlannable:
        return None


def _switches(library: Library) -> Iterator[str]:
    """Yields the variables in the directives of an operation and of all fragments."""
    fragments = (each.definition for each in library.fragments.values())
    waiting: list[SelectionNode | OperationDefinitionNode] = [
        *library.operation.selection_set.selections,
        *(selection for each in fragments for selection in each.selection_set.selections),
    ]
    while waiting:
        node = waiting.pop()
        for directive in node.directives or ():
            yield from _variables(directive)
        if not isinstance(node, FragmentSpreadNode):
            below = getattr(node, "selection_set", None)
            waiting += below.selections if below else ()


def _variables(directive: DirectiveNode) -> Iterator[str]:
    for argument in directive.arguments or ():
        if isinstance(argument.value, VariableNode):
            yield argument.value.name.value
