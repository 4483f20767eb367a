"""Roles of a shift: some of its places are for cooks, some for drivers, and the others for anybody.

A shift with roles has sorts of places: one for each role, and the open ones, which no role has. A sort is named by the ID of
its role, or None for the open places. Whoever waits for a role is offered its places; whoever waits for any place, without
naming a role, is offered each one that they can have. So a place is to be taken only where nobody waits who might be offered it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from banyan.events.v1 import event_series_pb2, shift_pb2

from services.kit.errors import Violation
from services.kit.text.folding import all_differ

Sort = UUID | None
OPEN: Sort = None


class HasRoles(Protocol):
    """What is known of the places of a shift."""

    @property
    def capacity(self) -> int:
        """How many places there are."""

    @property
    def places_taken(self) -> int:
        """How many of them are taken, or offered."""

    @property
    def places_reserved(self) -> int:
        """How many places are reserved for the members of a group."""

    @property
    def reserved_organization_id(self) -> UUID | None:
        """That group; None if no places are reserved, or they have lapsed."""

    @property
    def waitlist_length(self) -> int:
        """How many people wait."""

    @property
    def roles(self) -> Sequence[Mapping[str, Any]]:
        """Its roles, as `ShiftRole`."""

    @property
    def role_places(self) -> Sequence[Mapping[str, Any]]:
        """How the places of the roles fill up, as `RolePlaces`."""

    @property
    def required_skills(self) -> Sequence[str]:
        """The skills that every place asks for."""

    @property
    def required_qualification_kind_ids(self) -> Sequence[UUID]:
        """The kinds of qualifications that every place asks for."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one sort.

    Attributes:
        places: How many there are.
        taken: How many are taken, or offered.
        waiting: How many people wait for these alone; of the open ones, how many wait for any.
    """

    places: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """How many nobody has."""
        return self.places - self.taken


def sorts_of(shift: HasRoles) -> list[Sort]:
    """Returns the sorts of places that a shift has, the open ones first."""
    return [OPEN, *(UUID(each["role_id"]) for each in shift.roles)]


def has_role(shift: HasRoles, role_id: UUID) -> bool:
    """Returns whether a shift has a role."""
    return any(each["role_id"] == str(role_id) for each in shift.roles)


def places_of(shift: HasRoles, sort: Sort) -> Places:
    """Returns the places of a sort. A role that the shift has no more has none."""
    if sort is not None:
        for each in shift.role_places:
            if each["role_id"] == str(sort):
                return Places(each["places"], each["places_taken"], each["waitlist_length"])
        return Places(0, 0, 0)
    of_roles = [
        (each["places"], each["places_taken"], each["waitlist_length"])
        for each in shift.role_places
    ]
    places, taken, waiting = (
        (sum(numbers) for numbers in zip(*of_roles, strict=True)) if of_roles else (0, 0, 0)
    )
    return Places(
        shift.capacity - places, shift.places_taken - taken, shift.waitlist_length - waiting
    )


def left_for_all(shift: HasRoles) -> int:
    """Returns how many places are free that are reserved for nobody."""
    return max(0, shift.capacity - shift.places_taken - shift.places_reserved)


def can_take(shift: HasRoles, sort: Sort, *, is_reserved: bool = False) -> bool:
    """Returns whether there is a free place of a sort that nobody waits for.

    Args:
        shift: The shift.
        sort: The sort.
        is_reserved: Whether it is for somebody who may have a reserved one, for which those who wait may not.
    """
    own = places_of(shift, sort)
    if own.free <= 0 or is_reserved:
        return own.free > 0
    return left_for_all(shift) > 0 and not own.waiting and not places_of(shift, OPEN).waiting


def places_to_take(shift: HasRoles, group: UUID | None = None) -> dict[Sort, int]:
    """Returns how many places of each sort are free that nobody waits for, and that are reserved for nobody else.

    Args:
        shift: The shift.
        group: The organization whose members are to take them; None for anybody. While people wait, of whom some may be
            members too, it counts as none.
    """
    is_reserved = group is not None and shift.reserved_organization_id == group
    is_reserved &= not shift.waitlist_length
    left, found = shift.capacity - shift.places_taken if is_reserved else left_for_all(shift), {}
    for sort in sorts_of(shift):
        can = can_take(shift, sort, is_reserved=is_reserved)
        found[sort] = min(left, places_of(shift, sort).free) if can else 0
        left -= found[sort]
    return found


def demands_of(shift: HasRoles, sort: Sort) -> tuple[Sequence[str], Sequence[UUID]]:
    """Returns the skills, and the kinds of qualifications, that a place of a sort asks for: those of the shift, and its own."""
    skills, kinds = list(shift.required_skills), list(shift.required_qualification_kind_ids)
    for each in shift.roles:
        if sort is not None and each["role_id"] == str(sort):
            skills += each.get("required_skills", ())
            kinds += map(UUID, each.get("required_qualification_kind_ids", ()))
    return list(dict.fromkeys(skills)), list(dict.fromkeys(kinds))


def kinds_of_roles(shift: HasRoles) -> list[UUID]:
    """Returns all kinds of qualifications that the roles of a shift ask for."""
    kinds = (
        kind for each in shift.roles for kind in each.get("required_qualification_kind_ids", ())
    )
    return list(dict.fromkeys(map(UUID, kinds)))


def broken_roles(
    shift: shift_pb2.Shift | event_series_pb2.ShiftTemplate,
    root: str,
    known: Collection[UUID] | None = None,
) -> Iterator[Violation]:
    """Yields what the contract cannot say of the roles that a shift is to have.

    Args:
        shift: The shift, or the template of one.
        root: The path of it.
        known: The IDs of the roles that it has; None if it does not matter.
    """
    seen: set[str] = set()
    for index, role in enumerate(shift.roles):
        is_strange = known is not None and bool(role.role_id) and UUID(role.role_id) not in known
        if is_strange or (role.role_id and role.role_id in seen):
            yield Violation(
                f"{root}.roles[{index}].role_id",
                "is no role of this shift, or is there twice. Leave it out for a new role",
                "UNKNOWN_ROLE",
            )
        seen.add(role.role_id)
        if not all_differ(role.required_skills):
            yield Violation(
                f"{root}.roles[{index}].required_skills",
                "must list each skill only once",
                "DUPLICATE",
            )
    if 0 < shift.capacity < sum(role.places for role in shift.roles):
        yield Violation(
            f"{root}.roles",
            "have more places than the shift. Give the shift more, or the roles fewer",
            "ROLES_OVER_CAPACITY",
        )
