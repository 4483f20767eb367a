"""Every function, module and file that the documents name exists."""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md")))
_QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_NAME = re.compile(r"(?:gateway|services|deploy|tests|banyan)(?:\.\w+)+")
_PATH = re.compile(r"(?:gateway|services|deploy|tests|proto|docs|requirements)/[\w./-]*")
_FILE = re.compile(r"\.(?:py|proto|txt|md|graphql)")


def unknown_names(text: str) -> Iterator[str]:
    """Yields the names and paths that a text quotes and the tree does not have."""
    for quoted in _QUOTED.findall(text):
        if _PATH.fullmatch(quoted):
            if not (ROOT / quoted).exists():
                yield quoted
        elif _NAME.fullmatch(quoted) and not _FILE.search(quoted) and not _exists(quoted):
            yield quoted


def _exists(name: str) -> bool:
    """Tells whether a dotted name is a module, or something that a module or a class has."""
    parts = name.split(".")
    depth = 1
    while depth < len(parts) and _is_module(".".join(parts[: depth + 1])):
        depth += 1
    found: object = import_module(".".join(parts[:depth]))
    for part in parts[depth:]:
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:  # the parent is a module, not a package
        return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_nothing_that_does_not_exist(document: Path) -> None:
    assert list(unknown_names(document.read_text(encoding="utf-8"))) == []


def test_the_life_of_a_field_names_what_it_passes() -> None:
    text = (ROOT / "docs" / "life-of-a-field.md").read_text(encoding="utf-8")
    assert len({quoted for quoted in _QUOTED.findall(text) if _NAME.fullmatch(quoted)}) > 40


def test_what_does_not_exist_is_found() -> None:
    text = (
        "`services.kit.work.work.Work.lock`, `services.kit.work.work.Work.lose`, `gateway.nothing`,"
    )
    text += " `services/kit`, `services/kit/nothing.py`, `title`, ``services/kit/none``"
    assert list(unknown_names(text)) == [
        "services.kit.work.work.Work.lose",
        "gateway.nothing",
        "services/kit/nothing.py",
    ]
