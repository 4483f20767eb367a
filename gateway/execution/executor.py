"""The execution of an operation: breadth-first by a plan, with graphql-core behind it.

graphql-core goes depth-first, one field of one object at a time. A plan resolves each field once for all
objects at its place. Two things stay with graphql-core:

- what a plan cannot do, such as introspection, it executes instead;
- where anything is not as it should be (an error, a null that may not be, an answer that is too large), it
  executes the same again, with the answers of the services that are known by then. So errors, their
  places, their order and the nulls around them are those of the library, and no service is asked twice.

A query, and each message of a subscription, is planned as a whole. The fields of a mutation run one after the
other, so each is a plan of its own.
"""

from collections.abc import Callable
from contextlib import suppress
from inspect import isawaitable
from typing import Any

from graphql import GraphQLLeafType, GraphQLObjectType, OperationType
from prometheus_client import Counter
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from gateway.binding.errors import to_graphql_error
from gateway.execution.plan import Plan
from gateway.execution.plans import Plans
from gateway.execution.run import Run, Trouble
from gateway.execution.tally import Tally
from services.kit.errors import Exhausted

EXECUTIONS = Counter(
    "banyan_graphql_executions",
    "Executions by way: planned (breadth-first), repeated (by graphql-core, after a plan met an error), "
    "library (by graphql-core alone).",
    ["way"],
)
_PLANNED, _REPEATED, _LIBRARY = map(EXECUTIONS.labels, ("planned", "repeated", "library"))
_plans = Plans()


class Executor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, which leaves to a plan what a plan can do."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._tally = Tally()

    def build_per_event_executor(self, payload: Any) -> "Executor":
        """Returns the executor for a message of a subscription, which is an answer of its own."""
        executor = super().build_per_event_executor(payload)
        assert isinstance(executor, Executor)  # noqa: S101
        executor._tally = Tally()
        return executor

    def execute_fields(
        self, parent_type: GraphQLObjectType, source: Any, path: Any, fields: Any, position: Any
    ) -> Any:
        """Returns the output for an object: by a plan, if it is the root of the operation."""

        def by_library() -> Any:
            return super(Executor, self).execute_fields(parent_type, source, path, fields, position)

        if path is not None:
            return by_library()
        plan = _plans.of(self, parent_type, fields)
        return self._executed(plan, source, by_library)

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, details: Any, path: Any, position: Any
    ) -> Any:
        """Returns the output of a field: by a plan, if it is a field of a mutation."""

        def by_library() -> Any:
            return super(Executor, self).execute_field(parent_type, source, details, path, position)

        if path.prev is not None and self._tally.is_exhausted:
            # Not an error of this field, of which there may be many: the object above is null.
            raise to_graphql_error(self._tally.refusal())
        if path.prev is not None or self.operation.operation is not OperationType.MUTATION:
            return by_library()
        plan = _plans.of(self, parent_type, {path.key: details})
        return self._executed(plan, source, by_library, field=path.key)

    def complete_leaf_value(self, return_type: GraphQLLeafType, result: Any) -> Any:  # type: ignore[override]
        """Returns the output of a scalar or an enum, which the tally counts."""
        output = super().complete_leaf_value(return_type, result)
        if type(output) is str:
            try:
                self._tally.count_characters(len(output))
            except Exhausted as error:
                raise to_graphql_error(error) from error
        return output

    def _executed(
        self, plan: Plan | None, source: Any, by_library: Callable[[], Any], field: str = ""
    ) -> Any:
        if plan is None:
            _LIBRARY.inc()
            return by_library()
        return self._planned(plan, source, by_library, field)

    async def _planned(
        self, plan: Plan, source: Any, by_library: Callable[[], Any], field: str
    ) -> Any:
        with self.context_value.remembering():
            run = Run(self)
            # What a mutation changes is read again, and differently, by its next field.
            is_query = self.operation.operation is OperationType.QUERY
            self.context_value.reads = plan.reads if is_query else None
            with suppress(Trouble):
                row = await run.output(plan.root.rows, source)
                _PLANNED.inc()
                return row[field] if field else row
            _REPEATED.inc()
            if run.tally.is_exhausted:
                self._tally = run.tally  # it would only be exhausted again, after more work
            with self.context_value.again():
                output = by_library()
                return await output if isawaitable(output) else output
