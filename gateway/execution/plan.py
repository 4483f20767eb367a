"""Plans: what a document asks for, as steps that each serve all objects at one place of it.

A plan is made once for an operation and the values of its `@skip` and `@include`, and is kept. It is made with
graphql-core's own collection of fields, so fragments, aliases and merged selections are as there.

Each step of a `Selection` gives one field to all objects: at once if it is read from the objects, or later
if services must be asked. How the values of a field become the output is a function (`Complete`), put
together from the type of the field. Where graphql-core would report an error, all of them raise something,
because graphql-core will tell the errors; see `gateway.execution.executor`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from typing import Any, cast

from google.protobuf.descriptor import FieldDescriptor
from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLBoolean,
    GraphQLField,
    GraphQLFloat,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.values import get_argument_values
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Library
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from gateway.binding.fields import READS, TOGETHER, VALUES, Together
from gateway.binding.node import Node
from gateway.binding.pages import OF_CURSORS
from gateway.binding.resolver import resolve
from gateway.contract.wanted import Reads
from gateway.execution import columns
from gateway.execution.run import Ask, Rows, Run, Trouble

Complete = Callable[[Run, Sequence[Any]], Sequence[Any]]
Arguments = Callable[[Run], Mapping[str, Any]]


class NotPlannable(Exception):
    """A plan cannot do what the document asks for."""


class Selection:
    """The fields that are asked for of objects of one type.

    Args:
        type_: The type.
        steps: One for each field, in the order of the output.
    """

    def __init__(self, type_: GraphQLObjectType, steps: Sequence["Step"]) -> None:
        self._is_type_of = type_.is_type_of
        self._steps = steps
        self._names = [step.name for step in steps]

    def rows(self, run: Run, objects: Sequence[Any]) -> Rows:
        """Returns the output for each object. What services are asked for is added to it later.

        Raises:
            Exception: graphql-core would report an error.
        """
        if not objects:
            return []
        [kind] = set(map(type, objects))
        if self._is_type_of and not self._is_type_of(objects[0], cast("Any", None)):
            raise Trouble
        read = [step.column(run, kind, objects) for step in self._steps]
        if not read:
            return [{} for _ in objects]
        rows: Rows = list(map(dict, map(zip, repeat(self._names), zip(*read, strict=True))))
        for step in self._steps:
            if step.ask is not None:
                run.asks.append(step.ask(objects, rows))
        return rows


@dataclass(frozen=True, slots=True)
class Step:
    """One field of a selection.

    Attributes:
        name: Its name in the output.
        column: Reads it from objects of a class; nulls if services must be asked.
        ask: Makes the question to the services, if there is one.
    """

    name: str
    column: Callable[[Run, type[Any], Sequence[Any]], Sequence[Any]]
    ask: Callable[[Sequence[Any], Rows], Ask] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an operation, or of one field of a mutation.

    Attributes:
        root: What is asked for of the root.
        reads: What is read of the answers of services.
    """

    root: Selection
    reads: Reads


