"""A programme in the large demo community: groups at every stage, one that graduated, one that ended, and a proposal.

How long a group is at its stage, and how long it has held no event, only time can say: nobody is stuck or fading on the
first day. The station expects a seed to sprout within a day, so the first group is stuck from the day after tomorrow.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from deploy.local.frontend import Frontend

_ADMINISTRATOR, _STATION_KEEPER = "admin", "lin"
_STAGES = (
    ("seed", "种子", "Seed", 1, ("ACTIVE_MEMBERS", 50)),
    ("sprout", "萌芽", "Sprout", 90, ("OFFICERS", 2)),
    ("sapling", "幼苗", "Sapling", 180, ("EVENTS_HELD", 12)),
    ("tree", "大树", "Tree", 365, ("AGREEMENTS_ADOPTED", 1)),
    ("banyan", "榕树", "Banyan", 365, ("OFFICERS", 2)),
)
_LOOKS_BACK = {"EVENTS_HELD": 365}
# At which stage each group is, in the order of the groups, and what became of it there.
_PLACES = (
    ("seed", "stays"),
    ("banyan", "graduates"),
    ("sprout", "stays"),
    ("sapling", "stays"),
    ("tree", "stays"),
    ("banyan", "stays"),
    ("sprout", "pauses"),
    ("seed", "stays"),
    ("sapling", "stays"),
)
_SUPPORTERS = 3


async def cultivate(frontend: Frontend, station: str, groups: Sequence[str]) -> int:
    """Lets the station cultivate groups.

    Args:
        frontend: Sends what people do.
        station: The ID of the station.
        groups: The IDs of the groups, which lie below it.

    Returns:
        How many groups it cultivates, or did.
    """
    programme = await _publish(frontend, station)
    keeper = await frontend.ask(_STATION_KEEPER, "{ viewer { personId } }")
    mentor = keeper["viewer"]["personId"]
    placed = list(zip(groups, _PLACES, strict=False))
    for group, (stage, then) in placed:
        enrolment = await _enrol(frontend, programme, group)
        await _place(frontend, enrolment, programme, stage)
        await frontend.do(
            _ADMINISTRATOR,
            "assignMentor",
            "enrolment",
            enrolmentId=enrolment,
            mentorOrganizationId=station,
            mentorPersonId=mentor,
        )
        await _DO[then](frontend, enrolment)
    await _end_well(frontend, station, programme)
    await _propose(frontend, station)
    return len(placed) + 1


async def _publish(frontend: Frontend, station: str) -> str:
    programme = await frontend.do(
        _STATION_KEEPER,
        "createProgramme",
        "programme",
        organizationId=station,
        name="从种子到榕树",
        stages=[_stage(*each) for each in _STAGES],
        **_chinese(name="From seed to banyan"),
    )
    await frontend.do(_STATION_KEEPER, "publishProgramme", "programme", programmeId=programme)
    return programme


def _stage(
    key: str, name: str, english: str, expected_days: int, needed: tuple[str, int]
) -> Mapping[str, Any]:
    indicator, threshold = needed
    criterion: dict[str, Any] = {
        "indicator": indicator,
        "comparator": "AT_LEAST",
        "threshold": threshold,
    }
    if indicator in _LOOKS_BACK:
        criterion["windowDays"] = _LOOKS_BACK[indicator]
    return {
        "key": key,
        "name": name,
        "expectedDays": expected_days,
        "requirements": [{"criteria": [criterion]}],
        **_chinese(name=english),
    }


def _chinese(**english: str) -> dict[str, Any]:
    """Returns what says that texts are Chinese, and what they are in English."""
    return {"language": "zh-Hans", "translations": [{"language": "en", **english}]}


async def _enrol(frontend: Frontend, programme: str, group: str) -> str:
    return await frontend.do(
        _STATION_KEEPER,
        "enrolOrganization",
        "enrolment",
        programmeId=programme,
        organizationId=group,
    )


async def _place(frontend: Frontend, enrolment: str, programme: str, stage: str) -> None:
    """Puts a group at the stage at which it was before the station had a platform to write that down."""
    await frontend.do(
        _STATION_KEEPER,
        "moveEnrolment",
        "enrolment",
        enrolmentId=enrolment,
        programmeId=programme,
        stageKey=stage,
    )


async def _promise(frontend: Frontend, enrolment: str) -> None:
    await frontend.do(
        _STATION_KEEPER,
        "promiseSupport",
        "groupSupport",
        enrolmentId=enrolment,
        kind="SPACE",
        description="每周一次活动室",
    )


async def _graduate(frontend: Frontend, enrolment: str) -> None:
    review = await frontend.do(_STATION_KEEPER, "openReview", "review", enrolmentId=enrolment)
    await frontend.do(
        _STATION_KEEPER,
        "decideReview",
        "review",
        reviewId=review,
        outcome="GRADUATE",
        reason="它已经能自己走。",
    )


async def _pause(frontend: Frontend, enrolment: str) -> None:
    await frontend.do(
        _STATION_KEEPER,
        "pauseEnrolment",
        "enrolment",
        enrolmentId=enrolment,
        reason="冬天不活动。",
    )


_DO = {"stays": _promise, "graduates": _graduate, "pauses": _pause}


async def _end_well(frontend: Frontend, station: str, programme: str) -> None:
    """Lets a group end that has done what it was for."""
    group = await frontend.do(
        _STATION_KEEPER,
        "createOrganization",
        "organization",
        name="楼道粉刷小组",
        kind="MUTUAL_AID_GROUP",
        membershipPolicy="OPEN",
        parentId=station,
        **_chinese(name="Painting our stairwells"),
    )
    await _enrol(frontend, programme, group)
    await frontend.do(
        _STATION_KEEPER,
        "endGroup",
        "groupClosing",
        organizationId=group,
        cause="COMPLETED",
        text="六个楼道都刷好了。谢谢大家!",
        handovers=[{"description": "刷子和梯子", "organizationId": station}],
    )


async def _propose(frontend: Frontend, station: str) -> None:
    """Lets residents propose a group, which waits for the answer of the station."""
    await frontend.do(
        _ADMINISTRATOR,
        "updateOrganization",
        "organization",
        organizationId=station,
        foundingRules={"supportersNeeded": _SUPPORTERS, "daysToAnswer": 14},
    )
    proposal = await frontend.do(
        "resident-0",
        "createFoundingProposal",
        "foundingProposal",
        organizationId=station,
        name="屋顶观星小组",
        purpose="晴天的晚上一起看星星。",
        kind="INTEREST_GROUP",
    )
    for supporter in range(1, 1 + _SUPPORTERS):
        await frontend.do(
            f"resident-{supporter}",
            "supportFoundingProposal",
            "foundingProposal",
            foundingProposalId=proposal,
        )
