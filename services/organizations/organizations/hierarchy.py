"""The hierarchy of organizations: the trees in which they stand, and moving a part of one.

Changes to the place of an organization hold the lock of its tree, so that no two changes together make
what neither of them would: a cycle, a level too many, an active organization below a closed one. Changes
in other trees need not wait; only moves wait for each other. The locks come after the person and before the organization.

A move changes the ancestors of everything below at once, in one statement, so access and hierarchy are
never between two states here. What is long about it follows as a job, a hundred at a time, top down: the
versions, the trail, and the notices by which other services learn of it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.work import Work
from services.organizations.memberships.rights import refuse_without_owner
from services.organizations.organizations.models import MOST_LEVELS, Organization

_MOVES = "organization.moves"
ANNOUNCE_MOVED = "announce_moved"
BATCH = 100
MOST_BELOW = 20_000
_ancestor_ids: Any = Organization.ancestor_ids


async def lock_trees(organization_ids: Iterable[str | UUID | None], work: Work) -> None:
    """Keeps others from changing the hierarchy of the trees in which organizations stand.

    Args:
        organization_ids: The organizations; None stands in no tree.
        work: The work.
    """
    ids = [UUID(str(id_)) for id_ in organization_ids if id_ is not None]
    root = func.coalesce(_ancestor_ids[1], col(Organization.id))
    roots_now = select(root).where(col(Organization.id).in_(ids))
    held: set[UUID] = set()
    # An organization may have come into another tree before its own was locked.
    while missing := set(await work.session.scalars(roots_now)) - held:
        await work.lock_name(*(f"organization.tree:{root_id}" for root_id in sorted(missing)))
        held |= missing


async def lock_to_move(organization_ids: Iterable[str | UUID | None], work: Work) -> None:
    """Does what `lock_trees` does for a move, which makes one tree of two.

    Moves come one after another, whatever they move: otherwise each would hold a tree that has just become
    part of another, and wait for that one.
    """
    await work.lock_name(_MOVES)
    await lock_trees(organization_ids, work)


class Below(NamedTuple):
    """What lies below an organization.

    Attributes:
        size: How many organizations there are.
        levels: On how many levels.
        has_heirs: Whether one of them inherits roles.
    """

    size: int
    levels: int
    has_heirs: bool


async def look_below(organization: Organization, work: Work) -> Below:
    """Returns what lies below an organization."""
    deepest = func.max(func.cardinality(_ancestor_ids))
    found = select(func.count(), deepest, func.bool_or(col(Organization.inherit_roles)))
    size, level, has_heirs = (await work.session.execute(found.where(is_below(organization)))).one()
    level = len(organization.ancestor_ids) if level is None else level
    return Below(size, level - len(organization.ancestor_ids), bool(has_heirs))


async def move(
    organization: Organization, parent: Organization | None, below: Below, work: Work
) -> None:
    """Moves an organization, with everything below it, and announces it with the first of them.

    Args:
        organization: The organization, locked, in a tree that is locked.
        parent: The new parent, whose tree is locked; None for the top.
        below: What lies below the organization.
        work: The work.

    Raises:
        Refused: The place is not possible, nobody would own the organization, or too many would move.
    """
    if below.size > MOST_BELOW:
        raise Refused(
            "More than {max} organizations are below this one. Move parts of it one by one.",
            reason="TOO_MANY_BELOW",
            params={"max": MOST_BELOW},
        )
    levels_above = len(organization.ancestor_ids)
    organization.place_under(parent, levels=1 + below.levels)
    await refuse_without_owner(organization, work)
    await work.announce(organization, "moved")
    if not below.size:
        return
    await work.session.execute(
        update(Organization)
        .where(is_below(organization))
        .values(
            ancestor_ids=func.array_cat(
                literal(organization.ancestor_ids, ARRAY(Uuid)),
                _ancestor_ids[levels_above + 1 : MOST_LEVELS],
            ),
            is_moved=True,
        )
        .execution_options(synchronize_session=False)
    )
    first = await announce_moved(work, is_below(organization))
    work.follows(*first, because="everything under an organization moves with it")
    work.foresee(Organization, below.size - len(first))


async def announce_moved(work: Work, *conditions: ColumnElement[bool]) -> Sequence[Organization]:
    """Announces the next organizations that a move took along, and triggers the job if there are more.

    Args:
        work: The work.
        conditions: What must hold of them.
    """
    waiting = (
        await work.session.scalars(
            select(col(Organization.id))
            .where(col(Organization.is_moved), *conditions)
            .order_by(func.cardinality(_ancestor_ids), col(Organization.id))
            .limit(BATCH)
            .with_for_update(skip_locked=True, key_share=True)
        )
    ).all()
    if not waiting:
        return ()
    moved = await work.change_all(
        Organization,
        col(Organization.id).in_(waiting),
        is_moved=False,
        ancestor_ids=_ancestor_ids,  # the trail says where it is now
    )
    moved.sort(key=lambda each: len(each.ancestor_ids))
    await work.announce_all(moved, "moved")
    if len(waiting) == BATCH:
        work.trigger(ANNOUNCE_MOVED)
    return moved


def is_below(organization: Organization) -> ColumnElement[bool]:
    """The organizations on any level below one."""
    return cast("ColumnElement[bool]", _ancestor_ids.contains([organization.id]))
