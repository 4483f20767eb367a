"""The hooks of the schema's extensions, looked up once for each class.

Strawberry inspects every hook of every extension again for each operation, which took longer than the hooks.
"""

from contextlib import asynccontextmanager, contextmanager
from functools import partial
from inspect import isasyncgenfunction, isgeneratorfunction
from typing import Any

from strawberry.extensions import SchemaExtension
from strawberry.extensions.context import (
    ExecutingContextManager,
    ExtensionContextManagerBase,
    OperationContextManager,
    ParsingContextManager,
    ValidationContextManager,
    WrappedHook,
)
from strawberry.extensions.runner import SchemaExtensionsRunner

from gateway.contract.reading import cached


class _Known(ExtensionContextManagerBase):
    """Finds the hook of an extension. Hooks of other kinds than generators are found by Strawberry."""

    def get_hook(self, extension: SchemaExtension) -> WrappedHook | None:
        kind = type(extension)
        if getattr(kind, self.HOOK_NAME) is self.default_hook:
            return None
        known = _hook(kind, self.HOOK_NAME)
        if known is None:
            return super().get_hook(extension)
        start, is_async = known
        return WrappedHook(extension, partial(start, extension), is_async)


@cached
def _hook(kind: type[SchemaExtension], name: str) -> tuple[Any, bool] | None:
    hook = getattr(kind, name)
    if isgeneratorfunction(hook):
        return contextmanager(hook), False
    return (asynccontextmanager(hook), True) if isasyncgenfunction(hook) else None


class _Operation(_Known, OperationContextManager):
    pass


class _Parsing(_Known, ParsingContextManager):
    pass


class _Validation(_Known, ValidationContextManager):
    pass


class _Executing(_Known, ExecutingContextManager):
    pass


class Runner(SchemaExtensionsRunner):
    """Runs the hooks of the extensions of one operation."""

    def operation(self) -> OperationContextManager:
        """Runs `on_operation`."""
        return _Operation(self.extensions)

    def parsing(self) -> ParsingContextManager:
        """Runs `on_parse`."""
        return _Parsing(self.extensions)

    def validation(self) -> ValidationContextManager:
        """Runs `on_validate`."""
        return _Validation(self.extensions)

    def executing(self) -> ExecutingContextManager:
        """Runs `on_execute`."""
        return _Executing(self.extensions)
