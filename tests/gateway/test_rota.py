"""A season becomes a rota: the operations of docs/qualifications.md, and those of docs/scheduling.md about changes.

A group with two languages plans five weeks from nothing; somebody drops out and is replaced. The group and its people
are the test's own: what others do with those of the shared community would change who is free.
"""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.events.plans.searching import search_once
from tests.gateway.conftest import Gateway, Json, local_id
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import DIRECTORY, OPERATIONS
from tests.waiting import eventually
from tests.world import World

NAMES = ("ClaimQualification", "QualificationsToVerify", "VerifyQualification", "SayAvailability")
ZONE = ZoneInfo("Asia/Shanghai")
WEEKS = 5
AIDERS = ("an", "bo", "chen")
PEOPLE = ("owner", "guest", *AIDERS)
SEASON = """query($id: ID!, $language: LanguageTag) { eventSeries(id: $id) { occurrences(first: 10) { nodes {
  title(language: $language) startTime shifts { nodes { id title(language: $language)
    requiredQualificationKinds { key name(language: $language) } eligibility { reasons { reason } warnings { reason } } } }
} } } }"""
MINE = """query { viewer { signUps(first: 100, onlyStanding: true) { nodes { id state shift { id } } } } }"""


def test_the_page_names_them_in_their_order() -> None:
    page = (DIRECTORY.parent / "qualifications.md").read_text(encoding="utf-8")
    assert re.findall(r"operations/(\w+)\.graphql", page) == list(NAMES)


