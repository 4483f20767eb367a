"""Coverage: a handler commits only changes to the subjects that it has checked.

Checking the declared relation is not enough: a handler could check one organization and change another.
So each changed row is compared with the subjects that the relation was asked of:

    relation of an organization → the row's organization, before and after the change
    relation of a person        → the row's person, before and after the change
    relation of a row           → the row itself
    relation of the platform    → any row
    a visibility, or none       → the row's person is the caller, who acts for themselves

A row that belongs to neither an organization nor a person, such as a row of a child table, is compared
with checked rows only. Rows that change with what was checked are named by `work.follows(...)`. Rows that are written
past the session are not seen here, as they are not in the audit trail. Jobs and consumers have no
caller, so nothing is compared for them.
"""

from collections.abc import Callable
from uuid import UUID

from services.kit.contract.rpc import Method
from services.kit.work.access import Check, Subject
from services.kit.work.audit import Change
from services.kit.work.work import Work

_OWNERS: dict[Subject, Callable[[Change], frozenset[UUID]]] = {
    Subject.ORGANIZATION: lambda change: change.organization_ids,
    Subject.PERSON: lambda change: change.person_ids,
    Subject.ROW: lambda change: frozenset(filter(None, [change.resource_id])),
}


def refuse_uncovered(method: Method, work: Work) -> None:
    """Refuses a unit of work that has changed rows of subjects that it has not checked.

    Args:
        method: The method that was called.
        work: The work, with everything flushed.

    Raises:
        RuntimeError: A row has changed that neither the checked subjects cover nor a rule.
    """
    subject, subject_ids = _checked(method, work)
    if subject is Subject.PLATFORM:
        return
    for change in work.changes.owners:
        if change.resource_id in work.following:
            continue
        owners = _OWNERS[subject](change)
        is_foreign = not owners and (change.organization_ids or change.person_ids)
        if is_foreign or not owners <= subject_ids:
            raise RuntimeError(f"{method.path} changes what it has not checked: {change.name}")


def _checked(method: Method, work: Work) -> tuple[Subject, set[UUID]]:
    """Returns what the declared relation is asked of, and what it was asked of here."""
    known = work.relations.get(method.access.relation)
    if isinstance(known, Check):
        return known.subject, work.checked[method.access.relation]
    return Subject.PERSON, set(filter(None, [work.caller.person_id]))
