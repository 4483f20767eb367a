"""The schema as served: within its limits, with internal errors masked."""

import logging
import re
import secrets
from collections.abc import Iterable
from contextlib import aclosing
from types import NoneType
from typing import Any

import strawberry
from graphql import FieldNode, GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.schema import StreamResult
from strawberry.types import ExecutionContext
from strawberry.types.execution import PreExecutionError

from gateway.execution.executor import Executor
from gateway.transport import limits, trusted
from gateway.transport.hooks import Runner
from gateway.transport.persisted import Persisted, Registry
from gateway.transport.settings import TransportSettings
from services.kit.process import telemetry

_log = logging.getLogger("banyan.gateway")

_MAX_ERRORS = 20
_MAX_LOGGED = 5
# The causes of errors without a path that the client has made.
_OF_THE_REQUEST = (
    NoneType,
    GraphQLError,
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
)
_SUGGESTION = re.compile(r" Did you mean [^?]*\?")
# The library repeats refused values, which may contain personal data.
_REFUSED_VALUE = re.compile(r"( cannot represent (?:[a-z0-9 -]+ )?value): .*", re.DOTALL)
_REFUSED_OBJECT = re.compile(
    r"(Expected value of type '\w+'.*?)(?:, found: .*|(\?) Found: .*)", re.DOTALL
)
# What is no name of GraphQL is no name that somebody mistyped.
_UNKNOWN_FIELD = re.compile(r"unknown field '(?!\w+').*'", re.DOTALL)
_UNKNOWN_NAME = re.compile(r"Value '.*?' does not exist in", re.DOTALL)
_PARSER_FAILURE = re.compile(r", but encountered error '.*'; found", re.DOTALL)


class Schema(strawberry.Schema):
    """A Strawberry schema that enforces the limits and masks internal errors.

    Takes the arguments of `strawberry.Schema`, and adds its extensions before the given ones.

    Raises:
        ConfigurationError: The manifest of trusted documents cannot be used.
    """

    def __init__(
        self,
        query: type,
        *,
        settings: TransportSettings,
        extensions: Iterable[Any] = (),
        **options: Any,
    ) -> None:
        registry = Registry() if settings.persisted_queries else None
        super().__init__(
            query,
            extensions=[
                lambda: Persisted(registry, self._trusted),
                *limits.extensions(settings),
                *extensions,
            ],
            execution_context_class=Executor,
            **options,
        )
        self._suggests = settings.introspection
        self._trusted = trusted.read(
            settings.trusted_documents,
            settings.trusted_documents_mode,
            lambda text: limits.problem(self._schema, text, settings),
        )

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Replaces the errors of a result with errors that a client may see.

        Strawberry calls this once for each result, on every transport, however it failed.
        """
        presented = present(errors)
        if not self._suggests:
            for error in presented:
                error.message = _SUGGESTION.sub("", error.message)
        errors[:] = presented

    def create_extensions_runner(
        self, execution_context: ExecutionContext, extensions: list[SchemaExtension]
    ) -> Runner:
        """Returns what runs the hooks of the extensions."""
        return Runner(execution_context, extensions)

    async def stream(self, *arguments: Any, **options: Any) -> StreamResult:
        """Streams the results of an operation. An unexpected end is a masked result.

        Strawberry itself raises the errors of extensions, such as a syntax error.
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
    """Returns an exception as an error of the whole operation, for `present`."""
    if isinstance(error, GraphQLError):
        return error
    return GraphQLError(str(error), original_error=error)


def present(errors: Iterable[GraphQLError]) -> list[GraphQLError]:
    """Returns errors as a client may see them: each with a code, at most 20.

    An error with `extensions.code` was raised for the client and is passed on. Any other error of a
    resolver is logged once and masked. Each has a trace ID, so that operators can find it in the logs.
    """
    errors = list(errors)
    trace_id = telemetry.trace_id() or secrets.token_hex(16)
    unexpected = [error for error in errors if _is_unexpected(error)]
    _report(unexpected, trace_id)
    masked = set(map(id, unexpected))
    return [
        _masked(error, trace_id) if id(error) in masked else _shown(error, trace_id)
        for error in errors[:_MAX_ERRORS]
    ]


def _is_unexpected(error: GraphQLError) -> bool:
    if "code" in (error.extensions or {}):
        return False
    if error.path is None:
        return not isinstance(error.original_error, _OF_THE_REQUEST)
    # With a path, a resolver failed, unless the nodes show that an argument value did.
    return all(isinstance(node, FieldNode) for node in error.nodes or ())


def _shown(error: GraphQLError, trace_id: str) -> GraphQLError:
    extensions, message = error.extensions or {}, error.message
    if "code" not in extensions:
        unresolved = isinstance(error.original_error, CannotGetOperationTypeError)
        extensions = {"code": "OPERATION_RESOLUTION_FAILURE" if unresolved else "BAD_USER_INPUT"}
    if error.path is None:
        # The parser of a scalar refused a value of the client.
        message = _PARSER_FAILURE.sub(", found", message)
        message = _REFUSED_VALUE.sub(r"\1", message)
        message = _REFUSED_OBJECT.sub(lambda said: said[1] + (said[2] or "."), message)
        message = _UNKNOWN_FIELD.sub("an unknown field", message)
        message = _UNKNOWN_NAME.sub("The value does not exist in", message)
    return GraphQLError(
        message,
        error.nodes,
        error.source,
        error.positions,
        error.path,
        extensions={**extensions, "traceId": trace_id},
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


def _report(unexpected: list[GraphQLError], trace_id: str) -> None:
    """Logs unexpected errors, once for each cause."""
    # A failed batch gives each of its fields the same exception.
    causes = {id(error.original_error or error): error for error in unexpected}
    for error in list(causes.values())[:_MAX_LOGGED]:
        cause = error.original_error or error
        _log.error("unexpected error at %s, trace %s", error.path, trace_id, exc_info=cause)
