"""Partial answers (AIP-157): a caller names the fields of an answer that it reads, and the others are not made.

The metadata `x-goog-fieldmask` names them as it does in the APIs of Google (https://docs.cloud.google.com/apis/docs/system-parameters):
by their paths in the answer, such as `events.title,events.state,next_page_token`. This saves work and hides nothing:
a service may answer with more than that. It ignores names that it does not know, as a newer caller may send them.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from google.protobuf.descriptor import Descriptor

M_co = TypeVar("M_co", covariant=True)

HEADER = "x-goog-fieldmask"
# Beside the passport and the trace, metadata has room for about that much.
LONGEST_HEADER = 512
_REMEMBERED = 1024

# The names of the fields that a caller reads, by the full name of their message. Of other messages it reads all.
Wanted = Mapping[str, frozenset[str]]
WHOLE: Wanted = {}


class Showing(Protocol[M_co]):
    """What turns rows into messages, or into what a caller reads of them."""

    def unwanted(self, wanted: Wanted) -> frozenset[str]:
        """Returns the fields that a query need not read for such a caller."""
        ...

    def showing(self, wanted: Wanted) -> Callable[[Any], M_co]:
        """Returns the function that turns a row into what such a caller reads."""
        ...


@lru_cache(_REMEMBERED)
def wanted_of(answer: Descriptor, header: str) -> Wanted:
    """Returns what the caller of a method reads.

    Args:
        answer: The answer of the method.
        header: The value of the metadata; empty for everything.
    """
    if len(header) > LONGEST_HEADER:
        return WHOLE
    found: dict[str, set[str]] = {}
    whole: set[str] = set()
    for path in header.split(","):
        message: Descriptor | None = answer
        for name in path.strip().split("."):
            field = message.fields_by_name.get(name) if message is not None else None
            if message is None or field is None:
                break
            found.setdefault(message.full_name, set()).add(name)
            message = field.message_type
        else:
            whole.update([message.full_name] if message is not None else [])
    return {name: frozenset(names) for name, names in found.items() if name not in whole}


def header_of(answer: Descriptor, wanted: Wanted, without: frozenset[str] = frozenset()) -> str:
    """Returns the metadata for a caller who reads some fields; empty where nothing would be left out.

    Args:
        answer: The answer of the method.
        wanted: What the caller reads.
        without: Fields of lists that it does not read.
    """
    header = ",".join(_paths(answer, wanted, without))
    return header if len(header) <= LONGEST_HEADER else ""


def _paths(
    message: Descriptor, wanted: Wanted, without: frozenset[str], depth: int = 2
) -> list[str]:
    """Returns the paths of what is read of a message or of the messages in it; none if that is everything."""
    if (names := wanted.get(message.full_name)) is not None:
        return sorted(names)
    if not depth:
        return []
    paths: list[str] = []
    is_part = False
    for field in message.fields:
        if field.name in without:
            is_part = True
            continue
        inner = field.message_type
        below = _paths(inner, wanted, without, depth - 1) if inner is not None else []
        is_part = is_part or bool(below)
        paths += [f"{field.name}.{each}" for each in below] or [field.name]
    return paths if is_part else []
