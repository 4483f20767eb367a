"""What an organization notes about a member: values of its fields, and labels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import roster_field_pb2, roster_pb2
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import InvalidArgument, Refused, Violation
from services.kit.work.work import Work
from services.organizations.labels.models import MembershipLabel
from services.organizations.labels.queries import foreign_labels
from services.organizations.memberships.models import Membership
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldState,
    RosterValueRow,
)
from services.organizations.roster_fields.values import Value, understood

MOST_LABELS = 20  # of a member


async def annotate(
    membership: Membership, request: roster_pb2.AnnotateMembershipRequest, work: Work
) -> bool:
    """Changes what is noted about a member. Returns whether anything changed.

    Raises:
        InvalidArgument: A value is none of its field, or a field or label is none of the organization.
        Refused: The member would have too many labels.
    """
    values = await understand(membership.organization_id, request.values, work)
    await _refuse_foreign_labels(membership.organization_id, request, work)
    changes = [
        await write_values(membership, values, work),
        await _change_labels(membership, request, work),
    ]
    if any(changes):
        membership.annotations += 1
    return any(changes)


async def understand(
    organization_id: UUID, values: Sequence[roster_field_pb2.RosterValue], work: Work
) -> dict[UUID, Value | None]:
    """Returns the values by their fields; None for a value to remove.

    Raises:
        InvalidArgument: A value is none of its field, or a field is none of the organization.
    """
    found = await fields_of(organization_id, [each.roster_field_id for each in values], work)
    return _understood(found, values)


def _understood(
    found: Mapping[UUID, RosterField], values: Sequence[roster_field_pb2.RosterValue]
) -> dict[UUID, Value | None]:
    known: dict[UUID, Value | None] = {}
    violations = []
    for index, each in enumerate(values):
        field = found.get(UUID(each.roster_field_id))
        path = f"values[{index}].value"
        if field is None:
            violations.append(
                Violation(
                    f"values[{index}].roster_field_id",
                    "is no field of this roster; read its fields again",
                    "NO_SUCH_ROSTER_FIELD",
                )
            )
            continue
        value = understood(field, each.value, path) if each.value else None
        if isinstance(value, Violation):
            violations.append(value)
        else:
            known[field.id] = value
    refuse_violations(violations)
    return known


async def filled_in(
    organization_id: UUID,
    values: Sequence[roster_field_pb2.RosterValue],
    work: Work,
    *,
    before: Membership | None = None,
) -> dict[UUID, Value | None]:
    """Returns what somebody who applies has filled in; None for an answer that is empty.

    Args:
        organization_id: Where they apply.
        values: Their answers.
        work: The unit of work.
        before: The application that they correct: what it has already may be left out.

    Raises:
        InvalidArgument: A field that is required has no value, or one that is none of it; or a field is not asked for.
    """
    asked = await work.session.scalars(
        select(RosterField).where(
            col(RosterField.organization_id) == organization_id,
            col(RosterField.state) == RosterFieldState.ACTIVE,
            RosterField.is_asked(),
        )
    )
    fields = {field.id: field for field in asked}
    known = _understood(fields, values)
    missing = {field.id for field in fields.values() if field.required_on_application}
    missing -= {field_id for field_id, value in known.items() if value is not None}
    if missing and before is not None:
        answered = await work.session.scalars(
            select(col(RosterValueRow.roster_field_id)).where(
                col(RosterValueRow.membership_id) == before.id
            )
        )
        missing -= set(answered) - known.keys()
    if missing:
        raise InvalidArgument.of(
            "values",
            "must name every field that the organization requires on application; read its roster fields",
            "ROSTER_FIELDS_MISSING",
        )
    return known


async def fields_of(
    organization_id: UUID, ids: Iterable[str], work: Work
) -> Mapping[UUID, RosterField]:
    """Returns those of these fields that an organization has, by their IDs."""
    wanted = set(map(UUID, ids))
    if not wanted:
        return {}
    found = await work.session.scalars(
        select(RosterField).where(
            col(RosterField.id).in_(wanted),
            col(RosterField.organization_id) == organization_id,
            col(RosterField.state) == RosterFieldState.ACTIVE,
        )
    )
    return {field.id: field for field in found}


async def write_values(
    membership: Membership, values: Mapping[UUID, Value | None], work: Work
) -> bool:
    """Writes values of a member, past the session. Returns whether anything changed."""
    removed = [field_id for field_id, value in values.items() if value is None]
    rows = [
        {"membership_id": membership.id, "roster_field_id": field_id, **value._asdict()}
        for field_id, value in values.items()
        if value is not None
    ]
    changed = 0
    if removed:
        of_member = col(RosterValueRow.membership_id) == membership.id
        gone = delete(RosterValueRow).where(
            of_member, col(RosterValueRow.roster_field_id).in_(removed)
        )
        changed += await _count(work, gone)
    if rows:
        written: Any = insert(RosterValueRow).values(rows)
        new = {name: written.excluded[name] for name in Value._fields}
        stored = written.on_conflict_do_update(
            index_elements=["membership_id", "roster_field_id"],
            set_=new,
            where=col(RosterValueRow.value) != written.excluded.value,
        )
        changed += await _count(work, stored)
    return changed > 0


async def _change_labels(
    membership: Membership, request: roster_pb2.AnnotateMembershipRequest, work: Work
) -> bool:
    of_member = col(MembershipLabel.membership_id) == membership.id
    changed = 0
    if removed := list(map(UUID, request.remove_label_ids)):
        gone = delete(MembershipLabel).where(of_member, col(MembershipLabel.label_id).in_(removed))
        changed += await _count(work, gone)
    if added := list(map(UUID, request.add_label_ids)):
        rows = [{"membership_id": membership.id, "label_id": each} for each in added]
        given: Any = insert(MembershipLabel).values(rows)
        changed += await _count(work, given.on_conflict_do_nothing())
        if await work.count(of_member) > MOST_LABELS:
            raise Refused(
                "A member has {max} labels at most. Take one from this member first.",
                reason="TOO_MANY_LABELS_OF_MEMBER",
                params={"max": MOST_LABELS},
            )
    return changed > 0


async def _refuse_foreign_labels(
    organization_id: UUID, request: roster_pb2.AnnotateMembershipRequest, work: Work
) -> None:
    """Refuses labels that are none of the organization; those that are only taken away may be deleted."""
    named = {f"add_label_ids[{index}]": each for index, each in enumerate(request.add_label_ids)}
    refuse_violations(await foreign_labels(named, organization_id, work))


async def _count(work: Work, statement: Any) -> int:
    """Runs a statement past the session. Returns how many rows it changed."""
    result: Any = await work.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
