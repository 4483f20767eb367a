"""Tags: free words by which people find things, in a form that finds those which mean the same."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Index

from services.kit.text.folding import comparable


def tag_keys(tags: Sequence[str]) -> list[str]:
    """Returns the forms by which tags are found: without `#`, and each once."""
    keys = (comparable(tag).lstrip("# ") for tag in tags)
    return [key for key in dict.fromkeys(keys) if key]


def tag_index(name: str) -> Index:
    """Returns the index that `has_tags` uses.

    Args:
        name: The name of the index.
    """
    return Index(name, "tag_keys", postgresql_using="gin")


def has_tags(keys: Any, wanted: Any) -> ColumnElement[bool]:
    """Returns the condition that a row has all tags that are wanted.

    Args:
        keys: The column `tag_keys`.
        wanted: A parameter, whose value `tag_keys` returns.
    """
    found: ColumnElement[bool] = keys.bool_op("@>")(wanted)
    return found
