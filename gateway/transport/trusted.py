"""Trusted documents: the operator lists the documents that frontends use, and may refuse all others.

The list is a manifest, a JSON file that the build of a frontend writes: `{"<sha256>": "<text>", ...}` as
graphql-codegen and Relay write it (with SHA-256 as their algorithm), or the persisted query manifest of Apollo
(https://www.apollographql.com/docs/graphos/platform/security/persisted-queries).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from services.kit.process.environment import ConfigurationError

Mode = Literal["off", "log", "enforce"]
_SETTING = "trusted_documents"
_NONE: Mapping[str, str] = MappingProxyType({})


class TrustedDocuments:
    """The documents of the manifest.

    Args:
        mode: What happens to a document that is not in it: "off" and "log" execute it, "log" also says so, and
            "enforce" refuses it.
        texts: The text of each document by its SHA-256.
    """

    def __init__(self, mode: Mode = "off", texts: Mapping[str, str] = _NONE) -> None:
        self.checks = mode != "off"
        self.enforces = mode == "enforce"
        self._texts = texts

    def get(self, digest: str) -> str | None:
        """Returns the document with a hash, if it is trusted."""
        return self._texts.get(digest)


def read(path: Path | None, mode: Mode, problem: Callable[[str], str | None]) -> TrustedDocuments:
    """Reads the manifest.

    Args:
        path: The manifest; None if there is none.
        mode: What happens to other documents.
        problem: Returns why a document cannot be executed by this gateway, or None if it can.

    Raises:
        ConfigurationError: There is no manifest where the mode needs one, it has another form, a hash is not that of
            its document, or a document cannot be executed.
    """
    if path is None:
        if mode == "off":
            return TrustedDocuments()
        raise ConfigurationError(_SETTING, f"is not set; the mode {mode} needs a manifest")
    texts = _documents(path)
    for digest, text in texts.items():
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            raise ConfigurationError(
                _SETTING,
                f"has the ID {digest[:80]} that is not the SHA-256 of its document; set the hash "
                "algorithm of the tool that wrote it to sha256",
            )
        if why := problem(text):
            raise ConfigurationError(
                _SETTING, f"has the document {digest}, which cannot be executed: {why}"
            )
    return TrustedDocuments(mode, texts)


def _documents(path: Path) -> dict[str, str]:
    try:
        given: Any = json.loads(path.read_bytes())
    except ValueError:
        raise ConfigurationError(_SETTING, "must be a file of JSON") from None
    if isinstance(given, dict) and given.get("format") == "apollo-persisted-query-manifest":
        entries = given.get("operations")
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            given = {str(entry.get("id")): entry.get("body") for entry in entries}
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise ConfigurationError(
            _SETTING,
            "must be a JSON object of documents by their SHA-256, or an apollo-persisted-query-manifest",
        )
    return given