class Rota:
    """A group that plans a season through GraphQL alone.

    Attributes:
        gateway: The gateway.
        world: The community around it.
        tokens: Those of its people, by name.
        people: Their global IDs.
        group: The global ID of the group.
    """

    def __init__(self, gateway: Gateway, world: World) -> None:
        self.gateway = gateway
        self.world = world
        self.tokens: dict[str, str] = {}
        self.people: dict[str, str] = {}
        self.group = ""

    @classmethod
    async def found(cls, gateway: Gateway, world: World) -> "Rota":
        """Founds the group, whose owner everybody else joins."""
        rota = cls(gateway, world)
        for name in PEOPLE:
            token = rota.tokens[name] = await newcomer(gateway, world)
            viewer = (await gateway.ask("{ viewer { personId } }", token))["viewer"]
            rota.people[name] = viewer["personId"]
        payload = await gateway.do(
            "createOrganization",
            rota.tokens["owner"],
            "organization { id }",
            name="午餐小组",
            kind="INTEREST_GROUP",
            membershipPolicy="OPEN",
        )
        assert payload["errors"] == []
        rota.group = payload["organization"]["id"]
        for name in ("guest", *AIDERS):
            payload = await gateway.do(
                "applyForMembership", rota.tokens[name], organizationId=rota.group
            )
            assert payload["errors"] == []
        await eventually(rota._is_known_to_events)
        return rota

    async def _is_known_to_events(self) -> bool:
        counted = await self.world.platform.site.sql(
            "events",
            "SELECT count(*) FROM membership WHERE organization_id = $1 AND state = 'ACTIVE'",
            UUID(local_id(self.group)),
        )
        return int(counted[0][0]) == len(PEOPLE)

    async def do(self, name: str, as_: str = "owner", **variables: Any) -> Json:
        """Runs an operation of the documentation, which must not be refused."""
        answer = await self.gateway.ask(OPERATIONS[name], self.tokens[as_], **variables)
        for payload in answer.values():
            assert not (payload or {}).get("errors"), payload
        return answer

    async def kind(self) -> str:
        """Adds first aid to the catalogue, in two languages."""
        payload = await self.gateway.do(
            "createQualificationKind",
            self.world.tokens["administrator"],
            "qualificationKind { id }",
            key=f"first-aid-{time.time_ns()}",
            name="急救",
            language="zh-Hans",
            translations=[{"language": "en", "name": "First aid"}],
            validityMonths=24,
        )
        kind: str = payload["qualificationKind"]["id"]
        return kind

    async def qualify(self, kind_id: str) -> None:
        """Lets some claim first aid, and the owner verify it."""
        yesterday = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
        for each in AIDERS:
            claim = {
                "personId": self.people[each],
                "qualificationKindId": kind_id,
                "issuedDate": yesterday,
            }
            await self.do("ClaimQualification", each, input=claim)
        asked = {"organizationId": self.group, "language": "en"}
        found = (await self.do("QualificationsToVerify", "owner", **asked))["organization"]
        waiting = [
            each for each in found["qualifications"]["nodes"] if each["kind"]["id"] == kind_id
        ]
        assert {each["person"]["id"] for each in waiting} == set(map(self.people.get, AIDERS))
        assert all(each["viewerCanVerify"] for each in waiting)
        for each in waiting:
            await self.do("VerifyQualification", "owner", qualificationId=each["id"])

    async def season(self, kind_id: str) -> str:
        """Creates a weekly series with one shift for a first-aider, in two languages."""
        start = datetime.now(ZONE) + timedelta(days=45)
        series = {
            "organizationId": self.group,
            "title": "长桌午餐",
            "language": "zh-Hans",
            "translations": [{"language": "en", "title": "Long table lunch"}],
            "timeZone": "Asia/Shanghai",
            "start": start.strftime("%Y-%m-%dT11:00"),
            "durationMinutes": 180,
            "recurrence": {"rule": f"FREQ=WEEKLY;COUNT={WEEKS}"},
            "shiftTemplates": [
                {
                    "title": "急救值班",
                    "language": "zh-Hans",
                    "translations": [{"language": "en", "title": "First aid"}],
                    "durationMinutes": 180,
                    "capacity": 1,
                    "requiredQualificationKindIds": [kind_id],
                }
            ],
            "visibility": "PUBLIC",
            "publishOccurrences": True,
        }

        async def is_created() -> str:
            answer = await self.gateway.ask(
                OPERATIONS["CreateEventSeries"], self.tokens["owner"], input=series
            )
            payload = answer["createEventSeries"]
            assert payload["errors"] == []  # once the notice of the new kind has arrived
            created: str = payload["eventSeries"]["id"]
            return created

        created = await eventually(is_created)
        assert created is not None
        return created

    async def shifts(self, series_id: str, as_: str, language: str) -> list[Json]:
        """Returns the shifts of the season."""
        asked = {"id": series_id, "language": language}
        answer = await self.gateway.ask(SEASON, self.tokens[as_], **asked)
        occurrences = answer["eventSeries"]["occurrences"]["nodes"]
        return [shift for each in occurrences for shift in each["shifts"]["nodes"]]

    async def plan(self, **limits: Any) -> str:
        """Plans the season, and returns the plan once it is ready."""
        now = datetime.now(UTC)
        asked = {
            "organizationId": self.group,
            "title": "午餐急救 First aid at lunch",
            "startTime": (now + timedelta(days=44)).isoformat(),
            "endTime": (now + timedelta(days=46 + 7 * WEEKS)).isoformat(),
            "timeZone": "Asia/Shanghai",
            **limits,
        }
        plan: str = (await self.do("PlanSeason", input=asked))["createSchedulePlan"][
            "schedulePlan"
        ]["id"]
        await self.do("SolvePlan", planId=plan)
        assert await search_once(self.world.platform.services["events"].units)
        return plan

    async def assignments(self, plan_id: str) -> dict[str, str]:
        """Returns who takes which shift by a plan."""
        found = (await self.do("Plan", planId=plan_id))["schedulePlan"]
        assert found["state"] in ("READY", "PUBLISHED"), found
        nodes = found["assignments"]["nodes"]
        return {each["shift"]["id"]: each["person"]["id"] for each in nodes}


def pairs(found: list[Json]) -> list[Json]:
    """Returns what a proposal says, as `ChangePlan` takes it."""
    return [{"shiftId": each["shift"]["id"], "personId": each["person"]["id"]} for each in found]


