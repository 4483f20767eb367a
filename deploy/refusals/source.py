"""The reasons of errors, read from the source, where each error is raised with its message.

A message says what is wrong and what to do next, so nothing about it is written a second time. What a text names
when it is said is in braces.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.refusals.trees import walk
from services.kit import errors
from services.kit.errors import DomainError
from services.kit.language import Plural, Text

ROOT = Path(__file__).parents[2]
# What says something of a row: `row.refuse("NAMELESS", "Give it a name.", column)`.
_OF_ROWS = ("Reason", "Remark", "note", "refuse")
_ERRORS: dict[str, type[DomainError]] = {error.__name__: error for error in errors.BY_CODE.values()}


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A reason as one place in the source gives it.

    Attributes:
        reason: The reason, in UPPER_SNAKE_CASE.
        code: The code of the error; empty for a violation, whose error is raised elsewhere.
        message: The message, with variable parts in braces.
    """

    reason: str
    code: str
    message: str


def sources() -> list[Path]:
    """Returns the files that can refuse something, in order."""
    found = [*sorted(ROOT.glob("gateway/*/*.py")), *sorted(ROOT.glob("services/**/*.py"))]
    return [path for path in found if path.parent.name != "migrations"]


@cache
def reasons_of(path: Path) -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    """Returns the reasons that a file gives: all of them, and those that errors carry."""
    parts = walk(ast.parse(path.read_text(encoding="utf-8")))
    texts = Texts(parts)
    return tuple(reasons_among(parts, texts)), tuple(reasons_among(parts, texts, of_rows=False))


def reasons_in(source: str, *, of_rows: bool = True) -> Iterator[Found]:
    """Yields the reasons of all errors, violations and remarks that a source text makes.

    Args:
        source: The text.
        of_rows: Whether remarks on rows of a file count, which no error carries.
    """
    tree = ast.parse(source)
    parts = walk(tree)
    yield from reasons_among(parts, Texts(parts), of_rows=of_rows)


def reasons_among(
    parts: Iterable[ast.AST], texts: "Texts", *, of_rows: bool = True
) -> Iterator[Found]:
    """Yields the same of some parts of a source text.

    Args:
        parts: The parts.
        texts: The texts of the module.
        of_rows: Whether remarks on rows of a file count, which no error carries.
    """
    for each in parts:
        if isinstance(each, ast.Call):
            for code, reason, field, message in raised(each, texts, of_rows=of_rows):
                for found in texts.all(message):
                    text = found.many if isinstance(found, Plural) else found
                    yield Found(reason, code, f"`{field}` {text}" if field else text)


def raised(
    call: ast.Call, texts: "Texts", *, of_rows: bool = True
) -> Iterator[tuple[str, str, str, ast.expr]]:
    """Yields code, reason, field and message of what a call makes, if it makes an error."""
    name, owner = _names(call.func)
    arguments = call.args
    reason = next((texts.one(each.value) for each in call.keywords if each.arg == "reason"), "")
    if owner in _ERRORS and name == "of" and len(arguments) == 3:
        field, reason = texts.one(arguments[0]), texts.one(arguments[2])
        yield _ERRORS[owner].code, reason, field, arguments[1]
    elif name in _ERRORS and arguments:
        error = _ERRORS[name]
        yield error.code, reason or error.default_reason, "", arguments[0]
    elif name == "Violation" and len(arguments) == 3 and texts.one(arguments[2]):
        yield "", texts.one(arguments[2]), "", arguments[1]
    elif name in _OF_ROWS and len(arguments) >= 2 and texts.one(arguments[0]):
        if of_rows:
            yield "", texts.one(arguments[0]), "", arguments[1]
    elif name.lstrip("_").startswith("change_") and len(arguments) >= 3:
        yield errors.Refused.code, reason or errors.Refused.default_reason, "", arguments[2]


class Texts:
    """The texts of a module, the variables that hold them included."""

    def __init__(self, parts: Iterable[ast.AST]) -> None:
        self._assigned: dict[str, list[tuple[int, ast.expr]]] = defaultdict(list)
        for node in parts:
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self._assigned[target.id].append((node.lineno, node.value))

    def one(self, node: ast.expr) -> str:
        """Returns the text of an expression; empty where it has none, or several."""
        match self.all(node):
            case [str(text)]:
                return text
        return ""

    def all(self, node: ast.expr) -> list[Text]:
        """Returns the texts that an expression can have."""
        match node:
            case ast.Call(func=ast.Name(id="Plural"), args=[*parts]):
                return [Plural(*map(self.one, parts))]
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr():
                return ["".join(map(self._part, node.values))]
            case ast.IfExp():
                return [*self.all(node.body), *self.all(node.orelse)]
            case ast.Subscript(value=ast.Name() as table):
                return self.all(table)
            case ast.Dict():
                return [text for value in node.values for text in self.all(value)]
            case ast.Name():
                before = [value for line, value in self._assigned[node.id] if line < node.lineno]
                return self.all(before[-1]) if before else []
        return []

    def _part(self, part: ast.expr) -> str:
        if isinstance(part, ast.FormattedValue):
            text = self.one(part.value) if isinstance(part.value, ast.Name) else ""
            return text or f"{{{_variable(part.value)}}}"
        return self.one(part)


def _variable(node: ast.expr) -> str:
    """Returns a word for a value that a message gets at run time."""
    match node:
        case ast.Attribute():
            return node.attr
        case ast.Name():
            return node.id
        case ast.Call(func=function):
            return _names(function)[0].strip("_")
    return "…"


def _names(function: ast.expr) -> tuple[str, str]:
    """Returns the name of a called function, and of what it belongs to."""
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, owner.id if isinstance(owner, ast.Name) else ""
    return (function.id if isinstance(function, ast.Name) else ""), ""
