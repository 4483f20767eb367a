"""Parameters of queries: values that are filled in at each run of a statement that was built once.

A query is compiled once for each shape of caller: signed in or not, an administrator or not, and so on. What
differs between two callers of one shape, such as their ID, is a parameter.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BindParameter, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import NULLTYPE, TypeEngine

from services.kit.calls.passport import Caller

IDS: TypeEngine[Any] = ARRAY(Uuid)
TEXTS: TypeEngine[Any] = ARRAY(Text)


class Parameter(BindParameter[Any]):
    """A value that is filled in when the query runs. All other values are written into the statement.

    Attributes:
        of: Returns the value from the caller; None if the code that runs the query supplies it.
    """

    inherit_cache = False
    of: Callable[[Caller], Any] | None = None


@compiles(Parameter)
def _compile(element: Parameter, compiler: Any, **options: Any) -> str:
    """Renders a placeholder, also where other values are rendered as literals."""
    options.pop("literal_binds", None)
    return cast("str", compiler.visit_bindparam(element, **options))


def given(name: str, type_: TypeEngine[Any] | type[TypeEngine[Any]] = NULLTYPE) -> Any:
    """Returns a parameter that the code that runs the query fills in.

    Args:
        name: The name, for a list that of the field of the request with the value.
        type_: The type. A parameter that is compared with a column takes the type of the column.
    """
    return Parameter(name, type_=type_, required=True)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A caller as queries see them: their shape, and parameters for the rest.

    Attributes:
        is_signed_in: Whether there is a person.
        is_admin: Whether they administer the platform.
        is_suspended: Whether they are suspended on the whole platform.
        has_roles: Whether the passport lists a role of theirs.
        has_more_roles: Whether they hold roles that did not fit into the passport.
        is_app: Whether an app calls for no person. The passport lists all of its roles.
        person: The parameter for their person; None for that of the caller.
        unwanted: The fields that they do not read, of those that cost something to query.
    """

    is_signed_in: bool
    is_admin: bool = False
    is_suspended: bool = False
    has_roles: bool = False
    has_more_roles: bool = False
    is_app: bool = False
    person: Any = None
    unwanted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, caller: Caller, unwanted: frozenset[str] = frozenset()) -> "Viewer":
        """Returns the shape of a caller.

        Args:
            caller: The caller.
            unwanted: As above.
        """
        return cls(
            caller.person_id is not None,
            caller.is_admin,
            caller.is_suspended,
            bool(caller.roles),
            caller.has_more_roles,
            caller.is_app,
            unwanted=unwanted,
        )

    @classmethod
    def of_person(cls, person: Any) -> "Viewer":
        """Returns a person who need not be the caller, with the roles that the tables say.

        Args:
            person: The parameter for the person.
        """
        return cls(is_signed_in=True, has_more_roles=True, person=person)

    @property
    def is_known(self) -> bool:
        """Whether a person or an app calls: somebody who can hold roles."""
        return self.is_signed_in or self.is_app

    @property
    def person_id(self) -> Any:
        """The parameter for the caller's person; None for anonymous callers and apps."""
        if not self.is_signed_in:
            return None
        if self.person is not None:
            return self.person
        return _of_caller("viewer", Uuid(), lambda caller: caller.person_id)

    def holding(self, roles: Collection[str]) -> Any:
        """Returns the parameter for the organizations in which the passport lists one of the roles.

        It is None if the passport lists no role.
        """
        if not self.has_roles:
            return None
        name = "_".join(("viewer", *(role.lower() for role in roles)))
        return _of_caller(name, IDS, lambda caller: caller.holding(*roles))


def _of_caller(name: str, type_: TypeEngine[Any], of: Callable[[Caller], Any]) -> Parameter:
    parameter = Parameter(name, type_=type_, required=True)
    parameter.of = of
    return parameter
