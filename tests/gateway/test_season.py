"""An empty season becomes a published rota of twelve weeks for forty people, through GraphQL alone and in two languages.

One of them drops out, and is replaced. The group and its people are the test's own, as in test_rota.py.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.events.plans.searching import search_once
from tests.gateway.conftest import Gateway, Json, local_id
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.gateway.test_rota import MINE, ZONE, Rota, pairs
from tests.waiting import eventually
from tests.world import World

WEEKS, PEOPLE, PLACES = 12, 40, 4
SHIFTS = """query($id: ID!, $language: LanguageTag) { eventSeries(id: $id) { occurrences(first: 20) { nodes {
  title(language: $language) startTime shifts { nodes { id title(language: $language) } } } } } }"""


_MEMBERS = "SELECT count(*) FROM membership WHERE organization_id = $1 AND state = 'ACTIVE'"


class Season(Rota):
    """A season of a group of forty."""

    @classmethod
    async def found(cls, gateway: Gateway, world: World) -> "Season":
        """Founds the group, whose owner everybody else joins."""
        season = cls(gateway, world)
        for number in range(PEOPLE):
            name = "owner" if number == 0 else f"person {number}"
            token = season.tokens[name] = await newcomer(gateway, world)
            viewer = (await gateway.ask("{ viewer { personId } }", token))["viewer"]
            season.people[name] = viewer["personId"]
        payload = await gateway.do(
            "createOrganization",
            season.tokens["owner"],
            "organization { id }",
            name="长桌午餐小组",
            kind="INTEREST_GROUP",
            membershipPolicy="OPEN",
        )
        assert payload["errors"] == []
        season.group = payload["organization"]["id"]
        for name, token in season.tokens.items():
            if name != "owner":
                joined = await gateway.do("applyForMembership", token, organizationId=season.group)
                assert joined["errors"] == []
        return season

    async def begin(self) -> list[Json]:
        """Creates the series, in two languages, and returns its shifts in English."""
        start = datetime.now(ZONE) + timedelta(days=4)
        texts = {"language": "zh-Hans", "translations": [{"language": "en", "title": "Lunch"}]}
        series: dict[str, Any] = {
            "organizationId": self.group,
            "title": "长桌午餐",
            **texts,
            "timeZone": "Asia/Shanghai",
            "start": start.strftime("%Y-%m-%dT11:00"),
            "durationMinutes": 120,
            "recurrence": {"rule": f"FREQ=WEEKLY;COUNT={WEEKS}"},
            "shiftTemplates": [
                {"title": "帮厨", **texts, "durationMinutes": 120, "capacity": PLACES}
            ],
            "visibility": "MEMBERS",
            "publishOccurrences": True,
        }
        payload = (await self.do("CreateEventSeries", input=series))["createEventSeries"]
        asked = {"id": payload["eventSeries"]["id"]}

        async def titles(language: str) -> list[Json]:
            answer = await self.gateway.ask(
                SHIFTS, self.tokens["person 1"], language=language, **asked
            )
            nodes = answer["eventSeries"]["occurrences"]["nodes"]
            return [shift for each in nodes for shift in each["shifts"]["nodes"]]

        async def are_made() -> bool:
            return len(await titles("en")) == WEEKS

        await eventually(are_made)
        assert {each["title"] for each in await titles("zh-Hans")} == {"帮厨"}
        return await titles("en")

    async def solved(self) -> str:
        """Plans the season once all are known, and returns the plan."""
        now = datetime.now(UTC)
        asked = {
            "organizationId": self.group,
            "title": "午餐 Lunch",
            "startTime": (now + timedelta(days=3)).isoformat(),
            "endTime": (now + timedelta(days=5 + 7 * WEEKS)).isoformat(),
            "timeZone": "Asia/Shanghai",
        }
        planned = await self.do("PlanSeason", input=asked)
        plan: str = planned["createSchedulePlan"]["schedulePlan"]["id"]
        await self.do("SolvePlan", planId=plan)
        assert await search_once(self.world.platform.services["events"].units)
        return plan


async def test_forty_people_share_twelve_weeks_and_one_is_replaced(
    gateway: Gateway, world: World
) -> None:
    season = await Season.found(gateway, world)
    shifts = await season.begin()
    assert {each["title"] for each in shifts} == {"Lunch"}

    async def all_have_joined() -> bool:
        found = await season.world.platform.site.sql(
            "events", _MEMBERS, UUID(local_id(season.group))
        )
        return int(found[0][0]) == PEOPLE

    await eventually(all_have_joined)
    plan = await season.solved()
    shown = (await gateway.ask(OPERATIONS["Plan"], season.tokens["owner"], planId=plan))[
        "schedulePlan"
    ]
    assert (shown["places"], shown["placesFilled"]) == (WEEKS * PLACES, WEEKS * PLACES)
    turns = Counter(each["person"]["id"] for each in shown["assignments"]["nodes"])
    assert set(turns) == set(season.people.values())  # everybody has a turn
    assert max(turns.values()) <= 2
    await season.do("PublishPlan", planId=plan)

    async def all_are_signed_up() -> bool:
        found = (await season.do("Plan", planId=plan))["schedulePlan"]["assignments"]["nodes"]
        return {each["state"] for each in found} == {"SIGNED_UP"}

    await eventually(all_are_signed_up)
    name = next(name for name, id_ in season.people.items() if turns[id_] == 1)
    token = season.tokens[name]
    (mine,) = (await gateway.ask(MINE, token))["viewer"]["signUps"]["nodes"]
    payload = await gateway.do("cancelSignUp", token, "signUp { state }", signUpId=mine["id"])
    assert payload["signUp"] == {"state": "CANCELLED"}
    repair = (await season.do("RepairPlan", planId=plan))["schedulePlan"]["repair"]
    lost = {"shiftId": mine["shift"]["id"], "personId": season.people[name]}
    assert pairs(repair["removed"]) == [lost]
    assert (repair["unfilled"], repair["broken"], repair["peopleToTell"]) == ([], [], 1)
    added = pairs(repair["added"])
    change = {"schedulePlanId": plan, "added": added, "removed": [lost]}
    await season.do("ChangePlan", input=change)
    (new,) = added
    assert new["shiftId"] == lost["shiftId"]
    assert new["personId"] != lost["personId"]
    helper = next(one for one, id_ in season.people.items() if id_ == new["personId"])
    theirs = (await gateway.ask(MINE, season.tokens[helper]))["viewer"]["signUps"]["nodes"]
    assert lost["shiftId"] in [each["shift"]["id"] for each in theirs]
