"""The document of all settings, generated from the classes that read them: `make docs` writes docs/settings.md."""

import ast
import inspect
import itertools
import re
import sys
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from gateway import config
from gateway.backend.allowances import Allowances
from gateway.backend.backend import Bounds
from gateway.transport.settings import TransportSettings
from services.catalogue import NAMES, named
from services.kit.process.config import ServiceSettings
from services.kit.process.environment import variable

OUTPUT = Path(__file__).parents[1] / "docs" / "settings.md"
_BEGINNING = """\
# Settings

Every process reads its settings from its environment, at its start, and ends with a line for each that is wrong or misspelt.
Durations are in seconds and sizes in bytes, unless something else is said. Lists are separated by commas.

This document is generated from the classes (`make docs`): do not edit it. `make run` sets what is required.
"""
_ATTRIBUTE = re.compile(r"^    (\w+): (.+(?:\n      .+)*)", re.MULTILINE)


def generate() -> str:
    """Returns the document."""
    parts = [_BEGINNING, _section("Every service", ServiceSettings.model_fields)]
    for name in NAMES:
        fields = _service_settings(name).model_fields
        own = {
            key: field for key, field in fields.items() if key not in ServiceSettings.model_fields
        }
        parts.append(_section(f"{name.capitalize()} alone", own))
    told = {
        name: text
        for source in (TransportSettings, Bounds, Allowances)
        for name, text in _told_by(source).items()
    }
    fields = {
        name: field for model in config.models() for name, field in model.model_fields.items()
    }
    parts.append(_section("Gateway", fields, told))
    return "\n".join(parts)


def _service_settings(name: str) -> type[ServiceSettings]:
    service = getattr(import_module(f"{named(name).module}.__main__"), name.upper())
    settings: type[ServiceSettings] = service.settings
    return settings


def _section(title: str, fields: dict[str, FieldInfo], told: dict[str, str] | None = None) -> str:
    rows = [
        f"| `{variable(name)}` | {_default(field)} | {_cell(field.description or (told or {}).get(name, ''))} |"
        for name, field in sorted(fields.items())
    ]
    return "\n".join(
        [f"## {title}", "", "| variable | default | meaning |", "| --- | --- | --- |", *rows, ""]
    )


def _default(field: FieldInfo) -> str:
    value = field.default
    if field.is_required() or value is PydanticUndefined:
        return "**required**"
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, str) and "\n" in value:
        return "a greeting"
    if isinstance(value, tuple):
        return f"`{','.join(map(str, value))}`"
    return f"`{str(value).lower() if isinstance(value, bool) else _number(value)}`"


def _number(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _cell(text: str) -> str:
    text = " ".join(text.split()).replace("|", "\\|").rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _told_by(source: type[Any]) -> dict[str, str]:
    """Returns what a class says of its fields: in its docstring, or in a text below each."""
    return dict(_ATTRIBUTE.findall(inspect.getdoc(source) or "")) | dict(_below(source))


def _below(source: type[Any]) -> Iterator[tuple[str, str]]:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(source))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for field, text in itertools.pairwise(body):
        is_text = isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_text:
            yield field.target.id, str(text.value.value)  # type: ignore[attr-defined] # checked


def main() -> None:
    """Writes the document."""
    OUTPUT.write_text(generate(), encoding="utf-8")
    sys.stderr.write(f"{OUTPUT.relative_to(Path.cwd())}\n")


if __name__ == "__main__":
    main()
