"""Access: what the contract declares of each method, and the relations that services define.

A method option names an audience, a scope and a relation. The kit checks the first two before the
handler runs. The relation is the handler's to check, because only the handler knows the resource;
the unit of work refuses to commit, or to answer, if it did not.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from banyan.annotations.v1 import annotations_pb2
from sqlalchemy import ColumnElement, false, inspect, or_, select
from sqlalchemy.orm import Mapped, Mapper, aliased

from services.kit.errors import PermissionDenied, Unauthenticated
from services.kit.passport import Caller
from services.kit.rpc import Method

UNIDENTIFIED = annotations_pb2.AUDIENCE_UNIDENTIFIED
ANYONE = annotations_pb2.AUDIENCE_ANYONE
SIGNED_IN = annotations_pb2.AUDIENCE_SIGNED_IN


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that is asked of one subject, such as "may this caller manage that roster?".

    Attributes:
        holds: Gets the `Work` and the subject; tells whether it holds between its caller and that.
    """

    holds: Callable[[Any, Any], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Visibility:
    """A relation that is a condition in SQL: the rows that the caller may see.

    One condition serves Get, BatchGet and List, so they cannot disagree.

    Attributes:
        condition: Returns the condition for a caller.
    """

    condition: Callable[[Caller], ColumnElement[bool]]


async def _is_self(work: Any, person_id: Any) -> bool:
    return bool(work.caller.person_id == UUID(str(person_id)))


async def _administers(work: Any, subject: Any) -> bool:
    del subject
    return bool(work.caller.is_admin)


# The caller is the person that is asked about.
SELF = Check(_is_self)
# The caller administers the platform; there is no subject.
ADMINISTRATOR = Check(_administers)


def where_a_role_counts(
    organization_id: Mapped[UUID], caller: Caller, roles: Iterable[str], hierarchy: type[Any]
) -> ColumnElement[bool]:
    """Returns the condition that the caller's roles count in an organization.

    A role counts where it is held and, where an organization inherits roles, if it is held anywhere
    above.

    Args:
        organization_id: The column that names the organization.
        caller: Whose roles.
        roles: The roles of which one is enough.
        hierarchy: The table of organizations, with id, ancestor_ids and inherit_roles.
    """
    held = caller.holding(*roles)
    if not held:
        return false()
    below = _other(inspect(hierarchy))
    inherited = select(below.id).where(below.inherit_roles, below.ancestor_ids.bool_op("&&")(held))
    return or_(organization_id.in_(held), organization_id.in_(inherited))


@cache
def _other(table: Mapper[Any]) -> Any:
    """Returns the table under another name, which costs as much to make as a small query."""
    return aliased(table)


def counting(roles: Iterable[str], hierarchy: type[Any]) -> Check:
    """Returns the relation of those whose role in an organization is one of these.

    The organization need not be known here: roles that are held in it directly count all the same.
    Administrators may whatever anybody may.

    Args:
        roles: The roles of which one is enough.
        hierarchy: The table of organizations, with ancestor_ids and inherit_roles.
    """

    async def holds(work: Any, organization_id: Any) -> bool:
        key, held = UUID(str(organization_id)), work.caller.holding(*roles)
        if work.caller.is_admin or key in held:
            return True
        organization = await work.session.get(hierarchy, key) if held else None
        if organization is None or not organization.inherit_roles:
            return False
        return not set(organization.ancestor_ids).isdisjoint(held)

    return Check(holds)


Relations = Mapping[str, Check | Visibility]


def refuse_undeclared(methods: Iterable[Method], relations: Relations) -> None:
    """Stops a service in which some method does not say who may call it.

    Raises:
        RuntimeError: A method declares no audience, or no scope, or a relation that the service does
            not define, or lets anyone change something.
    """
    for method in methods:
        access = method.access
        if access.audience not in (UNIDENTIFIED, ANYONE, SIGNED_IN):
            raise RuntimeError(f"{method.path} does not declare who may call it")
        if access.audience != UNIDENTIFIED and not access.scope:
            raise RuntimeError(f"{method.path} declares no scope")
        if access.relation and access.relation not in relations:
            raise RuntimeError(f"{method.path} declares the unknown relation {access.relation}")
        if method.mutates and access.audience != SIGNED_IN:
            raise RuntimeError(f"{method.path} would let anyone change something")


def admit(method: Method, caller: Caller) -> None:
    """Lets the caller in, or not, by audience and scope.

    Raises:
        Unauthenticated: The method is for those who have signed in.
        PermissionDenied: The passport lacks the scope.
    """
    access = method.access
    if access.audience == SIGNED_IN and caller.person_id is None:
        raise Unauthenticated("Sign in first.", reason="SIGN_IN_REQUIRED")
    if access.scope and access.scope not in caller.scopes:
        raise PermissionDenied(
            f"The app lacks the scope {access.scope}; it has to ask for it when you sign in.",
            reason="SCOPE_MISSING",
        )
