"""Limits of documents, checked before execution.

A refusal has one of these codes in `extensions.code`:

- `DOCUMENT_TOO_LARGE`: too many tokens, comments or characters; parsing stops there;
- `QUERY_TOO_DEEP`: selection sets or values nested too deeply;
- `TOO_MANY_ALIASES`: too many aliases;
- `TOO_MANY_INTROSPECTIONS`: more than one question about the schema;
- `RESOURCE_EXHAUSTED`: it costs too much, at once or together with what the caller asked before;
- `GRAPHQL_PARSE_FAILED`, `GRAPHQL_VALIDATION_FAILED`: not GraphQL, or not of this schema;
- `DEADLINE_EXCEEDED`: the operation took too long and was cancelled.

Strawberry's own `QueryDepthLimiter` and `MaxAliasesLimiter` follow every path through the
fragments, and 80 fragments that each spread the next one twice make 2^80 paths; its `ParserCache`
caches documents of any size. That is why these exist.
"""

import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass

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

from gateway.transport.charging import POINTS_FOR_TEXT, Charging, read
from gateway.transport.costs import INTROSPECTING
from gateway.transport.settings import TransportSettings
from services.kit.calls.deadline import within
from services.kit.errors import DeadlineExceeded

_log = logging.getLogger("banyan.gateway")

# Generous for a document within the token limit; bounds blanks, comments and literals.
_CHARACTERS_PER_TOKEN = 64
# Clients repeat the same few documents. One of 1,000 tokens takes 0.5 MB, so the cache takes at most
# 64 MB. Texts that are long for their number of tokens are not cached.
_CACHED_DOCUMENTS = 128
_CACHED_LENGTH = 8 * 1024


def extensions(settings: TransportSettings) -> list[Callable[[], SchemaExtension]]:
    """Returns the extensions that enforce the limits, for `strawberry.Schema`."""
    preparation = _Preparation(settings)
    return [
        lambda: Documents(preparation),
        # Before the deadline: Strawberry does not leave what it has entered when a later one refuses.
        lambda: Charging(settings.max_cost, settings.max_message_cost),
        lambda: Deadline(settings.operation_timeout),
    ]


def problem(schema: GraphQLSchema, text: str, settings: TransportSettings) -> str | None:
    """Returns why a document is refused whatever its variables are, or None if it may be executed."""
    try:
        errors = _Preparation(settings).prepare(schema, text).errors
    except GraphQLSyntaxError as error:
        return error.message
    return errors[0].message if errors else None


def refusal(code: str, message: str) -> GraphQLError:
    """Returns an error that carries its code."""
    return GraphQLError(message, extensions={"code": code})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A parsed document, with its errors (none if it may be executed)."""

    document: DocumentNode
    errors: Sequence[GraphQLError]


class Documents(SchemaExtension):
    """Parses and validates within the limits, or reuses the cached outcome."""

    def __init__(self, preparation: "_Preparation") -> None:
        self._preparation = preparation
        self._errors: Sequence[GraphQLError] = ()

    def on_parse(self) -> Iterator[None]:
        """Supplies the document.

        Raises:
            GraphQLError: The text cannot be parsed, or the caller has asked for too many new ones.
        """
        context, text = self.execution_context, self.execution_context.query or ""
        prepared = self._preparation.known(text)
        if prepared is None:
            read(context.context, POINTS_FOR_TEXT * min(len(text), _CACHED_LENGTH))
            prepared = self._preparation.prepare(context.schema._schema, text)
        context.graphql_document, self._errors = prepared.document, prepared.errors
        yield

    def on_validate(self) -> Iterator[None]:
        """Supplies the errors of the document."""
        context = self.execution_context
        # Strawberry would run the first one (GraphQL, section 6.1, wants an error).
        is_vague = context._provided_operation_name is None and _has_many(context.graphql_document)
        context.pre_execution_errors = [*self._errors, *([_vague()] if is_vague else ())]
        yield


class Deadline(SchemaExtension):
    """Cancels a query or a mutation that takes too long, and what it awaits.

    Calls to services use the remaining time. Only the start of a subscription is timed.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def on_execute(self) -> AsyncIterator[None]:
        """Raises GraphQLError (DEADLINE_EXCEEDED) instead of returning a result."""
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
    """Parses and validates texts for one schema, and remembers the outcome for short ones."""

    def __init__(self, settings: TransportSettings) -> None:
        self._settings = settings
        self._rules = (
            tuple(specified_rules)
            if settings.introspection
            else (*specified_rules, NoSchemaIntrospectionCustomRule)
        )
        self._remembered: OrderedDict[str, Prepared] = OrderedDict()

    def known(self, text: str) -> Prepared | None:
        """Returns the outcome for a text that came before, if it is remembered."""
        if text in self._remembered:
            self._remembered.move_to_end(text)
        return self._remembered.get(text)

    def prepare(self, schema: GraphQLSchema, text: str) -> Prepared:
        """Parses and validates a text. Raises GraphQLError if it cannot be parsed."""
        prepared = self._prepare(schema, text)
        if len(text) <= _CACHED_LENGTH:
            self._remembered[text] = prepared
            if len(self._remembered) > _CACHED_DOCUMENTS:
                self._remembered.popitem(last=False)
        return prepared

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
            # Only the message says which limit was exceeded.
            if "contains more than" in error.message:
                error.extensions = {"code": "DOCUMENT_TOO_LARGE"}
            elif "nested too deeply" in error.message:
                error.extensions = {"code": "QUERY_TOO_DEEP"}
            else:
                error.extensions = {"code": "GRAPHQL_PARSE_FAILED"}
            raise


def check(document: DocumentNode, settings: TransportSettings) -> GraphQLError | None:
    """Returns why the document is refused, or None if it is within the limits.

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
    if any(extent.introspections > 1 for extent in extents):
        message = "An operation may ask for `__schema` or `__type` once. Ask in parts."
        return refusal("TOO_MANY_INTROSPECTIONS", message)
    return None


# The parts of a connection (Relay). They are no objects, so they make an operation no deeper.
_OF_LISTS = frozenset({"edges", "node", "nodes"})


@dataclass(frozen=True, slots=True)
class _Extent:
    """The extent of selections: the deepest nesting of objects, and how many aliases and introspections."""

    depth: int = 0
    aliases: int = 0
    introspections: int = 0


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
            sum(extent.introspections for extent in extents),
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
        if field.name.value in INTROSPECTING:
            # Introspection by tools is deep; graphql-core bounds its cost.
            return _Extent(0, below.aliases + alias, below.introspections + 1)
        levels = 0 if field.name.value in _OF_LISTS else 1
        return _Extent(below.depth + levels, below.aliases + alias, below.introspections)

    def _fragment(self, name: str) -> _Extent:
        if name not in self._fragments:
            self._fragments[name] = _Extent()  # the value that a cycle of fragments finds
            definition = self._definitions.get(name)
            if definition:
                self._fragments[name] = self._all(definition.selection_set.selections)
        return self._fragments[name]


def _operations(document: DocumentNode) -> Iterator[OperationDefinitionNode]:
    return (node for node in document.definitions if isinstance(node, OperationDefinitionNode))
