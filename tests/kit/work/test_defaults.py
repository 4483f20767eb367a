"""Defaults of columns: pydantic reads the signature of a factory for each row, and of a built-in it parses it."""

from importlib import import_module
from typing import Any

from sqlmodel import SQLModel

from services.catalogue import SERVICES


def factories() -> list[Any]:
    for entry in SERVICES:
        import_module(f"{entry.module}.__main__")
    found: list[type[SQLModel]] = [SQLModel]
    for each in found:
        found += each.__subclasses__()
    fields = [field for each in found for field in each.model_fields.values()]
    return [field.default_factory for field in fields if field.default_factory is not None]


def test_no_factory_is_built_in() -> None:
    found = factories()
    assert len(found) > 10
    for factory in found:
        assert not isinstance(factory, type), f"use no_items or no_entries instead of {factory}"