async def test_a_season_becomes_a_rota_and_somebody_is_replaced(
    gateway: Gateway, world: World
) -> None:
    rota = await Rota.found(gateway, world)
    kind_id = await rota.kind()
    await rota.qualify(kind_id)
    series_id = await rota.season(kind_id)
    english = await rota.shifts(series_id, "an", "en")
    chinese = await rota.shifts(series_id, "guest", "zh-Hans")
    assert [each["title"] for each in english] == ["First aid"] * WEEKS
    assert [each["title"] for each in chinese] == ["急救值班"] * WEEKS
    assert english[0]["requiredQualificationKinds"][0]["name"] == "First aid"
    assert chinese[0]["eligibility"]["reasons"] == [{"reason": "QUALIFICATION_MISSING"}]

    async def is_known() -> bool:
        known = [(await rota.shifts(series_id, each, "en"))[0] for each in AIDERS]
        return not any(each["eligibility"]["reasons"] for each in known)

    await eventually(is_known)
    first = datetime.now(ZONE) + timedelta(days=45)
    away = {"firstDate": first.date().isoformat(), "lastDate": first.date().isoformat()}
    said = {"personId": rota.people["an"], "absences": [away]}
    await rota.do("SayAvailability", "an", input=said)

    async def is_warned() -> bool:
        known = await rota.shifts(series_id, "an", "en")
        return [len(each["eligibility"]["warnings"]) for each in known] == [1, 0, 0, 0, 0]

    await eventually(is_warned)

    narrow = await rota.plan(limits={"minutes": 180})
    wide = await rota.plan()
    comparison = (await rota.do("ComparePlans", planId=narrow, otherId=wide))["schedulePlan"][
        "comparison"
    ]
    assert len(await rota.assignments(narrow)) == len(AIDERS)
    assert len(comparison["added"]) - len(comparison["removed"]) == WEEKS - len(AIDERS)
    taken = await rota.assignments(wide)
    assert set(taken) == {each["id"] for each in english}
    assert set(taken.values()) == set(map(rota.people.get, AIDERS))
    assert taken[english[0]["id"]] != rota.people["an"]  # who is away

    wrong = [{"shiftId": english[1]["id"], "personId": rota.people["guest"]}]
    checked = (await rota.do("CheckPlanChange", planId=wide, added=wrong))["schedulePlan"]["check"]
    assert {each["reason"] for each in checked["broken"]} == {"QUALIFICATION_MISSING", "PLACES"}

    await rota.do("PublishPlan", planId=wide)

    async def all_are_signed_up() -> bool:
        found = (await rota.do("Plan", planId=wide))["schedulePlan"]["assignments"]["nodes"]
        return {each["state"] for each in found} == {"SIGNED_UP"}

    await eventually(all_are_signed_up)
    dropped = next(shift for shift, person in taken.items() if person == rota.people["an"])
    token = rota.tokens["an"]
    mine = (await gateway.ask(MINE, token))["viewer"]["signUps"]["nodes"]
    (sign_up,) = [each["id"] for each in mine if each["shift"]["id"] == dropped]
    payload = await gateway.do("cancelSignUp", token, "signUp { state }", signUpId=sign_up)
    assert payload["signUp"] == {"state": "CANCELLED"}

    repair = (await rota.do("RepairPlan", planId=wide))["schedulePlan"]["repair"]
    assert pairs(repair["removed"]) == [{"shiftId": dropped, "personId": rota.people["an"]}]
    assert (repair["unfilled"], repair["broken"], repair["peopleToTell"]) == ([], [], 1)
    change = {
        "schedulePlanId": wide,
        "added": pairs(repair["added"]),
        "removed": pairs(repair["removed"]),
    }
    await rota.do("ChangePlan", input=change)
    after = await rota.assignments(wide)
    assert {shift for shift in after if after[shift] != taken[shift]} == {dropped}
    assert after[dropped] in (rota.people["bo"], rota.people["chen"])
    assert (await rota.do("RepairPlan", planId=wide))["schedulePlan"]["repair"]["removed"] == []
