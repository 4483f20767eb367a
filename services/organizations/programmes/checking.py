"""What a programme must be like beyond the rules of its fields."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from banyan.organizations.v1 import indicator_pb2
from banyan.organizations.v1 import programme_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.kit.contract.values import enum_name
from services.kit.errors import Violation
from services.kit.work.work import Work
from services.organizations.categories.models import Category
from services.organizations.group_supports.fitting import broken_money
from services.organizations.indicators.catalogue import CATALOGUE, Indicator

_ROOT = "programme"


def broken_stages(programme: pb.Programme) -> Iterator[Violation]:
    """Yields where the stages of a programme contradict themselves."""
    keys = [stage.key for stage in programme.stages]
    if len(set(keys)) != len(keys):
        yield Violation(f"{_ROOT}.stages", "must give each stage a key of its own", "DUPLICATE")
    for index, stage in enumerate(programme.stages):
        field = f"{_ROOT}.stages[{index}]"
        if stage.HasField("expected_days") and stage.expected_days < stage.minimum_days:
            yield Violation(
                f"{field}.expected_days",
                "must not be fewer days than the minimum",
                "EXPECTED_BELOW_MINIMUM",
            )
        for place, offer in enumerate(stage.offers):
            offered = f"{field}.offers[{place}]"
            yield from broken_money(offer.kind, offer.amount, offer.currency, offered)
        for place, requirement in enumerate(stage.requirements):
            yield from _broken_requirement(requirement, f"{field}.requirements[{place}]")


def _broken_requirement(requirement: pb.ProgrammeRequirement, field: str) -> Iterator[Violation]:
    if requirement.needed_count > len(requirement.criteria):
        yield Violation(
            f"{field}.needed_count",
            "must not be more than there are criteria",
            "MORE_NEEDED_THAN_LISTED",
        )
    for index, criterion in enumerate(requirement.criteria):
        try:
            name = enum_name(indicator_pb2.Indicator.DESCRIPTOR, criterion.indicator)
            looks_back = CATALOGUE[Indicator(name)].looks_back
        except (ValueError, KeyError):  # the contract's rules say so
            continue
        if looks_back != bool(criterion.window_days):
            yield Violation(
                f"{field}.criteria[{index}].window_days",
                "must be set for an indicator that looks back, and for no other",
                "WINDOW_DOES_NOT_FIT",
            )


async def broken_categories(
    ids: Iterable[str], before: Iterable[UUID], work: Work
) -> list[Violation]:
    """Returns what is wrong with the categories that a programme is to be for.

    Args:
        ids: The categories.
        before: Those that it is for already, which may be retired since.
        work: The work.
    """
    new = {UUID(each) for each in ids} - set(before)
    if not new:
        return []
    open_ = select(col(Category.id)).where(col(Category.id).in_(new), ~col(Category.retired))
    if set(await work.session.scalars(open_)) == new:
        return []
    return [
        Violation(
            f"{_ROOT}.category_ids",
            "names a category that is not in the catalogue, or is retired. Choose others",
            "CATEGORY_NOT_OPEN",
        )
    ]
