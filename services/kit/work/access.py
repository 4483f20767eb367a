"""Access: what the contract declares of each method, and the relations that services define.

A method option names an audience, a scope and a relation. The kit checks the first two before the
handler runs. The relation is the handler's to check, because only the handler knows the resource;
the unit of work refuses to commit, or to answer, if it did not.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast
from uuid import UUID

from banyan.annotations.v1 import annotations_pb2
from sqlalchemy import ColumnElement, false, true

from services.kit.calls.passport import Caller
from services.kit.contract.app_scopes import APP_SCOPES
from services.kit.contract.rpc import Method
from services.kit.errors import PermissionDenied, Refused, Unauthenticated
from services.kit.work.viewer import Viewer

UNIDENTIFIED = annotations_pb2.AUDIENCE_UNIDENTIFIED
ANYONE = annotations_pb2.AUDIENCE_ANYONE
SIGNED_IN = annotations_pb2.AUDIENCE_SIGNED_IN
PERSON_OR_APP = annotations_pb2.AUDIENCE_PERSON_OR_APP


class Subject(Enum):
    """What a relation is asked of, which is also what a handler may change once it holds.

    Attributes:
        ORGANIZATION: The id of an organization. Covers the rows of that organization.
        PERSON: The id of a person. Covers the rows of that person.
        ROW: A resource, or its id. Covers that resource.
        PLATFORM: Nothing. Covers every row.
    """

    ORGANIZATION = "organization"
    PERSON = "person"
    ROW = "row"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that is asked of one subject, such as "may this caller manage that roster?".

    Attributes:
        holds: Gets the `Work` and the subject; tells whether it holds between its caller and that.
        subject: What the relation is asked of.
        where: Returns the same as a condition in SQL: of a column with the ID of the subject, or of the class
            of rows if that is what the relation is asked of. With it a service says of many resources at
            once what the caller may do.
    """

    holds: Callable[[Any, Any], Awaitable[bool]]
    subject: Subject
    where: Callable[[Any, Viewer], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Visibility:
    """A relation that is a condition in SQL: the rows that the caller may see.

    One condition serves Get, BatchGet and List, so they cannot disagree.

    Attributes:
        condition: Returns the condition for a viewer.
    """

    condition: Callable[[Viewer], ColumnElement[bool]]


async def _is_self(work: Any, person_id: Any) -> bool:
    return bool(work.caller.person_id == UUID(str(person_id)))


def _where_self(person_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    return (
        false()
        if viewer.person_id is None
        else cast("ColumnElement[bool]", person_id == viewer.person_id)
    )


async def _administers(work: Any, subject: Any) -> bool:
    del subject
    return bool(work.caller.is_admin)


def _where_administered(subject: Any, viewer: Viewer) -> ColumnElement[bool]:
    del subject
    return true() if viewer.is_admin else false()


# The caller is the person that is asked about.
SELF = Check(_is_self, Subject.PERSON, _where_self)
# The caller administers the platform; there is no subject.
ADMINISTRATOR = Check(_administers, Subject.PLATFORM, _where_administered)

Relations = Mapping[str, Check | Visibility]
# The relations that every service has, whether or not one of its methods declares them.
KIT_RELATIONS: Relations = {"self": SELF, "administer": ADMINISTRATOR}


def refuse_undeclared(methods: Iterable[Method], relations: Relations) -> None:
    """Stops a service in which some method does not say who may call it.

    Raises:
        RuntimeError: A method declares no audience, or no scope, or a relation that the service does
            not define, or lets anyone change something, or any app a resource, or is not clear about apps.
    """
    for method in methods:
        access = method.access
        if access.audience not in (UNIDENTIFIED, ANYONE, SIGNED_IN, PERSON_OR_APP):
            raise RuntimeError(f"{method.path} does not declare who may call it")
        if access.audience != UNIDENTIFIED and bool(access.scope) == access.any_scope:
            raise RuntimeError(f"{method.path} declares no scope, or one and that any will do")
        if access.any_scope and method.target is not None:
            raise RuntimeError(f"{method.path} would change a resource with any scope")
        if access.relation and access.relation not in relations:
            raise RuntimeError(f"{method.path} declares the unknown relation {access.relation}")
        if method.mutates and access.audience not in (SIGNED_IN, PERSON_OR_APP):
            raise RuntimeError(f"{method.path} would let anyone change something")
        _refuse_unclear(method, relations)


def _refuse_unclear(method: Method, relations: Relations) -> None:
    """Stops a service in which a method is not clear about apps.

    Raises:
        RuntimeError: It names a scope that no app can have, or one although it is not for apps; it is for apps and
            names none; or it is about the calling person, whom an app does not have.
    """
    access = method.access
    is_open = bool(access.app_scope) or access.any_app
    if access.app_scope and (access.any_app or access.app_scope not in APP_SCOPES):
        raise RuntimeError(f"{method.path} declares a scope that no app can have")
    if is_open != (access.audience == PERSON_OR_APP) and access.audience != ANYONE:
        raise RuntimeError(f"{method.path} is not clear about whether apps may call it")
    if not is_open or not method.mutates:
        return
    check = relations.get(access.relation)
    changes_nothing = access.audited  # and records a reading
    if access.any_app or not (access.app_scope.endswith(".write") or changes_nothing):
        raise RuntimeError(f"{method.path} would let apps change something that may only read")
    if not isinstance(check, Check) or check is SELF or check.subject is Subject.PLATFORM:
        raise RuntimeError(f"{method.path} lets apps do what a person does for themselves")


def admit(method: Method, caller: Caller) -> None:
    """Lets the caller in, or not, by audience, scope, registration and suspension.

    Raises:
        Unauthenticated: The method is for people who have signed in.
        PermissionDenied: An app calls, and the method is not for apps, or not for this one.
        PermissionDenied: The passport lacks the scope, or the person is suspended and the method is not
            for suspended people.
        Refused: The person has not registered, and the method is for people who have.
    """
    access = method.access
    if caller.is_app:
        _admit_app(method, caller)
        return
    if access.audience in (SIGNED_IN, PERSON_OR_APP) and caller.person_id is None:
        raise Unauthenticated("Sign in first.", reason="SIGN_IN_REQUIRED")
    if access.scope:
        require_scope(access.scope, caller)
    may_leave = not method.mutates or access.when_suspended
    if not caller.is_registered and not may_leave and not access.when_unregistered:
        raise Refused(
            "You have not registered yet. Register first (RegisterPerson), then try again.",
            reason="REGISTRATION_REQUIRED",
        )
    if caller.is_suspended and not may_leave:
        raise PermissionDenied(
            "You are suspended and can only leave what you take part in. Ask an administrator to "
            "reinstate you.",
            reason="PERSON_SUSPENDED",
        )


def _admit_app(method: Method, caller: Caller) -> None:
    """Lets an app in that calls with a key of its own, or not.

    Raises:
        PermissionDenied: The method is for people only, or the app lacks the scope.
    """
    access = method.access
    if access.audience == UNIDENTIFIED or access.any_app:
        return
    if not access.app_scope:
        raise PermissionDenied(
            "Apps cannot do this with a key. A person must sign in and do it.",
            reason="PERSON_REQUIRED",
        )
    require_scope(access.app_scope, caller)


def require_scope(scope: str, caller: Caller) -> None:
    """Lets a caller go on if their passport holds a scope.

    Raises:
        PermissionDenied: It does not.
    """
    if scope in caller.scopes:
        return
    if caller.is_app:
        raise scope_missing(scope)
    raise PermissionDenied(
        "This app lacks the scope {scope}. It must request this scope when you sign in.",
        reason="SCOPE_MISSING",
        params={"scope": scope},
    )


def scope_missing(scope: str) -> PermissionDenied:
    """Returns the error for an app that lacks a scope, such as `members.read`."""
    return PermissionDenied(
        "This app lacks the scope {scope}. An owner of the organization can give it (UpdateApp).",
        reason="APP_SCOPE_MISSING",
        params={"scope": scope},
    )
