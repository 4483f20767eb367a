"""The demo community: people, a service station, two groups, an event, a weekly series, made through GraphQL alone.

It is made as frontends would make it, by the people themselves. Every mutation carries a request id
that depends on what it says, so that a seeding which was interrupted can be begun again.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from deploy.local.frontend import Frontend

STATION = "槐柏树街社区服务站"
TIME_ZONE = "Asia/Shanghai"
_AT_THE_STATION = {"latitude": 39.8915, "longitude": 116.3567}
_ADMINISTRATOR, _LIN, _CHEN, _MARIA = "admin", "lin", "chen", "maria"


async def seed(endpoint: str, tokens: dict[str, str]) -> None:
    """Makes the demo community, unless the platform holds another one.

    Args:
        endpoint: The address of the gateway's GraphQL.
        tokens: For each demo person, an access token.

    Raises:
        SeedError: A step failed.
    """
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        frontend = Frontend(client, endpoint, tokens)
        found = await frontend.ask(
            _ADMINISTRATOR, "{ organizations(first: 100) { nodes { name } } }"
        )
        names = [node["name"] for node in found["organizations"]["nodes"]]
        if names and STATION not in names:
            return
        await _register_people(frontend)
        station = await _found_station(frontend)
        categories = await _fill_catalogue(frontend)
        choir, volunteers = await _found_groups(frontend, station, categories)
        await _join(frontend, choir, volunteers)
        await _plan_lunch(frontend, volunteers)
        await _plan_rehearsals(frontend, choir)


async def _register_people(frontend: Frontend) -> None:
    people: dict[str, dict[str, Any]] = {
        _ADMINISTRATOR: {"displayName": "Ada Banyan", "languages": ["en"]},
        _LIN: {
            "displayName": "林秀英",
            "languages": ["zh-Hans"],
            "birthDate": "1958-10-09",
            "skills": [{"name": "声乐 singing", "level": "EXPERT"}],
        },
        _CHEN: {
            "displayName": "陈建国",
            "languages": ["zh-Hans", "en"],
            "birthDate": "1985-03-12",
            "skills": [{"name": "急救 first aid", "level": "PROFICIENT"}],
        },
        _MARIA: {
            "displayName": "María García",
            "languages": ["es", "en", "zh-Hans"],
            "birthDate": "1999-07-21",
        },
    }
    for person, values in people.items():
        await frontend.do(person, "registerPerson", "person", timeZone=TIME_ZONE, **values)


def _in_english(**texts: str) -> dict[str, Any]:
    """Returns what says that texts are Chinese, and what they are in English."""
    return {"language": "zh-Hans", "translations": [{"language": "en", **texts}]}


async def _found_station(frontend: Frontend) -> str:
    """Founds the service station, in which Lin becomes a coordinator."""
    station = await frontend.do(
        _ADMINISTRATOR,
        "createOrganization",
        "organization",
        name=STATION,
        kind="SERVICE_STATION",
        membershipPolicy="APPLICATION",
        description="社区的**多功能插座**:居民、社团、企业和机构在这里相连。",
        contact={"phones": ["010 5550 0141"]},
        place={
            "address": "槐柏树街 12 号",
            "translations": [{"language": "en", "address": "12 Huaibaishu Street"}],
            **_AT_THE_STATION,
        },
        **_in_english(
            name="Huaibaishu Street Service Station",
            description="The **socket** into which residents, groups, enterprises and agencies plug.",
        ),
    )
    membership = await frontend.do(_LIN, "applyForMembership", "membership", organizationId=station)
    await _let_coordinate(frontend, _ADMINISTRATOR, membership)
    return station


async def _let_coordinate(frontend: Frontend, leader: str, membership: str) -> None:
    """Accepts somebody who has applied, as a coordinator."""
    ids = [membership]
    await frontend.do(leader, "acceptMemberships", "memberships", membershipIds=ids)
    await frontend.do(leader, "grantRoles", "memberships", membershipIds=ids, role="COORDINATOR")


async def _fill_catalogue(frontend: Frontend) -> dict[str, str]:
    """Makes the catalogue of categories, and returns their IDs by key."""
    named = {
        "music": ("音乐", "Music"),
        "mutual-aid": ("邻里互助", "Mutual aid"),
        "sports": ("体育", "Sports"),
    }
    return {
        key: await frontend.do(
            _ADMINISTRATOR,
            "createCategory",
            "category",
            key=key,
            name=name,
            position=position,
            **_in_english(name=english),
        )
        for position, (key, (name, english)) in enumerate(named.items())
    }


async def _found_groups(
    frontend: Frontend, station: str, categories: dict[str, str]
) -> tuple[str, str]:
    choir = await frontend.do(
        _LIN,
        "createOrganization",
        "organization",
        name="槐柏树合唱团",
        kind="INTEREST_GROUP",
        membershipPolicy="OPEN",
        parentId=station,
        description="每周四晚上排练。",
        categoryId=categories["music"],
        tags=["合唱", "choir"],
        **_in_english(name="Huaibaishu Choir", description="Rehearses on Thursday evenings."),
    )
    volunteers = await frontend.do(
        _LIN,
        "createOrganization",
        "organization",
        name="邻里互助志愿队",
        kind="VOLUNTEER_GROUP",
        membershipPolicy="APPLICATION",
        parentId=station,
        description="看望老人,修理物品,一起吃饭。",
        categoryId=categories["mutual-aid"],
        tags=["老人", "meals"],
        **_in_english(
            name="Neighbours' Aid Volunteers", description="Visits, repairs, and meals together."
        ),
    )
    return choir, volunteers


async def _join(frontend: Frontend, choir: str, volunteers: str) -> None:
    await frontend.do(_MARIA, "applyForMembership", "membership", organizationId=choir)
    membership = await frontend.do(
        _CHEN,
        "applyForMembership",
        "membership",
        organizationId=volunteers,
        applicationMessage="我会急救,周末有空。I know first aid and am free at weekends.",
    )
    await _let_coordinate(frontend, _LIN, membership)


async def _plan_lunch(frontend: Frontend, volunteers: str) -> None:
    """Plans a lunch on the Saturday after next, with two shifts, and lets people sign up."""
    today = datetime.now(ZoneInfo(TIME_ZONE)).date()
    saturday = today + timedelta(days=7 + (5 - today.weekday()) % 7)

    def at(hour: int) -> str:
        return datetime.combine(saturday, time(hour), ZoneInfo(TIME_ZONE)).isoformat()

    event = await frontend.do(
        _LIN,
        "createEvent",
        "event",
        organizationId=volunteers,
        title="邻里长桌午餐",
        description="一起做饭,一起吃饭。",
        place={
            "name": "服务站院子",
            "translations": [{"language": "en", "name": "The yard of the station"}],
            **_AT_THE_STATION,
        },
        whatToBring="围裙",
        tags=["午餐", "meals"],
        **_in_english(
            title="Long-table lunch",
            description="We cook together and eat together.",
            whatToBring="An apron",
        ),
        startTime=at(9),
        endTime=at(15),
        timeZone=TIME_ZONE,
        visibility="PUBLIC",
    )
    cooking = await frontend.do(
        _LIN,
        "createShift",
        "shift",
        eventId=event,
        title="做饭",
        **_in_english(title="Cooking"),
        startTime=at(9),
        endTime=at(12),
        capacity=4,
        minimumAge=16,
    )
    await frontend.do(
        _LIN,
        "createShift",
        "shift",
        eventId=event,
        title="急救值班",
        **_in_english(title="First aid"),
        startTime=at(11),
        endTime=at(15),
        capacity=1,
        requiredSkills=["急救 first aid"],
    )
    await frontend.do(_LIN, "publishEvent", "event", eventId=event)
    await frontend.do(_MARIA, "createSignUp", "signUp", shiftId=cooking)


async def _plan_rehearsals(frontend: Frontend, choir: str) -> None:
    """Plans a weekly rehearsal, from the Thursday in two weeks on."""
    today = datetime.now(ZoneInfo(TIME_ZONE)).date()
    thursday = today + timedelta(days=14 + (3 - today.weekday()) % 7)
    await frontend.do(
        _LIN,
        "createEventSeries",
        "eventSeries",
        organizationId=choir,
        title="合唱排练",
        place={"name": "服务站二楼", **_AT_THE_STATION},
        **_in_english(title="Choir rehearsal"),
        timeZone=TIME_ZONE,
        start=f"{thursday.isoformat()}T19:00",
        durationMinutes=120,
        recurrence={"rule": "FREQ=WEEKLY;BYDAY=TH"},
        shiftTemplates=[
            {
                "title": "搬椅子",
                **_in_english(title="Setting up chairs"),
                "startsAfterMinutes": 0,
                "durationMinutes": 30,
                "capacity": 3,
            }
        ],
        visibility="PUBLIC",
        publishOccurrences=True,
    )
