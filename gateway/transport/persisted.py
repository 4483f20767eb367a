"""Documents that clients name by their hash instead of sending them.

- Automatic persisted queries (https://www.apollographql.com/docs/apollo-server/performance/apq): a client
  sends the hash alone, is told `PersistedQueryNotFound` the first time, and then sends the text with it.
- Trusted documents (`gateway.transport.trusted`): the operator lists the documents of the frontends.

The hash is the SHA-256 of the text, in `extensions.persistedQuery`, or in `documentId` as GraphQL over HTTP
has it (`gateway.transport.request`).
"""

import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from graphql import GraphQLError
from prometheus_client import Counter
from strawberry.extensions import SchemaExtension

from gateway.transport.tracing import LONGEST_NAME
from gateway.transport.trusted import TrustedDocuments

_log = logging.getLogger("banyan.gateway")

# The characters of all texts that clients have registered: 4 MB, or 16 MB if they are Chinese.
_MOST_CHARACTERS = 4 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
UNTRUSTED = Counter(
    "banyan_untrusted_documents",
    "Operations whose document is not in the manifest, where this is logged or refused.",
)


class Registry:
    """The texts that clients have registered, those used last; of any number of clients, a bounded size.

    Args:
        most: The number of characters that all texts have together.
    """

    def __init__(self, most: int = _MOST_CHARACTERS) -> None:
        self._most = most
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._characters = 0

    def get(self, digest: str) -> str | None:
        """Returns the text of a hash, if it is known."""
        if digest in self._texts:
            self._texts.move_to_end(digest)
        return self._texts.get(digest)

    def add(self, digest: str, text: str) -> None:
        """Remembers a text, and forgets those that were not used for longest."""
        if digest in self._texts or len(text) > self._most:
            return
        self._texts[digest] = text
        self._characters += len(text)
        while self._characters > self._most:
            _, forgotten = self._texts.popitem(last=False)
            self._characters -= len(forgotten)


class Persisted(SchemaExtension):
    """Finds the document that a request names, and holds documents against the trusted ones.

    Args:
        registry: Where registered texts are; None if clients may not register any.
        trusted: The trusted documents.
    """

    def __init__(self, registry: Registry | None, trusted: TrustedDocuments) -> None:
        self._registry = registry
        self._trusted = trusted
        self._registers = ""  # the hash under which the text is remembered once it is found valid

    def on_operation(self) -> Iterator[None]:
        """Supplies the text of the operation.

        Raises:
            GraphQLError: The hash is unknown or does not fit the text, or the document is not trusted.
        """
        context = self.execution_context
        context.query = self._text(context.query, context.operation_extensions or {})
        yield

    def on_validate(self) -> Iterator[None]:
        """Remembers a text that came with its hash, if it is a document that may be executed."""
        yield
        context = self.execution_context
        if self._registry and self._registers and not context.pre_execution_errors:
            self._registry.add(self._registers, context.query or "")

    def _text(self, given: str | None, extensions: Mapping[str, Any]) -> str | None:
        digest = _named(extensions)
        if not digest:
            return self._admitted(given, sha256(given)) if given and self._trusted.checks else given
        if text := self._trusted.get(digest):
            return text
        if self._trusted.enforces:
            raise self._not_trusted(digest)
        if self._registry is None:
            raise _error("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED")
        if not given:
            text = self._registry.get(digest)
            if text is None:
                raise _error("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
            return self._admitted(text, digest)
        if sha256(given) != digest:
            raise _error("provided sha does not match query", "BAD_USER_INPUT")
        self._registers = digest
        return self._admitted(given, digest)

    def _admitted(self, text: str, digest: str) -> str:
        """Returns the text, unless only trusted documents are executed and it is none of them."""
        if not self._trusted.checks or self._trusted.get(digest):
            return text
        if self._trusted.enforces:
            raise self._not_trusted(digest)
        self._note(digest)
        return text

    def _not_trusted(self, digest: str) -> GraphQLError:
        self._note(digest)
        message = (
            "This document is not among those that the gateway accepts. Add it to the manifest of "
            "trusted documents, or send one that is in it."
        )
        return _error(message, "PERSISTED_QUERY_NOT_IN_LIST")

    def _note(self, digest: str) -> None:
        UNTRUSTED.inc()
        name = (self.execution_context.operation_name or "")[:LONGEST_NAME]
        _log.warning("untrusted document", extra={"operation": name, "sha256": digest})


def sha256(text: str) -> str:
    """Returns the hash by which a text is named: SHA-256 of its UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _named(extensions: Mapping[str, Any]) -> str:
    """Returns the hash that a request names; empty if it names none."""
    given = extensions.get("persistedQuery")
    if given is None:
        return ""
    if not isinstance(given, dict) or given.get("version") != 1:
        raise _error("Unsupported persisted query version", "BAD_USER_INPUT")
    digest = given.get("sha256Hash")
    if not isinstance(digest, str) or not _HASH.fullmatch(digest):
        message = (
            "`sha256Hash` must be the SHA-256 of the document, as 64 lower-case hexadecimal digits."
        )
        raise _error(message, "BAD_USER_INPUT")
    return digest


def _error(message: str, code: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})
