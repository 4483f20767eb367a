"""What a node of the source uses: the functions that it calls and the names that it reads."""

import ast
from collections.abc import Iterator

from deploy.refusals.program import NOTHING, Module, Program, Types

# What makes or changes rows of the class that is passed first, or of the row that is.
_WRITERS = ("create", "new_row", "update", "Change")
# What other libraries define has no reasons.
_SHARED = ("services.kit", "gateway.binding", "gateway.backend")
_FOREIGN = ("session", "transaction")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class Uses:
    """The nodes that one node uses.

    Args:
        program: The source.
        key: The node.
    """

    def __init__(self, program: Program, key: str) -> None:
        module, _, name = key.partition(":")
        self._program = program
        self._module: Module = program.modules[module]
        self._package = ".".join(module.split(".")[:2])
        owner = name.rpartition(".")[0]
        self._own: Types = frozenset({f"{module}:{owner}"}) if owner else NOTHING
        self._variables: dict[str, Types] = {}
        self._parts = program.parts(key)
        if self._parts and isinstance(self._parts[0], _Function):
            self._declare(self._parts[0])

    def all(self) -> set[str]:
        """Returns the nodes that this one uses."""
        return {key for part in self._parts for key in self._used(part)}

    def written(self) -> Types:
        """Returns the classes of rows that this node makes, or updates from a request."""
        calls = (part for part in self._parts if isinstance(part, ast.Call))
        return frozenset().union(*map(self._written, calls))

    def _written(self, call: ast.Call) -> Types:
        match call:
            case ast.Call(func=ast.Name(id=name), args=[ast.Name() as row, *_]) if name in _WRITERS:
                return self._types(row)
            case ast.Call(func=ast.Name(id=name)):
                return self._types_of_name(name) if name not in self._variables else NOTHING
        return NOTHING

    def _used(self, part: ast.AST) -> Iterator[str]:
        match part:
            case ast.Name(id=name, ctx=ast.Load()):
                key = self._program.named(name, self._module)
                if key is not None and name not in self._variables:
                    yield key
                    yield from self._constructors(key)
            case ast.Attribute(value=value, attr=attr):
                yield from self._members(value, attr)

    def _constructors(self, key: str) -> Iterator[str]:
        for name in ("__init__", "__post_init__"):
            if found := self._program.method(key, name):
                yield found

    def _members(self, value: ast.expr, attr: str) -> Iterator[str]:
        if isinstance(value, ast.Name):
            key = self._program.named(value.id, self._module)
            if key in self._program.modules:
                yield f"{key}:{attr}"
                return
        types = self._types(value)
        if types:
            for each in types:
                if found := self._program.method(each, attr):
                    yield found
        elif self._package not in _SHARED and not _is_foreign(value):
            yield from self._program.methods_named(attr, f"{self._package}.")

    # Types

    def _declare(self, node: _Function) -> None:
        arguments = node.args
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            self._variables[each.arg] = self._program.types_of(each.annotation, self._module)
        for own in ("self", "cls"):
            if own in self._variables:
                self._variables[own] = self._own
        for _ in range(2):  # a type can follow from one that is found later
            for part in self._parts:
                self._assign(part)

    def _assign(self, part: ast.AST) -> None:
        match part:
            case ast.Assign(targets=[target], value=value):
                self._bind(target, value)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                self._variables[name] = self._program.types_of(annotation, self._module)
            case ast.NamedExpr(target=target, value=value):
                self._bind(target, value)
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                self._bind(target, value)
            case ast.comprehension(target=target, iter=value):
                self._bind(target, value)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._bind(target, value)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                for one, other in zip(targets, values, strict=True):
                    self._bind(one, other)
            case ast.Tuple(elts=targets), _:
                parts = self._parts_of_tuple(value, len(targets))
                for each, types in zip(targets, parts, strict=True):
                    if isinstance(each, ast.Name):
                        self._variables[each.id] = types
            case ast.Name(id=name), _:
                self._variables[name] = self._types(value) or self._variables.get(name, NOTHING)

    def _parts_of_tuple(self, value: ast.expr, count: int) -> list[Types]:
        """Returns the types of the parts of a tuple that a function returns."""
        while isinstance(value, ast.Await):
            value = value.value
        if isinstance(value, ast.Call):
            for function, module in self._functions(value.func):
                match function.returns:
                    case ast.Subscript(value=ast.Name(id="tuple"), slice=ast.Tuple(elts=parts)):
                        if len(parts) == count:
                            return [self._program.types_of(part, module) for part in parts]
        return [NOTHING] * count

    def _types(self, value: ast.expr) -> Types:
        """Returns the possible classes of the value of an expression."""
        match value:
            case ast.Await(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
                return self._types(inner)
            case ast.Name(id=name):
                return self._types_of_name(name)
            case ast.IfExp(body=one, orelse=other):
                return self._types(one) | self._types(other)
            case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
                return frozenset().union(*map(self._types, values))
            case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.SetComp(elt=inner):
                return self._types(inner)
            case ast.Attribute(value=inner, attr=attr):
                return self._types_of_member(inner, attr)
            case ast.Call():
                return self._types_of_call(value)
        return NOTHING

    def _types_of_name(self, name: str) -> Types:
        if name in self._variables:
            return self._variables[name]
        key = self._program.named(name, self._module)
        if key is None:
            return NOTHING
        node = self._program.node(key)
        if isinstance(node, ast.ClassDef):
            return frozenset({key})
        module = self._program.modules.get(key.partition(":")[0])
        match node:
            case ast.Assign(value=ast.Call(func=function)) if module is not None:
                bare = function.value if isinstance(function, ast.Subscript) else function
                return self._program.types_of(bare, module)
            case ast.AnnAssign(annotation=annotation) if module is not None:
                return self._program.types_of(annotation, module)
        return NOTHING

    def _types_of_member(self, value: ast.expr, attr: str) -> Types:
        found = NOTHING
        for each in self._types(value):
            key = self._program.method(each, attr)
            node = self._program.node(key) if key else None
            module = self._program.modules[key.partition(":")[0]] if key else self._module
            match node:
                case ast.AnnAssign(annotation=annotation):
                    found |= self._program.types_of(annotation, module)
                case ast.FunctionDef(returns=returns):
                    found |= self._program.types_of(returns, module)
        return found

    def _types_of_call(self, call: ast.Call) -> Types:
        function = call.func.value if isinstance(call.func, ast.Subscript) else call.func
        made = self._types(function) if isinstance(function, ast.Name) else NOTHING
        if made:
            return made
        found = NOTHING
        for each, module in self._functions(function):
            found |= self._program.types_of(each.returns, module)
        if not found and call.args and isinstance(call.args[0], ast.Name):
            name = call.args[0].id
            if name not in self._variables:  # a class, as in `work.lock(Event, ...)`
                found = self._types_of_name(name)
        return found

    def _functions(self, function: ast.expr) -> Iterator[tuple[_Function, Module]]:
        keys: list[str | None] = []
        match function:
            case ast.Name(id=name):
                keys.append(self._program.named(name, self._module))
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if (
                self._program.named(name, self._module) in self._program.modules
            ):
                keys.append(f"{self._program.named(name, self._module)}:{attr}")
            case ast.Attribute(value=value, attr=attr):
                keys += [self._program.method(each, attr) for each in self._types(value)]
        for key in keys:
            node = self._program.node(key) if key else None
            if key and isinstance(node, _Function):
                yield node, self._program.modules[key.partition(":")[0]]


def _is_foreign(value: ast.expr) -> bool:
    return isinstance(value, ast.Attribute) and value.attr in _FOREIGN
