"""The codes of errors, for the tests about queries."""

from typing import Any


def code(answer: dict[str, Any]) -> str:
    [error] = answer["errors"]
    found: str = error["extensions"]["code"]
    return found
