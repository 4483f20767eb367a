"""The catalogues of messages for people in other languages: `services/languages/*.po`.

`make docs` adds to each catalogue the texts that are new in the source or the contract, without a translation, and
takes out those that are gone. It compiles what the services read.
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from buf.validate import validate_pb2

from deploy.refusals.source import ROOT, Texts, raised, sources
from deploy.refusals.trees import walk
from gateway.contract.references import contract_files
from services.kit.language import DEFAULT, LANGUAGES, NOUN, Plural, Text

FOLDER = ROOT / "services" / "languages"
_HEADER = """\
# Messages of services and gateway for people. `make docs` adds new ones: translate each.
# Keep the placeholders in braces. A `noun` stands inside of other texts."""
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # nothing in a catalogue may depend on the day


@cache
def templates() -> frozenset[Text]:
    """Returns every template in the source and the contract."""
    return frozenset((*(text for path in sources() for text in _in_source(path)), *_in_contract()))


@cache
def nouns() -> frozenset[str]:
    """Returns the words for the resources of the services, which errors name."""
    found = (noun for path in ROOT.glob("services/*/**/*.py") for noun in _nouns_in(path))
    return frozenset(found)


def put_together() -> list[str]:
    """Returns the places where a text has its values in it already, instead of parameters beside it."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for *_, message in raised(node, Texts([]), of_rows=False)
        if any(isinstance(part, ast.JoinedStr) for part in walk(message))
    ]


def files() -> dict[Path, bytes]:
    """Returns the catalogues as they have to be, in both forms, by path."""
    found = {}
    for language in LANGUAGES:
        if language != DEFAULT:
            catalogue = current(language)
            for suffix, content in (("po", as_text(catalogue)), ("mo", _compiled(catalogue))):
                found[FOLDER / f"{language}.{suffix}"] = content
    return found


def current(language: str) -> Catalog:
    """Returns a catalogue with exactly the texts of the source, and the translations that it has."""
    file = FOLDER / f"{language}.po"
    known = Catalog()
    if file.exists():
        with file.open("rb") as content:
            known = read_po(content, locale=language.replace("-", "_"))
    made = Catalog(
        locale=language.replace("-", "_"),
        header_comment=_HEADER,
        project="Banyan",
        creation_date=_LONG_AGO,
        revision_date=_LONG_AGO,
        fuzzy=False,
    )
    for text in templates():
        key = (text.one, text.many) if isinstance(text, Plural) else text
        before = known.get(text.one if isinstance(text, Plural) else text)
        made.add(key, before.string if before else None)
    for noun in nouns():
        before = known.get(noun, context=NOUN)
        made.add(noun, before.string if before else None, context=NOUN)
    return made


def as_text(catalogue: Catalog) -> bytes:
    """Returns a catalogue as people edit it."""
    file = BytesIO()
    write_po(file, catalogue, width=110, sort_output=True, omit_header=False)
    return file.getvalue()


def _compiled(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _in_source(path: Path) -> Iterator[Text]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = walk(tree)
    texts = Texts(nodes)
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id="phrase" | "worded"), args=[text, *_]):
                yield from texts.all(text)
            case ast.Call(func=ast.Name(id="Plural")):
                yield from texts.all(node)
            case ast.Call():
                for *_, message in raised(node, texts, of_rows=False):
                    yield from texts.all(message)
                # What is said of a row of a file is stored as it is said in English, without parameters.
                for *_, message in raised(node, texts):
                    yield from (text for text in texts.all(message) if "{" not in text)


def _in_contract() -> Iterator[str]:
    """Yields what rules say that are written for one field or message."""
    for file in contract_files():
        for message in file.message_types_by_name.values():
            options: Any = message.GetOptions().Extensions
            yield from (rule.message for rule in options[validate_pb2.message].cel)
            for field in message.fields:
                options = field.GetOptions().Extensions
                rules = options[validate_pb2.field]
                for each in (rules, rules.repeated.items):
                    yield from (rule.message for rule in each.cel)


def _nouns_in(path: Path) -> Iterator[str]:
    for node in walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            values = {
                target.id: each.value
                for each in node.body
                if isinstance(each, ast.Assign)
                for target in each.targets
                if isinstance(target, ast.Name)
            }
            match values.get("__tablename__"):
                case ast.Constant(value=str(name)) if "message" in values:
                    yield name.replace("_", " ")
