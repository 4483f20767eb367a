"""What the access tables must know of a resource: one that exists, and requests about it.

`make resource` writes a module with it into `tests.access.resources`, so that no table elsewhere names the
resource.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from services.kit.contract.notices import snake_case
from tests.access import resources as package
from tests.world import World

Fill = Callable[[Any, World], None]


@dataclass(frozen=True)
class Resource:
    """A resource of the community.

    Attributes:
        one: Its name in the contract and in GraphQL, such as "Venue".
        many: The same of several, such as "Venues".
        add: Adds one to the community, and returns its ID.
        requests: What fills the requests of RPCs besides IDs, by RPC.
        arguments: What fields take, by field: of Query, unless the type is named.
        parts: Where the objects are that only belong to one, by type: fields of it, with a place for theirs.
    """

    one: str
    many: str
    add: Callable[[World], Awaitable[str]]
    requests: Mapping[str, Fill] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the one in the community's IDs."""
        return snake_case(self.one)

    @property
    def path(self) -> str:
        """The query that leads to it, with a place for the fields."""
        return f'place: node(id: "<{self.name}>") {{ ... on {self.one} {{ FIELDS }} }}'

    @property
    def paths(self) -> Mapping[str, str]:
        """The queries that lead to it and to its parts, by type."""
        parts = {each: self.path.replace("FIELDS", path) for each, path in self.parts.items()}
        return {self.one: self.path, **parts}


@cache
def resources() -> tuple[Resource, ...]:
    """Returns the resources of all modules of the package."""
    modules = [
        import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__)
    ]
    return tuple(module.RESOURCE for module in modules)
