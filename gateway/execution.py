"""The schema as it is served: held to the limits, and silent about its insides."""

import logging
import re
import secrets
from collections.abc import Iterable
from contextlib import aclosing
from types import NoneType
from typing import Any

import strawberry
from graphql import FieldNode, GraphQLError
from opentelemetry import trace
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionContext
from strawberry.types.execution import PreExecutionError

from gateway import limits
from gateway.executor import Executor
from gateway.settings import TransportSettings

_log = logging.getLogger("banyan.gateway")

_MAX_ERRORS = 20
_MAX_LOGGED = 5
# What stands behind an error that has no place in the answer, if it is of the client's making.
_OF_THE_REQUEST = (
    NoneType,
    GraphQLError,
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
)
_SUGGESTION = re.compile(r" Did you mean [^?]*\?")
# The library repeats values that it refuses; what was sent may be anything, a person's data too.
_REFUSED_VALUE = re.compile(r"( cannot represent (?:[a-z0-9 -]+ )?value): .*", re.DOTALL)
_UNKNOWN_NAME = re.compile(r"Value '.*?' does not exist in", re.DOTALL)
_PARSER_FAILURE = re.compile(r", but encountered error '.*'; found", re.DOTALL)


class Schema(strawberry.Schema):
    """A Strawberry schema that keeps to the limits and masks what went wrong inside.

    Takes the arguments of `strawberry.Schema`, and adds its extensions before the given ones.
    """

    def __init__(
        self,
        query: type,
        *,
        settings: TransportSettings,
        extensions: Iterable[Any] = (),
        **options: Any,
    ) -> None:
        super().__init__(
            query,
            extensions=[*limits.extensions(settings), *extensions],
            execution_context_class=Executor,
            **options,
        )
        self._suggests = settings.introspection

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Replaces the errors of a result by those that a client may see.

        Strawberry calls this once for each result, on every transport, however it failed.
        """
        presented = present(errors)
        if not self._suggests:
            for error in presented:
                error.message = _SUGGESTION.sub("", error.message)
        errors[:] = presented

    async def stream(self, *arguments: Any, **options: Any) -> StreamResult:
        """Streams the results of an operation, an unexpected end as a masked result.

        Strawberry itself raises what an extension raises, such as a syntax error.
        """
        return _to_the_end(await super().stream(*arguments, **options))


async def _to_the_end(results: StreamResult) -> StreamResult:
    async with aclosing(results):
        try:
            async for result in results:
                yield result
        except Exception as error:
            yield PreExecutionError(None, present([as_graphql_error(error)]))


def as_graphql_error(error: Exception) -> GraphQLError:
    """Returns an exception as an error of the operation as a whole, fit for `present`."""
    if isinstance(error, GraphQLError):
        return error
    return GraphQLError(str(error), original_error=error)


def present(errors: Iterable[GraphQLError]) -> list[GraphQLError]:
    """Returns the errors as a client may see them: each with a code, and at most 20.

    An error with `extensions.code` was raised for the client and is passed on. What else fails in
    a resolver is logged once, with a trace id that the client gets in its place.
    """
    errors = list(errors)
    unexpected = [error for error in errors if _is_unexpected(error)]
    trace_id = _report(unexpected) if unexpected else ""
    masked = set(map(id, unexpected))
    return [
        _masked(error, trace_id) if id(error) in masked else _shown(error)
        for error in errors[:_MAX_ERRORS]
    ]


def _is_unexpected(error: GraphQLError) -> bool:
    if "code" in (error.extensions or {}):
        return False
    if error.path is None:
        return not isinstance(error.original_error, _OF_THE_REQUEST)
    # A path: a resolver failed, unless the nodes say that it was the value of an argument.
    return all(isinstance(node, FieldNode) for node in error.nodes or ())


def _shown(error: GraphQLError) -> GraphQLError:
    extensions, message = error.extensions or {}, error.message
    if "code" not in extensions:
        unresolved = isinstance(error.original_error, CannotGetOperationTypeError)
        extensions = {"code": "OPERATION_RESOLUTION_FAILURE" if unresolved else "BAD_USER_INPUT"}
    if error.path is None:
        # The parser of a scalar failed on a value of the client's, in words of its own.
        message = _PARSER_FAILURE.sub(", found", message)
        message = _REFUSED_VALUE.sub(r"\1", message)
        message = _UNKNOWN_NAME.sub("The value does not exist in", message)
    return GraphQLError(
        message, error.nodes, error.source, error.positions, error.path, extensions=extensions
    )


def _masked(error: GraphQLError, trace_id: str) -> GraphQLError:
    return GraphQLError(
        "Something went wrong on our side",
        error.nodes,
        error.source,
        error.positions,
        error.path,
        extensions={"code": "INTERNAL", "traceId": trace_id},
    )


def _report(unexpected: list[GraphQLError]) -> str:
    """Logs what happened, once for each cause, and returns the id to look it up by."""
    span = trace.get_current_span().get_span_context()
    trace_id = trace.format_trace_id(span.trace_id) if span.is_valid else secrets.token_hex(16)
    # A batch that fails gives each of its fields the same exception.
    causes = {id(error.original_error or error): error for error in unexpected}
    for error in list(causes.values())[:_MAX_LOGGED]:
        cause = error.original_error or error
        _log.error("unexpected error at %s, trace %s", error.path, trace_id, exc_info=cause)
    return trace_id
