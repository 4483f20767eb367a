"""What a document may ask for, checked before anything is executed.

A refusal names itself in `extensions.code`:

- `DOCUMENT_TOO_LARGE`: too many tokens, comments or characters; parsing stops there;
- `QUERY_TOO_DEEP`: too many selection sets, or values, inside one another;
- `TOO_MANY_ALIASES`: the same field asked for under too many names;
- `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`: not GraphQL, or not of this schema;
- `DEADLINE_EXCEEDED`: the operation took too long and was cancelled.

Strawberry's own `QueryDepthLimiter` and `MaxAliasesLimiter` follow every path through the
fragments, and 80 fragments that each spread the next one twice make 2^80 paths; its `ParserCache`
keeps documents of any size. Hence these.
"""

import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionNode,
    parse,
    specified_rules,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.schema import validate_document

from gateway.settings import TransportSettings
from services.kit.deadline import within
from services.kit.errors import DeadlineExceeded

_log = logging.getLogger("banyan.gateway")

# Generous for a document that keeps to the limit of tokens; bounds blanks, comments and literals.
_CHARACTERS_PER_TOKEN = 64
# Clients repeat the same few documents. One of 1,000 tokens takes 0.5 MB, so the cache takes 64 MB
# at most; texts that are long for what is in them are left out.
_CACHED_DOCUMENTS = 128
_CACHED_LENGTH = 8 * 1024


def extensions(settings: TransportSettings) -> list[Callable[[], SchemaExtension]]:
    """Returns the extensions that hold a schema to the limits, for `strawberry.Schema`."""
    prepare = _Preparation(settings).cached
    return [lambda: Documents(prepare), lambda: Deadline(settings.operation_timeout)]


def refusal(code: str, message: str) -> GraphQLError:
    """Returns an error that carries its code."""
    return GraphQLError(message, extensions={"code": code})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A parsed document, and what is wrong with it (nothing, if it may be executed)."""

    document: DocumentNode
    errors: Sequence[GraphQLError]


class Documents(SchemaExtension):
    """Parses and validates within the limits, or takes the outcome of the last time."""

    def __init__(self, prepare: Callable[[GraphQLSchema, str], Prepared]) -> None:
        self._prepare = prepare
        self._errors: Sequence[GraphQLError] = ()

    def on_parse(self) -> Iterator[None]:
        """Supplies the document, and raises GraphQLError if there is none in the text."""
        context = self.execution_context
        prepared = self._prepare(context.schema._schema, context.query or "")
        context.graphql_document, self._errors = prepared.document, prepared.errors
        yield

    def on_validate(self) -> Iterator[None]:
        """Supplies what was found wrong with the document."""
        context = self.execution_context
        # Strawberry would run the first one (GraphQL, section 6.1, wants an error).
        is_vague = context._provided_operation_name is None and _has_many(context.graphql_document)
        context.pre_execution_errors = [*self._errors, *([_vague()] if is_vague else ())]
        yield


class Deadline(SchemaExtension):
    """Cancels a query or a mutation that takes too long, and what it awaits.

    Calls to services take their share of the time that is left. Of a subscription only the start
    is timed.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def on_execute(self) -> AsyncIterator[None]:
        """Raises GraphQLError (DEADLINE_EXCEEDED) in the place of the result."""
        try:
            async with within(self._seconds):
                yield
        except DeadlineExceeded:
            name = self.execution_context.operation_name
            _log.warning("operation %s took longer than %g s", name, self._seconds)
            message = (
                f"The operation took longer than {self._seconds:g} s and was cancelled. "
                "Ask for less, or try again."
            )
            raise refusal("DEADLINE_EXCEEDED", message) from None


def _has_many(document: DocumentNode | None) -> bool:
    return document is not None and len(list(_operations(document))) > 1


def _vague() -> GraphQLError:
    message = "The document has several operations: name the one to run in `operationName`."
    return refusal("OPERATION_RESOLUTION_FAILURE", message)


