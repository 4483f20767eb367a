"""PermissionService: which methods the caller may call on which resources.

The answer comes from the relations that the contract declares for the methods, as conditions in SQL
(`Check.where`), so one statement answers for a page of resources and all methods. A method without a relation, or
with the visibility of the resource itself, may be called on whatever the caller sees.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from banyan.permissions.v1 import permissions_pb2 as pb
from sqlalchemy import ColumnElement, Select, func, inspect, select

from services.kit.contract.rpc import Method
from services.kit.errors import DomainError, NotFound
from services.kit.service.steps import Servicer, all_methods
from services.kit.work.access import Check, Relations, Subject, Visibility, admit
from services.kit.work.query import Query
from services.kit.work.reading import Resources
from services.kit.work.viewer import IDS, Viewer, given
from services.kit.work.work import Work

Where = Callable[[Viewer], ColumnElement[bool]]
# The IDs that are asked about, as a table, where the resource is another service's.
_ASKED: Any = func.unnest(given("ids", IDS)).table_valued("id", name="asked").render_derived()
_OWNERS = {Subject.ORGANIZATION: "organization_id", Subject.PERSON: "person_id"}


class PermissionServicer:
    """Answers what the caller may do with resources.

    Args:
        servicers: The other servicers of the service.
        relations: The relations of the service.

    Raises:
        TypeError: A relation cannot be asked of the resource that its method acts on.
    """

    service = pb.DESCRIPTOR.services_by_name["PermissionService"]

    def __init__(self, servicers: Sequence[Servicer], relations: Relations) -> None:
        acting: dict[str, list[Method]] = {}
        for method in all_methods(servicers):
            if method.target is not None:
                acting.setdefault(method.target, []).append(method)
        self._kinds = {name: _Kind(name, found, relations) for name, found in acting.items()}

    async def BatchGetPermissions(
        self, request: pb.BatchGetPermissionsRequest, work: Work
    ) -> pb.BatchGetPermissionsResponse:
        """Gets what the caller may do with several resources of one kind."""
        kind = self._kinds.get(request.resource)
        if kind is None:
            raise NotFound(
                "No method of this service changes such a resource. Check the name of the resource."
            )
        ids = list(dict.fromkeys(map(UUID, request.ids)))
        found = {row[0]: row for row in await work.fetch(kind.query, ids=ids)}
        admitted = [method for method in kind.methods if _admits(method, work)]
        return pb.BatchGetPermissionsResponse(
            permissions=[
                pb.Permissions(
                    id=str(id_),
                    methods=[method.name for method in admitted if found[id_][kind.place(method)]],
                )
                for id_ in ids
                if id_ in found
            ]
        )


def _admits(method: Method, work: Work) -> bool:
    """Returns whether the caller may call a method at all."""
    try:
        admit(method, work.caller)
    except DomainError:
        return False
    return True


class _Kind:
    """A kind of resource, and the methods that act on it.

    Attributes:
        methods: The methods.
        query: Finds the resources that the caller sees, and says of each which relations hold.
    """

    def __init__(self, name: str, methods: Sequence[Method], relations: Relations) -> None:
        self.methods = methods
        # A resource of another service is looked up in no table, whatever else runs in this process.
        is_own = all(method.domain == name.split(".")[1] for method in methods)
        self._resources = Resources.declared.get(name) if is_own else None
        self._conditions: list[Where] = []
        self._places: dict[
            str, int
        ] = {}  # of each relation, in a row; visible rows have the ID at 0
        for relation in dict.fromkeys(method.access.relation for method in methods):
            check = self._check(relation, relations)
            if check is not None:
                self._conditions.append(self._where(check))
            self._places[relation] = 0 if check is None else len(self._conditions)
        visibility = self._resources.relation if self._resources else None
        self.query = Query(self._select, relation=visibility)

    def place(self, method: Method) -> int:
        """Returns the position of the answer for a method in a row; that of the ID is always true."""
        return self._places[method.access.relation]

    def _check(self, relation: str, relations: Relations) -> Check | None:
        """Returns what must hold in addition to visibility."""
        if not relation:
            return None
        known = relations[relation]
        if isinstance(known, Visibility):
            if self._resources is None or self._resources.relation != relation:
                raise TypeError(f"{relation} does not say who sees the resource that is acted on")
            return None
        return known

    def _select(self, viewer: Viewer) -> Select[*tuple[Any, ...]]:
        holding = [condition(viewer) for condition in self._conditions]
        if self._resources is not None:
            return self._resources.select_by_ids(viewer, self._resources.row_type.id, *holding)
        return select(_ASKED.c.id, *holding).select_from(_ASKED)

    def _where(self, check: Check) -> Where:
        """Returns the condition that a relation holds for a row."""
        if check.subject is Subject.PLATFORM:
            return lambda viewer: check.where(None, viewer)
        if self._resources is None:
            if check.subject is Subject.ROW:
                raise TypeError("a relation of rows is asked of a resource of another service")
            return lambda viewer: check.where(_ASKED.c.id, viewer)
        row_type = self._resources.row_type
        if check.subject is Subject.ROW:
            return lambda viewer: check.where(row_type, viewer)
        columns = inspect(row_type).columns
        owner = columns.get(_OWNERS[check.subject], columns["id"])
        return lambda viewer: check.where(owner, viewer)