class Planner:
    """Makes the plan of an operation.

    Args:
        library: The executor of graphql-core for the operation.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reads = Reads()
        self._strawberry = library.schema.extensions["strawberry-definition"]

    def plan(self, type_: GraphQLObjectType, fields: GroupedFieldSet) -> Plan:
        """Returns the plan.

        Raises:
            NotPlannable: A plan cannot do what is asked for.
        """
        return Plan(self._selection(type_, fields), self._reads)

    def _selection(self, type_: GraphQLObjectType, fields: GroupedFieldSet) -> Selection:
        return Selection(type_, [self._step(type_, *each) for each in fields.items()])

    def selection(self, type_: GraphQLObjectType, details: FieldDetailsList) -> Selection:
        """Returns the plan for the objects of a field.

        Raises:
            NotPlannable: A plan cannot do what is asked for.
        """
        return self._selection(
            type_, self._library.collect_subfields(type_, details).grouped_field_set
        )

    def _step(self, parent: GraphQLObjectType, name: str, details: FieldDetailsList) -> Step:
        node = details[0].node
        if node.name.value == "__typename":
            return Step(name, lambda run, kind, objects: [parent.name] * len(objects))
        field = parent.fields.get(node.name.value)
        declared = field and field.extensions.get("strawberry-definition")
        if field is None or not isinstance(declared, StrawberryField):
            raise NotPlannable
        if declared.is_basic_field and declared.default_resolver is resolve and not field.args:
            self._note_read(parent, [declared.python_name])
            return self._read(name, declared.python_name, field.type, details)
        complete = self._complete(field.type, details)
        if declared.is_subscription:  # its source is the message that is sent
            return Step(name, lambda run, kind, objects: complete(run, objects))
        together = declared.metadata.get(TOGETHER)
        if together is None or declared.extensions or declared.permission_classes:
            raise NotPlannable
        self._note_read(parent, declared.metadata.get(READS))
        arguments = self._arguments(field, declared, node)
        if values := declared.metadata.get(VALUES):
            return Step(
                name, lambda run, kind, objects: complete(run, values(objects, **arguments(run)))
            )
        return self._asked(name, together, complete, arguments)

    def _note_read(
        self, parent: GraphQLObjectType, reads: Collection[str | FieldDescriptor] | None
    ) -> None:
        """Notes what a field reads of its object, and of what is loaded for it."""
        message = getattr(parent.extensions["strawberry-definition"].origin, "message", None)
        if reads is None:
            self._reads.add_everything()
        for each in reads or ():
            if not isinstance(each, str):
                self._reads.add_field(each)
            elif message is not None:
                self._reads.add(message, each)
            elif each in OF_CURSORS:
                self._reads.add_cursors()

    def _read(
        self, name: str, python_name: str, type_: GraphQLOutputType, details: FieldDetailsList
    ) -> Step:
        leaf = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if not is_leaf_type(leaf):
            complete = self._complete(type_, details)
            return Step(
                name,
                lambda run, kind, objects: complete(
                    run, columns.values(kind, python_name)(objects)
                ),
            )
        finish = _leaf(leaf)
        if leaf is not type_:
            finish = _required(finish)
        return Step(
            name,
            lambda run, kind, objects: finish(
                run, columns.outputs(kind, python_name, leaf)(objects)
            ),
        )

    def _asked(
        self, name: str, together: Together, complete: Complete, arguments: Arguments
    ) -> Step:
        def ask(objects: Sequence[Any], rows: Rows) -> Ask:
            return Ask(name, together, arguments, complete, objects, rows)

        return Step(name, lambda run, kind, objects: repeat(None, len(objects)), ask)  # type: ignore[arg-type,return-value]

    def _arguments(
        self, field: GraphQLField, declared: StrawberryField, node: FieldNode
    ) -> Arguments:
        if not field.args:
            return lambda run: {}
        converter = self._strawberry.schema_converter

        def arguments(run: Run) -> Mapping[str, Any]:
            if known:
                return known[0]
            given = convert_arguments(
                get_argument_values(field, node, run.library.variable_values),
                declared.arguments,
                converter.scalar_registry,
                converter.config,
            )
            if not node.arguments:  # nothing but the defaults
                known.append(given)
            return given

        known: list[Mapping[str, Any]] = []
        return arguments

    def _complete(self, type_: GraphQLOutputType, details: FieldDetailsList) -> Complete:
        if isinstance(type_, GraphQLNonNull):
            return _required(self._complete(type_.of_type, details))
        if isinstance(type_, GraphQLList):
            return _lists(self._complete(type_.of_type, details))
        if is_leaf_type(type_):
            finish = _leaf(type_)
            return lambda run, values: finish(run, columns.shown(type_, values))
        if isinstance(type_, GraphQLObjectType):
            return _present(self.selection(type_, details).rows)
        return _present(self._of_several_types(cast("GraphQLAbstractType", type_), details))

    def _of_several_types(self, type_: GraphQLAbstractType, details: FieldDetailsList) -> Complete:
        declared = type_.extensions.get("strawberry-definition")
        if (
            not isinstance(type_, GraphQLInterfaceType)
            or getattr(declared, "origin", 0) is not Node
        ):
            raise NotPlannable
        self._reads.add_everything()  # the types are not known before the answers
        selections: dict[type[Any], Selection] = {}

        def complete(run: Run, nodes: Sequence[Any]) -> list[Any]:
            output: list[Any] = [None] * len(nodes)
            for kind in dict.fromkeys(map(type, nodes)):
                if kind not in selections:
                    shown = run.library.schema.get_type(Node.resolve_type(kind()))
                    selections[kind] = Planner(run.library).selection(
                        cast("GraphQLObjectType", shown), details
                    )
                places = [place for place, node in enumerate(nodes) if type(node) is kind]
                rows = selections[kind].rows(run, [nodes[place] for place in places])
                for place, row in zip(places, rows, strict=True):
                    output[place] = row
            return output

        return complete


def _required(complete: Complete) -> Complete:
    def required(run: Run, values: Sequence[Any]) -> Sequence[Any]:
        output = complete(run, values)
        if None in output:
            raise Trouble
        return output

    return required


def _leaf(leaf: GraphQLLeafType) -> Complete:
    """Counts the texts of a column."""

    def counted(run: Run, output: Sequence[Any]) -> Sequence[Any]:
        run.tally.count_characters(sum(map(len, filter(None, output))))
        return output

    holds_text = leaf not in {GraphQLInt, GraphQLBoolean, GraphQLFloat}
    return counted if holds_text else lambda run, output: output


def _lists(complete: Complete) -> Complete:
    """Completes the items of all lists together, and divides them again."""

    def lists(run: Run, values: Sequence[Any]) -> Sequence[Any]:
        if len(values) == 1 and values[0] is not None:
            return [complete(run, values[0])]
        items = iter(complete(run, [item for value in values if value for item in value]))
        return [None if value is None else list(islice(items, len(value))) for value in values]

    return lists


def _present(complete: Complete) -> Complete:
    """Completes what is not null."""

    def present(run: Run, values: Sequence[Any]) -> Sequence[Any]:
        if None not in values:
            return complete(run, values)
        outputs = iter(complete(run, [value for value in values if value is not None]))
        return [None if value is None else next(outputs) for value in values]

    return present
