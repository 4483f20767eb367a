"""Texts that people read: in the language that they ask for, and Markdown as HTML.

The contract says which texts have translations (`translatable`) and which are Markdown (`TEXT_MARKDOWN`). A message
with such texts has a field `translations`, whose messages have a `language` and texts of the same names.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from banyan.annotations.v1 import annotations_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from strawberry import UNSET

from gateway.backend.context import Context
from gateway.binding.fields import derived, field
from gateway.binding.markdown import html_of
from gateway.binding.messages import Deferred
from gateway.binding.parameters import Argument
from gateway.binding.prices import Price
from gateway.contract import reading as contract
from gateway.contract.scalars import LanguageTag
from services.kit.contract.fields import is_translatable, text_fields

# What making HTML of a text costs at most, in the time that a resource takes.
_HTML = 5
_LANGUAGE: Any = LanguageTag
_ARGUMENT = Argument(
    name="language",
    annotation=_LANGUAGE | None,
    description="The language to show the text in, such as `en-GB`. If there is no text in it, shows the nearest: "
    "`en`, then any other English, then the original, then any language. If left out, shows the original.",
    default=UNSET,
)


def text(name: str) -> Any:
    """Makes a field that shows a text in the language that the caller asks for.

    Args:
        name: The field of the message.
    """

    def make(message: type[Message]) -> Any:
        declared = _translatable(message, name)

        def values(roots: Sequence[Any], **given: Any) -> Sequence[Any]:
            language = given.get("language") or ""
            return [in_language(root, name, language) or None for root in roots]

        kind: Any = str
        returns = kind if contract.is_required(declared) else kind | None
        return derived(
            values,
            returns=returns,
            described_by=name,
            arguments=[_ARGUMENT],
            reads=_read_for(message, name),
        )

    return Deferred(make)


def html(name: str) -> Any:
    """Makes a field that shows a text in Markdown as HTML, in the language that the caller asks for.

    Args:
        name: The field of the message.
    """

    def make(message: type[Message]) -> Any:
        declared = _translatable(message, name)
        if text_fields(message.DESCRIPTOR)[name] != annotations_pb2.TEXT_MARKDOWN:
            raise TypeError(f"{declared.full_name} is no Markdown.")

        async def together(roots: Sequence[Any], context: Context, **given: Any) -> Sequence[Any]:
            del context
            language, found = given.get("language") or "", list[str | None]()
            for root in roots:
                markdown = in_language(root, name, language)
                found.append(html_of(markdown) if markdown else None)
                await asyncio.sleep(0)  # lets others come in between
            return found

        return field(
            together,
            returns=str | None,
            description=f"The `{name}` as HTML that is safe to show. It is made from CommonMark and has no images, "
            "scripts, styles, or HTML of the author.",
            arguments=[_ARGUMENT],
            price=Price(each=_HTML),
            reads=_read_for(message, name),
        )

    return Deferred(make)


def _translatable(message: type[Message], name: str) -> FieldDescriptor:
    declared = contract.fields_of(message)[name]
    if not is_translatable(declared):
        raise TypeError(f"{declared.full_name} has no translations. Show it with auto.")
    translations = contract.fields_of(message).get("translations")
    if translations is None or name not in contract.fields_of(contract.message_of(translations)):
        raise TypeError(f"{declared.full_name} has no place for translations.")
    return declared


def _read_for(message: type[Message], name: str) -> list[str]:
    """Returns the fields that a text is chosen from."""
    known = contract.fields_of(message)
    return [each for each in (name, "language", "translations") if each in known]


def in_language(source: Any, name: str, language: str) -> str:
    """Returns a text of a message in a language, or in the nearest that there is; empty if there is no text.

    Looks for the language, and then for less and less of it (RFC 4647, 3.4, Lookup): `zh-Hant-TW`, `zh-Hant`, `zh`. At
    each step a more specific language will do as well (3.3.1, Basic Filtering). After that come the original and
    any other language.

    Args:
        source: The message.
        name: The name of the text.
        language: The language, as a BCP 47 tag; empty for the original.
    """
    original: str = getattr(source, name)
    if original and not language:
        return original
    own = getattr(source, "language", "")  # a place has no language of its own
    texts: list[tuple[str, str]] = [
        (own, original),
        *((each.language, getattr(each, name)) for each in source.translations),
    ]
    known = [(tag.lower(), found) for tag, found in texts if found]
    for wanted in _ranges(language.lower()):
        for matches in (str.__eq__, _begins):
            for tag, found in known:
                if matches(tag, wanted):
                    return found
    return known[0][1] if known else ""


def _begins(tag: str, wanted: str) -> bool:
    return tag.startswith(f"{wanted}-")


def _ranges(language: str) -> list[str]:
    """Returns a language and what is left of it part by part; a single letter goes with what follows it."""
    found, parts = list[str](), language.split("-") if language else []
    while parts:
        found.append("-".join(parts))
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return found
