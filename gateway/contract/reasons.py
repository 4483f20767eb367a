"""The reasons of errors, from the catalogue that `make docs` reads from the source of the services.

A service may be newer than this gateway and give a reason that is not in the catalogue. It is `OTHER` then: the
message, which the service wrote, still says what is wrong.
"""

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

import strawberry

from gateway.contract.reading import cached, in_words_of_the_schema

OTHER = "OTHER"
_CATALOGUE: dict[str, Any] = json.loads(
    Path(__file__).with_name("reasons.json").read_text(encoding="utf-8")
)


def _members() -> dict[str, Any]:
    described = {
        **_CATALOGUE["reasons"],
        OTHER: "A reason that this version of the schema does not know. Show the message.",
    }
    return {
        reason: strawberry.enum_value(reason, description=in_words_of_the_schema(text))
        for reason, text in described.items()
    }


_made: Any = Enum("ErrorReason", _members())  # type: ignore[misc] # made, not written
ErrorReason = strawberry.enum(
    _made,
    description="The exact reason of an error, or of a remark on a row of an import. A reason never changes, and new ones are added: let your app"
    " treat one that it does not know like `OTHER`, and show the message.",
)


def known_reason(reason: str) -> Enum:
    """Returns the value of the enum for a reason: OTHER if this gateway does not know it."""
    members: Mapping[str, Enum] = ErrorReason.__members__
    return members.get(reason, members[OTHER])


def common_reasons() -> Sequence[str]:
    """Returns the reasons that every mutation can give."""
    found: list[str] = _CATALOGUE["common"]
    return found


@cached
def reasons_of(path: str) -> Sequence[str]:
    """Returns the further reasons that a mutation can give.

    Args:
        path: The path of its method, such as "/banyan.events.v1.EventService/CreateEvent".
    """
    found: list[str] = _CATALOGUE["methods"].get(path, [])
    return found


def reasons_listed(path: str) -> str:
    """Returns the last paragraph of the description of a mutation: the reasons for which it refuses.

    Args:
        path: The path of its method.
    """
    reasons = reasons_of(path)
    return f"\n\nReasons: {', '.join(f'`{each}`' for each in reasons)}." if reasons else ""
