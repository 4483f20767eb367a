"""The reasons that constraints of the database give: `CONFLICTS` of each service, and who can violate them.

A constraint is violated by who makes rows of its table or updates them from a request. If it is about rows in some
states, it is also violated by who moves a row into one of these states from another.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from deploy.refusals.program import Module, Program, Types
from deploy.refusals.source import Texts, reasons_among
from deploy.refusals.trees import walk
from deploy.refusals.uses import Uses

_QUOTED = re.compile(r"'([A-Z_]+)'")  # a state in SQL


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint that callers can violate.

    Attributes:
        reasons: The reasons that callers get for it.
        tables: The classes of the rows, and those on which these are based.
        states: The states of the rows that it is about; empty for all.
    """

    reasons: frozenset[str]
    tables: Types
    states: frozenset[str]


class Constraints:
    """The constraints of some services.

    Args:
        program: The source.
        reasons_of: Returns the reasons that a node gives.
    """

    def __init__(self, program: Program, reasons_of: Callable[[str], set[str]]) -> None:
        self._program = program
        self._reasons_of = reasons_of
        self._calls = cache(_calls)
        self._all = [each for module in program.modules.values() for each in self._of(module)]
        self._violated: dict[str, set[str]] = {}

    def violated_by(self, nodes: Iterable[str]) -> set[str]:
        """Returns the reasons of the constraints that nodes can violate."""
        return set().union(*map(self._violated_by, nodes))

    def _violated_by(self, key: str) -> set[str]:
        if key not in self._violated:
            written, moves = Uses(self._program, key).written(), list(self._moves(key))
            found = (
                each.reasons
                for each in self._all
                if written & each.tables or any(_enters(each, *move) for move in moves)
            )
            self._violated[key] = set().union(*found)
        return self._violated[key]

    def _moves(self, key: str) -> Iterator[tuple[Types, set[str], set[str]]]:
        """Yields the calls of `change_state` in a verb: its class, and the states from and to which it moves."""
        name, _, verb = key.partition(":")
        if "." not in verb:
            return
        owner, module = f"{name}:{verb.rpartition('.')[0]}", self._program.modules[name]
        for part in self._program.parts(key):
            match part:
                case ast.Call(func=ast.Attribute(attr="change_state"), args=[sources, target, *_]):
                    before, after = (set(self._states(each, module)) for each in (sources, target))
                    yield frozenset({owner}), before, after

    def _of(self, module: Module) -> Iterator[Constraint]:
        """Yields the constraints that a module gives reasons for."""
        match module.defined.get("CONFLICTS"):
            case ast.AnnAssign(value=ast.Dict(keys=keys, values=values)):
                package = module.name.removesuffix("conflicts")
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant):
                        reasons = frozenset(self._reasons(value, module))
                        yield from self._named(str(key.value), package, reasons)

    def _reasons(self, value: ast.expr, module: Module) -> Iterator[str]:
        yield from (each.reason for each in reasons_among(walk(value), Texts(walk(module.tree))))
        for part in walk(value):
            if isinstance(part, ast.Name) and (key := self._program.named(part.id, module)):
                yield from self._reasons_of(key)

    def _named(
        self, constraint: str, package: str, reasons: frozenset[str]
    ) -> Iterator[Constraint]:
        for name, module in self._program.modules.items():
            if not name.startswith(package) or name.endswith(".conflicts"):
                continue
            for defined, node in module.defined.items():
                if not isinstance(node, ast.ClassDef):
                    continue
                tables = self._program.lineage(f"{name}:{defined}")
                if constraint == f"{defined.lower()}_pkey":
                    yield Constraint(reasons, tables, frozenset())
                for part in self._calls(node).get(constraint, ()):
                    yield Constraint(reasons, tables, frozenset(self._states(part, module)))

    def _states(self, part: ast.AST, module: Module) -> Iterator[str]:
        """Yields the states that an expression names, by themselves or by the name of a set of them."""
        for each in walk(part):
            match each:
                case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner.endswith("State"):
                    yield attr
                case ast.Constant(value=str(condition)):
                    yield from _QUOTED.findall(condition)
                case ast.Name(id=name):
                    key = self._program.named(name, module)
                    match self._program.node(key) if key else None:
                        case ast.Assign(value=value):
                            origin = self._program.modules[str(key).partition(":")[0]]
                            yield from self._states(value, origin)


def _calls(table: ast.ClassDef) -> dict[str, list[ast.Call]]:
    """Returns the calls in a class, by the texts that are passed to them."""
    found: dict[str, list[ast.Call]] = {}
    for part in walk(table):
        if isinstance(part, ast.Call):
            values = [*part.args, *(each.value for each in part.keywords)]
            texts = [each.value for each in values if isinstance(each, ast.Constant)]
            for text in {each for each in texts if isinstance(each, str)}:
                found.setdefault(text, []).append(part)
    return found


def _enters(constraint: Constraint, owner: Types, before: set[str], after: set[str]) -> bool:
    is_its_own = bool(owner & constraint.tables)
    return is_its_own and bool(after & constraint.states) and not before <= constraint.states
