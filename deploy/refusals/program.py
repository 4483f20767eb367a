"""The source as a graph: which function uses which, as far as names and annotations tell.

Functions, methods, classes and assigned names are nodes. The type of a variable follows from annotations, from
what is called, and from a class that is passed first, as in `work.lock(Event, ...)`. Where it does not
follow, a method is looked for by its name in the whole service, so that the graph rather has an edge too many.
"""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.refusals.trees import walk

_Function = ast.FunctionDef | ast.AsyncFunctionDef
Types = frozenset[str]  # the nodes of classes
NOTHING: Types = frozenset()


@dataclass(slots=True)
class Module:
    """A module of the source.

    Attributes:
        name: Its name, such as "services.events.events.models".
        tree: Its text, parsed.
        imported: What imported names stand for: modules, or "module:name".
        defined: Its nodes, by the name after the colon: "Event", "Event.cancel", "CONFLICTS".
    """

    name: str
    tree: ast.Module
    imported: dict[str, str] = field(default_factory=dict)
    defined: dict[str, ast.AST] = field(default_factory=dict)


class Program:
    """The modules below some folders, and the nodes that each node uses.

    Args:
        root: The folder that contains the packages.
        folders: The packages.
    """

    def __init__(self, root: Path, folders: Iterable[str]) -> None:
        self.modules: dict[str, Module] = {}
        self._parts: dict[str, list[ast.AST]] = {}
        for folder in folders:
            for path in sorted((root / folder).rglob("*.py")):
                self._read(path, root)
        self._methods: dict[str, list[str]] = defaultdict(list)
        for module in self.modules.values():
            for name, node in module.defined.items():
                if isinstance(node, _Function) and "." in name:
                    self._methods[name.rpartition(".")[2]].append(f"{module.name}:{name}")

    def _read(self, path: Path, root: Path) -> None:
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        module = Module(name, ast.parse(path.read_text(encoding="utf-8")))
        self.modules[name] = module
        for node in module.tree.body:
            for defined, part in _definitions(node):
                module.defined[defined] = part
        for each in walk(module.tree):
            match each:
                case ast.ImportFrom(module=str(origin), names=names):
                    for alias in names:
                        module.imported[alias.asname or alias.name] = f"{origin}:{alias.name}"
                case ast.Import(names=names):
                    for alias in names:
                        module.imported[alias.asname or alias.name] = alias.name

    def node(self, key: str) -> ast.AST | None:
        """Returns the source of a node; None if there is no such node."""
        module, _, name = key.partition(":")
        found = self.modules.get(module)
        return found.defined.get(name) if found else None

    def parts(self, key: str) -> Sequence[ast.AST]:
        """Returns all parts of the source of a node, itself included; none of a class."""
        if key not in self._parts:
            node = self.node(key)
            is_read = node is not None and not isinstance(node, ast.ClassDef)
            self._parts[key] = walk(node) if node and is_read else []
        return self._parts[key]

    def named(self, name: str, module: Module) -> str | None:
        """Returns what a name stands for in a module: a node, or the name of a module."""
        if name in module.defined:
            return f"{module.name}:{name}"
        target = module.imported.get(name)
        if target is None:
            return None
        origin, _, symbol = target.partition(":")
        if f"{origin}.{symbol}" in self.modules:
            return f"{origin}.{symbol}"
        if origin in self.modules and symbol not in self.modules[origin].defined:
            return self.named(symbol, self.modules[origin])  # passed on by a package
        return target

    def method(self, type_: str, name: str) -> str | None:
        """Returns the node of a method or attribute of a class or of what it is based on."""
        if self.node(f"{type_}.{name}") is not None:
            return f"{type_}.{name}"
        found = (self.method(parent, name) for parent in self._parents(type_))
        return next((each for each in found if each is not None), None)

    def lineage(self, type_: str) -> Types:
        """Returns a class and all on which it is based."""
        return frozenset({type_}).union(*map(self.lineage, self._parents(type_)))

    def _parents(self, type_: str) -> Types:
        node, module = self.node(type_), self.modules.get(type_.partition(":")[0])
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        return frozenset().union(*(self.types_of(base, module) for base in bases if module))

    def methods_named(self, name: str, package: str) -> Iterator[str]:
        """Yields every method of that name in a package."""
        for key in self._methods[name]:
            if key.startswith(package):
                yield key

    def types_of(self, annotation: ast.AST | None, module: Module) -> Types:
        """Returns the classes of this source that an annotation mentions."""
        match annotation:
            case ast.Constant(value=str(text)):
                return self.types_of(ast.parse(text, mode="eval").body, module)
            case ast.Name(id=name):
                key = self.named(name, module)
                return frozenset({key}) if key and self._is_class(key) else NOTHING
            case ast.Subscript(value=value, slice=inner):
                return self.types_of(value, module) | self.types_of(inner, module)
            case ast.Tuple(elts=parts):
                return frozenset().union(*(self.types_of(part, module) for part in parts))
            case ast.BinOp(left=left, right=right):
                return self.types_of(left, module) | self.types_of(right, module)
        return NOTHING

    def _is_class(self, key: str) -> bool:
        return isinstance(self.node(key), ast.ClassDef)


def _definitions(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yields what a statement at the top of a module defines."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, node
        case ast.ClassDef():
            yield node.name, node
            for part in node.body:
                for name, each in _definitions(part):
                    yield f"{node.name}.{name}", each
        case ast.Assign(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, node
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, node
