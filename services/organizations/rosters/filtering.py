"""Which entries of a roster are wanted, by labels and by the values of fields."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from banyan.organizations.v1 import roster_pb2 as pb
from sqlalchemy import ColumnElement, Float, Uuid, and_, any_, exists, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.errors import InvalidArgument, PermissionDenied, Violation
from services.kit.work.query import Query
from services.kit.work.viewer import IDS, TEXTS, given
from services.kit.work.work import Work
from services.organizations.labels.models import MembershipLabel
from services.organizations.memberships.models import Membership
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldAudience,
    RosterFieldKind,
    RosterFieldState,
    RosterValueRow,
)
from services.organizations.roster_fields.values import is_sized, match_key, size_of

_CONDITIONS = ("value_is", "and_value_is")
_ID = col(Membership.id)
# The columns of the order by a field. The filter `order_field_id` adds the table.
BY_VALUE = [
    col(RosterValueRow.number_key),
    col(RosterValueRow.text_key),
    col(RosterValueRow.membership_id),
]


def _with_value(name: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    of_field = col(RosterValueRow.roster_field_id) == given(f"{name}_field", Uuid())
    return _ID.in_(select(col(RosterValueRow.membership_id)).where(of_field, *conditions))


def _conditions(name: str) -> dict[str, ColumnElement[bool]]:
    """Returns the two filters of a condition: by texts, and by size."""
    texts, least, greatest = f"{name}_texts", f"{name}_least", f"{name}_greatest"
    size = col(RosterValueRow.number_key)
    return {
        texts: _with_value(name, col(RosterValueRow.match_key) == any_(given(texts, TEXTS))),
        least: _with_value(name, size >= given(least, Float()), size <= given(greatest, Float())),
    }


FILTERS: dict[str, ColumnElement[bool]] = {
    "label_ids": _ID.in_(
        select(col(MembershipLabel.membership_id)).where(
            col(MembershipLabel.label_id) == any_(given("label_ids", IDS))
        )
    ),
    "order_field_id": and_(
        col(RosterValueRow.membership_id) == _ID,
        col(RosterValueRow.roster_field_id) == given("order_field_id", Uuid()),
    ),
    "without_value_id": ~exists().where(
        col(RosterValueRow.membership_id) == _ID,
        col(RosterValueRow.roster_field_id) == given("without_value_id", Uuid()),
    ),
    **_conditions("value_is"),
    **_conditions("and_value_is"),
}


class _Field(NamedTuple):
    """What matters of a field here."""

    id: UUID
    kind: RosterFieldKind
    audience: RosterFieldAudience


_FIELDS = Query(
    select(*(getattr(RosterField, name) for name in _Field._fields)).where(
        col(RosterField.id) == any_(given("ids", IDS)),
        col(RosterField.organization_id) == given("organization_id"),
        col(RosterField.state) == RosterFieldState.ACTIVE,
    )
)


async def given_by(
    request: pb.ListRosterEntriesRequest, work: Work, *, sees_all: bool
) -> dict[str, Any]:
    """Returns the values of the parameters of these filters.

    Args:
        request: The request.
        work: The unit of work.
        sees_all: Whether the caller oversees the organization.

    Raises:
        PermissionDenied: The caller asks for what they may not see.
        InvalidArgument: A field is none of the organization, or a condition is none that it can have.
    """
    if request.label_ids and not sees_all:
        raise PermissionDenied(
            "Only managers and supervisors of the organization can see labels. Leave them out."
        )
    _refuse_half_an_order(request)
    fields = await _fields(request, work, sees_all=sees_all)
    values: dict[str, Any] = {}
    if request.label_ids:
        values["label_ids"] = list(map(UUID, request.label_ids))
    for name in _CONDITIONS:
        if request.HasField(name):
            values |= _meant(name, getattr(request, name), fields)
    return values


def _refuse_half_an_order(request: pb.ListRosterEntriesRequest) -> None:
    is_by_value = request.order_by.field == pb.ROSTER_ORDER_FIELD_VALUE
    if is_by_value != request.HasField("order_field_id"):
        raise InvalidArgument.of(
            "order_field_id",
            "goes with the order by VALUE: give both, or neither",
            "ORDER_INCOMPLETE",
        )


async def _fields(
    request: pb.ListRosterEntriesRequest, work: Work, *, sees_all: bool
) -> dict[str, _Field]:
    """Returns the fields that a request names, by their IDs."""
    named = {
        f"{name}.roster_field_id": getattr(request, name).roster_field_id for name in _CONDITIONS
    }
    named |= {name: getattr(request, name) for name in ("order_field_id", "without_value_id")}
    wanted = {path: id_ for path, id_ in named.items() if id_}
    found, foreign = await fields_named(wanted, UUID(request.organization_id), work)
    refuse_violations(foreign)
    if not sees_all and any(
        each.audience != RosterFieldAudience.MEMBERS for each in found.values()
    ):
        raise PermissionDenied(
            "Only managers and supervisors of the organization can see the values of this field. Choose "
            "another one."
        )
    return found


async def fields_named(
    named: Mapping[str, str], organization_id: UUID, work: Work
) -> tuple[dict[str, _Field], list[Violation]]:
    """Returns the fields of a roster by their IDs, and what is wrong with those that it does not have.

    Args:
        named: The IDs of the fields, by their paths in the request.
        organization_id: The organization.
        work: The unit of work.
    """
    if not named:
        return {}, []
    rows = await work.fetch(
        _FIELDS, ids=list(map(UUID, named.values())), organization_id=organization_id
    )
    found = {str(row[0]): _Field(*row) for row in rows}
    foreign = [
        Violation(path, "is no field of this roster; read its fields again", "NO_SUCH_ROSTER_FIELD")
        for path, id_ in named.items()
        if id_ not in found
    ]
    return found, foreign


def _meant(
    name: str, condition: pb.RosterValueCondition, fields: dict[str, _Field]
) -> dict[str, Any]:
    """Returns the values of the parameters of a condition."""
    field = fields[condition.roster_field_id]
    values: dict[str, Any] = {f"{name}_field": field.id}
    if not is_sized(field.kind):
        if not condition.values or condition.least or condition.greatest:
            raise InvalidArgument.of(
                f"{name}.values", "must name what the value is; this field has no size", "NO_SIZE"
            )
        return values | {f"{name}_texts": list(map(match_key, condition.values))}
    if condition.values:
        raise InvalidArgument.of(
            f"{name}.values",
            "are not for numbers and days; give `least` and `greatest`",
            "SIZE_WANTED",
        )
    for side, otherwise in (("least", -math.inf), ("greatest", math.inf)):
        text = getattr(condition, side)
        size = size_of(field.kind, text, f"{name}.{side}") if text else otherwise
        if isinstance(size, Violation):
            raise InvalidArgument(violations=[size])
        values[f"{name}_{side}"] = size
    return values
