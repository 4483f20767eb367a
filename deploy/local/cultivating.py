"""A programme in the large demo community: groups at every stage, one that graduated, one that ended, and a proposal.

The station cultivated groups before it had a platform to write that down, and enters since when: so one group is stuck,
and one is fading, from the first minute. Nothing is entered that a station could not enter.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from deploy.local.frontend import Frontend
from deploy.local.residents import Group

_ADMINISTRATOR, _STATION_KEEPER = "admin", "lin"
_STAGES = (
    ("seed", "种子", "Seed", 60, ("ACTIVE_MEMBERS", 50)),
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
# The group that is at a stage for longer than expected.
_STUCK = 0
_DAYS_CULTIVATED, _DAYS_STUCK = 300, 150
# In which weeks before this one the group met that does not meet any more.
_WEEKS_FADING = range(20, 8, -1)
_DAYS_AT_SEED = 30  # fewer than are expected
_READING = ("晨读小组", "Morning readers")
_HOUR = timedelta(hours=1)
_READERS = ("resident-0", "resident-1", "resident-2")


class Place(NamedTuple):
    """Where a group is, as the station sees it.

    Attributes:
        name: The name of the group.
        english: The same in English.
        stage: The key of its stage.
        state: "growing", "stuck", "fading", "on hold" or "graduated".
    """

    name: str
    english: str
    stage: str
    state: str


def places(groups: Sequence[Group]) -> list[Place]:
    """Returns where the demo's groups are, once all of them were looked at."""
    states = {"stays": "growing", "graduates": "graduated", "pauses": "on hold"}
    placed = list(zip(groups, _PLACES, strict=False))
    return [
        *(
            Place(
                group.chinese.name,
                group.english.name,
                stage,
                "stuck" if number == _STUCK else states[then],
            )
            for number, (group, (stage, then)) in enumerate(placed)
        ),
        Place(*_READING, _STAGES[0][0], "fading"),
    ]


def stages() -> list[tuple[str, str, str, int]]:
    """Returns the stages of the demo's programme: key, name, name in English, and expected days."""
    return [each[:4] for each in _STAGES]


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
    for number, (group, (stage, then)) in enumerate(placed):
        is_stuck = number == _STUCK
        enrolment = await _enrol(frontend, programme, group, _DAYS_CULTIVATED * is_stuck)
        await _place(frontend, enrolment, programme, stage, _DAYS_STUCK * is_stuck)
        await frontend.do(
            _ADMINISTRATOR,
            "assignMentor",
            "enrolment",
            enrolmentId=enrolment,
            mentorOrganizationId=station,
            mentorPersonId=mentor,
        )
        await _DO[then](frontend, enrolment)
    await _fade(frontend, station, programme)
    await _end_well(frontend, station, programme)
    await _propose(frontend, station)
    return len(placed) + 2


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


async def _enrol(frontend: Frontend, programme: str, group: str, days: int = 0) -> str:
    """Enrols a group; one that has been cultivated for longer, since so many days ago."""
    past = {"enrolTime": frontend.midnight(days).isoformat()} if days else {}
    return await frontend.do(
        _STATION_KEEPER,
        "enrolOrganization",
        "enrolment",
        programmeId=programme,
        organizationId=group,
        **past,
    )


async def _place(
    frontend: Frontend, enrolment: str, programme: str, stage: str, days: int = 0
) -> None:
    """Puts a group at the stage at which it was before, and says for how many days, if that is long."""
    past = {"stageStartTime": frontend.midnight(days).isoformat()} if days else {}
    await frontend.do(
        _STATION_KEEPER,
        "moveEnrolment",
        "enrolment",
        enrolmentId=enrolment,
        programmeId=programme,
        stageKey=stage,
        **past,
    )


async def _fade(frontend: Frontend, station: str, programme: str) -> None:
    """Lets a group fade that met every week, and has not met for two months."""
    group = await frontend.do(
        _STATION_KEEPER,
        "createOrganization",
        "organization",
        name=_READING[0],
        kind="INTEREST_GROUP",
        membershipPolicy="OPEN",
        parentId=station,
        **_chinese(name=_READING[1]),
    )
    members = [
        await frontend.do(reader, "applyForMembership", "membership", organizationId=group)
        for reader in _READERS
    ]
    await frontend.do(
        _STATION_KEEPER, "grantRoles", "memberships", membershipIds=members[:1], role="LEADER"
    )
    enrolment = await _enrol(frontend, programme, group, 7 * _WEEKS_FADING[0] + 1)
    await _place(frontend, enrolment, programme, _STAGES[0][0], _DAYS_AT_SEED)
    for week in _WEEKS_FADING:
        start = frontend.midnight(7 * week)
        event = await frontend.do(
            _STATION_KEEPER,
            "createEvent",
            "event",
            organizationId=group,
            title="一起读诗",
            startTime=start.isoformat(),
            endTime=(start + _HOUR).isoformat(),
            timeZone="Asia/Shanghai",
            visibility="PUBLIC",
        )
        for verb in ("publishEvent", "completeEvent"):
            await frontend.do(_STATION_KEEPER, verb, "event", eventId=event)


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
