"""The reasons that each method can give: those of all functions that its handler reaches.

A handler is followed from call to call (`deploy/refusals/program.py`). What the database
refuses is added by `deploy/refusals/constraints.py`.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from deploy.refusals.constraints import Constraints
from deploy.refusals.program import Program
from deploy.refusals.source import Texts, reasons_among
from deploy.refusals.trees import walk
from deploy.refusals.uses import Uses
from services.kit import errors

# The steps of a servicer; `__init__` makes what a step waits for (`services/kit/service/steps.py`).
_STEPS = ("", "line_", "prepare_", "turn_", "locks_", "complete_", "rules_")
_QUEUES = ("line_", "turn_")
# What every mutation passes, in the gateway and in a service.
_EVERYWHERE = (
    "gateway.binding.parameters:fill",
    "gateway.backend.context:Context.change",
    "services.kit.service.server:Pipeline._behavior",
    "services.kit.work.unit:Units.write",
    "services.kit.work.work:Work.require",
    "services.kit.work.work:Work.announce",
    "services.kit.work.closing:Closing.write",
    "gateway.backend.bill:Bill.call",
    "gateway.backend.bill:Bill.answer",
    "gateway.backend.context:Context._counted",
)
_SHARED = ("services/kit", "gateway/binding", "gateway/backend")
# The kinds of errors that are never in the payload of a mutation.
_NOT_IN_PAYLOADS = {error.code for error in errors.BY_CODE.values() if not error.is_actionable}
# These are given without a text.
_UNSAID = {errors.PermissionDenied.default_reason, errors.NotFound.default_reason}


class Walk:
    """The source of some services, followed from its handlers.

    Args:
        root: The folder with the packages.
        services: The names of the services.
    """

    def __init__(self, root: Path, services: Iterable[str]) -> None:
        packages = [f"services/{name}" for name in services]
        self._program = Program(root, [*_SHARED, *packages])
        self._texts = {name: Texts(walk(each.tree)) for name, each in self._program.modules.items()}
        self._used: dict[str, set[str]] = {}
        self._given: dict[str, set[str]] = {}
        self._constraints = Constraints(self._program, self._reasons_of)

    def common(self) -> set[str]:
        """Returns the reasons that every mutation can give."""
        return self._reasons(self._reached(_EVERYWHERE)) | _UNSAID

    def methods(self) -> dict[str, set[str]]:
        """Returns the reasons that the handler of each method can give, by the path of the method."""
        found: dict[str, set[str]] = {}
        for path, starts in self._handlers():
            nodes = self._reached(starts)
            found[path] = self._reasons(nodes) | self._constraints.violated_by(nodes)
        return found

    def _handlers(self) -> Iterator[tuple[str, list[str]]]:
        """Yields the path of each method with the nodes of its steps."""
        for name, module in self._program.modules.items():
            for defined, node in module.defined.items():
                owner, _, last = defined.rpartition(".")
                if last == "service" and isinstance(node, ast.Assign):
                    service = self._service(node, module.imported)
                    for method in _methods(module.defined[owner]):
                        steps = [f"{name}:{owner}.{step}{method}" for step in _STEPS]
                        if any(f"{owner}.{step}{method}" in module.defined for step in _QUEUES):
                            steps.append(f"{name}:{owner}.__init__")
                        yield f"/{service}/{method}", steps

    @staticmethod
    def _service(node: ast.Assign, imported: Mapping[str, str]) -> str:
        """Returns the full name in `service = pb.DESCRIPTOR.services_by_name["EventService"]`."""
        match node.value:
            case ast.Subscript(
                value=ast.Attribute(value=ast.Attribute(value=ast.Name(id=pb))),
                slice=ast.Constant(value=name),
            ):
                return f"{imported[pb].partition(':')[0]}.{name!s}"
        raise ValueError(f"line {node.lineno}: no service of the contract")

    def _reached(self, starts: Iterable[str]) -> set[str]:
        seen: set[str] = set()
        waiting = [key for key in starts if self._program.node(key) is not None]
        while waiting:
            key = waiting.pop()
            if key in seen or self._program.node(key) is None:
                continue
            seen.add(key)
            if key not in self._used:
                self._used[key] = Uses(self._program, key).all()
            waiting += self._used[key] - seen
        return seen

    def _reasons(self, nodes: Iterable[str]) -> set[str]:
        return set().union(*map(self._reasons_of, nodes))

    def _reasons_of(self, key: str) -> set[str]:
        if key not in self._given:
            texts = self._texts[key.partition(":")[0]]
            found = reasons_among(self._program.parts(key), texts, of_rows=False)
            self._given[key] = {each.reason for each in found if each.code not in _NOT_IN_PAYLOADS}
        return self._given[key]


def _methods(node: ast.AST) -> Iterator[str]:
    """Yields the names of the RPCs that a servicer handles."""
    for part in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(part, ast.AsyncFunctionDef) and part.name[0].isupper():
            yield part.name