class _Preparation:
    """Turns texts into documents; `cached` remembers the outcome for short texts of one schema."""

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._rules = (
            tuple(specified_rules)
            if settings.introspection
            else (*specified_rules, NoSchemaIntrospectionCustomRule)
        )
        self._remembered = lru_cache(_CACHED_DOCUMENTS)(self._prepare)

    def cached(self, schema: GraphQLSchema, text: str) -> Prepared:
        prepare = self._remembered if len(text) <= _CACHED_LENGTH else self._prepare
        return prepare(schema, text)

    def _prepare(self, schema: GraphQLSchema, text: str) -> Prepared:
        document = self._parse(text)
        over_limit = check(document, self._settings)
        if over_limit:
            return Prepared(document, (over_limit,))
        errors = validate_document(schema, document, self._rules)
        for error in errors:
            error.extensions = {"code": "GRAPHQL_VALIDATION_FAILED"}
        return Prepared(document, errors)

    def _parse(self, text: str) -> DocumentNode:
        tokens = self._settings.max_tokens
        try:
            return parse(
                text,
                max_lexical_tokens=tokens,
                max_comments=tokens,
                max_source_length=tokens * _CHARACTERS_PER_TOKEN,
            )
        except GraphQLSyntaxError as error:
            # Which limit it was is told by the message alone.
            if "contains more than" in error.message:
                error.extensions = {"code": "DOCUMENT_TOO_LARGE"}
            elif "nested too deeply" in error.message:
                error.extensions = {"code": "QUERY_TOO_DEEP"}
            else:
                error.extensions = {"code": "GRAPHQL_PARSE_FAILED"}
            raise


def check(document: DocumentNode, settings: TransportSettings) -> GraphQLError | None:
    """Returns why the document is refused, or None if it keeps to the limits.

    Each fragment is measured once, so the time is linear in the size of the document. A cycle of
    fragments counts as empty here, and is refused by validation.
    """
    measure = _Measure(document)
    try:
        extents = [measure.operation(operation) for operation in _operations(document)]
    except RecursionError:
        return refusal("QUERY_TOO_DEEP", "The document is nested too deeply. Ask in parts.")
    if any(extent.depth > settings.max_depth for extent in extents):
        message = f"The operation nests deeper than {settings.max_depth} levels. Ask in parts."
        return refusal("QUERY_TOO_DEEP", message)
    if any(extent.aliases > settings.max_aliases for extent in extents):
        message = f"The operation has more than {settings.max_aliases} aliases. Ask in parts."
        return refusal("TOO_MANY_ALIASES", message)
    return None


@dataclass(frozen=True, slots=True)
class _Extent:
    """How far selections reach: the deepest nesting below them, and the aliases in them."""

    depth: int = 0
    aliases: int = 0


class _Measure:
    def __init__(self, document: DocumentNode) -> None:
        self._definitions = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._fragments: dict[str, _Extent] = {}

    def operation(self, operation: OperationDefinitionNode) -> _Extent:
        return self._all(operation.selection_set.selections)

    def _all(self, selections: Sequence[SelectionNode]) -> _Extent:
        extents = [self._one(selection) for selection in selections]
        return _Extent(
            max((extent.depth for extent in extents), default=0),
            sum(extent.aliases for extent in extents),
        )

    def _one(self, selection: SelectionNode) -> _Extent:
        if isinstance(selection, FieldNode):
            return self._field(selection)
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(selection.name.value)
        if isinstance(selection, InlineFragmentNode):
            return self._all(selection.selection_set.selections)
        return _Extent()

    def _field(self, field: FieldNode) -> _Extent:
        alias = 1 if field.alias else 0
        if not field.selection_set:
            return _Extent(0, alias)
        below = self._all(field.selection_set.selections)
        # Tools introspect with deep documents of their own; graphql-core bounds what those cost.
        introspects = field.name.value in {"__schema", "__type"}
        return _Extent(0 if introspects else below.depth + 1, below.aliases + alias)

    def _fragment(self, name: str) -> _Extent:
        if name not in self._fragments:
            self._fragments[name] = _Extent()  # what a cycle finds when it comes round
            definition = self._definitions.get(name)
            if definition:
                self._fragments[name] = self._all(definition.selection_set.selections)
        return self._fragments[name]


def _operations(document: DocumentNode) -> Iterator[OperationDefinitionNode]:
    return (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
