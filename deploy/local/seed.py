"""The demo community: people, a service station, two groups, an event, made through GraphQL alone.

It is made as frontends would make it, by the people themselves. Every mutation carries a request id
that depends on what it says, so that a seeding which was interrupted can be begun again.
"""

import json
from datetime import datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import httpx

STATION = "槐柏树街社区服务站 Huaibaishu Street Service Station"
TIME_ZONE = "Asia/Shanghai"
_ADMINISTRATOR, _LIN, _CHEN, _MARIA = "admin", "lin", "chen", "maria"


class SeedError(Exception):
    """The demo community could not be made; the message says which step failed and why."""


class Frontend:
    """A GraphQL client that acts for several people.

    Args:
        client: Sends the requests.
        endpoint: The address of the gateway's GraphQL.
        tokens: For each person, their access token.
    """

    def __init__(self, client: httpx.AsyncClient, endpoint: str, tokens: dict[str, str]) -> None:
        self._client = client
        self._endpoint = endpoint
        self._tokens = tokens

    async def ask(self, person: str, query: str, **variables: Any) -> dict[str, Any]:
        """Sends an operation as a person and returns its data.

        Raises:
            SeedError: The answer has errors.
        """
        answer = await self._client.post(
            self._endpoint,
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self._tokens[person]}"},
        )
        body = answer.json()
        if body.get("errors"):
            raise SeedError(f"{query.split('(')[0].strip()}: {body['errors'][0]['message']}")
        data: dict[str, Any] = body["data"]
        return data

    async def do(self, person: str, mutation: str, resource: str, **values: Any) -> str:
        """Sends a mutation as a person and returns the global id of the resource.

        What exists already is left as it is; the id is empty then.
        """
        said = json.dumps([person, mutation, values], sort_keys=True)
        values["requestId"] = str(uuid5(NAMESPACE_URL, said))
        name = mutation[0].upper() + mutation[1:]
        data = await self.ask(
            person,
            f"mutation {name}($input: {name}Input!) {{ {mutation}(input: $input) {{"
            f" {resource} {{ id }} errors {{ code message field }} }} }}",
            input=values,
        )
        payload = data[mutation]
        for error in payload["errors"]:
            if error["code"] != "ALREADY_EXISTS":
                raise SeedError(f"{mutation}: {error['message']}")
        return str(payload[resource]["id"]) if payload[resource] else ""


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
        choir, volunteers = await _found_groups(frontend, station)
        await _join(frontend, choir, volunteers)
        await _plan_lunch(frontend, volunteers)


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


async def _found_station(frontend: Frontend) -> str:
    """Founds the service station, in which Lin becomes a coordinator."""
    station = await frontend.do(
        _ADMINISTRATOR,
        "createOrganization",
        "organization",
        name=STATION,
        kind="SERVICE_STATION",
        membershipPolicy="APPLICATION",
        description="社区的多功能插座:居民、社团、企业和机构在这里相连。\n"
        "The socket into which residents, groups, enterprises and agencies plug.",
        phone="010 5550 0141",
        address="槐柏树街 12 号 · 12 Huaibaishu Street",
    )
    membership = await frontend.do(_LIN, "applyForMembership", "membership", organizationId=station)
    await frontend.do(_ADMINISTRATOR, "acceptMembership", "membership", membershipId=membership)
    await frontend.do(
        _ADMINISTRATOR, "grantRole", "membership", membershipId=membership, role="COORDINATOR"
    )
    return station


async def _found_groups(frontend: Frontend, station: str) -> tuple[str, str]:
    choir = await frontend.do(
        _LIN,
        "createOrganization",
        "organization",
        name="槐柏树合唱团 Huaibaishu Choir",
        kind="INTEREST_GROUP",
        membershipPolicy="OPEN",
        parentId=station,
        description="每周四晚上排练。Rehearses on Thursday evenings.",
    )
    volunteers = await frontend.do(
        _LIN,
        "createOrganization",
        "organization",
        name="邻里互助志愿队 Neighbours' Aid Volunteers",
        kind="VOLUNTEER_GROUP",
        membershipPolicy="APPLICATION",
        parentId=station,
        description="看望老人,修理物品,一起吃饭。Visits, repairs, and meals together.",
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
    await frontend.do(_LIN, "acceptMembership", "membership", membershipId=membership)
    await frontend.do(_LIN, "grantRole", "membership", membershipId=membership, role="COORDINATOR")


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
        title="邻里长桌午餐 Long-table lunch",
        description="一起做饭,一起吃饭。We cook together and eat together.",
        location="服务站院子 · the yard of the station",
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
        title="做饭 cooking",
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
        title="急救值班 first aid",
        startTime=at(11),
        endTime=at(15),
        capacity=1,
        requiredSkills=["急救 first aid"],
    )
    await frontend.do(_LIN, "publishEvent", "event", eventId=event)
    await frontend.do(_MARIA, "createSignUp", "signUp", shiftId=cooking)
