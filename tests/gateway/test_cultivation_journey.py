"""The life of a group, through GraphQL alone: five neighbours propose it, it grows, is in trouble, graduates, and is looked back at.

All services read one clock, which the test moves, and jobs are run when they would be.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio

from deploy.local.issuer import Issuer
from tests.databases import Databases
from tests.gateway.conftest import Gateway, serving
from tests.gateway.test_cultivation import KIT, Town
from tests.kit.clocks import ManualClock
from tests.organizations.community import Community
from tests.organizations.signs.test_signs import look
from tests.passports import PassportOffice
from tests.servers import start_nats
from tests.services import Platform, Site
from tests.waiting import eventually

NEIGHBOURS = ("proposer", "first", "second", "third", "fourth")
STAGES = [
    {
        "key": "seed",
        "name": "种子",
        "minimumDays": 10,
        "expectedDays": 60,
        "requirements": [
            {
                "criteria": [
                    {"indicator": "ACTIVE_MEMBERS", "comparator": "AT_LEAST", "threshold": 5},
                    {"indicator": "AGREEMENTS_ADOPTED", "comparator": "AT_LEAST", "threshold": 1},
                    {
                        "indicator": "EVENTS_HELD",
                        "comparator": "AT_LEAST",
                        "threshold": 1,
                        "windowDays": 90,
                    },
                ]
            }
        ],
    },
    {
        "key": "sprout",
        "name": "萌芽",
        "requirements": [
            {"criteria": [{"indicator": "OFFICERS", "comparator": "AT_LEAST", "threshold": 2}]}
        ],
    },
]
SHORTEST_MONTH, TWO_YEARS = 28, 730  # days
VIEW = """query($id: ID!, $date: Date) { organization(id: $id) { cultivation(date: $date) {
    date groups ready stuck fading onHold members
    stages { stageKey groups ready stuck fading medianDays members }
    kinds { kind groups ready stuck fading }
} } }"""
ROSTER = "query($id: ID!) { organization(id: $id) { roster { nodes { attestedMinutes } } } }"
MEMBERSHIP = (
    "query($id: ID!) { viewer { personId } organization(id: $id) { viewerMembership { id } } }"
)


class Life:
    """A group, and what its station sees of it.

    Attributes:
        town: The people.
        platform: The services.
        clock: What they read.
        station: The ID of the station.
        group: The ID of the group.
        enrolment: The ID of its enrolment.
        seen: What the station saw, and on which day.
    """

    def __init__(self, town: Town, platform: Platform, clock: ManualClock, station: str) -> None:
        self.town = town
        self.platform = platform
        self.clock = clock
        self.station = station
        self.group = self.enrolment = ""
        self.seen: list[tuple[date, Any]] = []

    async def do(self, person: str, mutation: str, selection: str = "", **values: Any) -> Any:
        """Sends a mutation that nothing stands against, and returns the payload."""
        token = self.town.tokens[person]
        payload = await self.town.gateway.do(mutation, token, selection or "__typename", **values)
        assert payload["errors"] == []
        return payload

    async def standing(self) -> dict[str, bool]:
        """Returns which criteria are met, by their indicators."""
        shown = await self.town.run("GroupStanding", "proposer", enrolmentId=self.enrolment)
        (requirement,) = shown["standing"]["requirements"]
        return {each["indicator"]: each["isMet"] for each in requirement["criteria"]}

    async def look(self) -> None:
        """Runs the jobs that look at groups."""
        await look(Community(self.platform))

    async def view(self, day: date | None = None) -> Any:
        """Returns how the groups are doing, or were at the end of a day."""
        asked = {"id": self.station, "date": day and day.isoformat()}
        token = self.town.tokens["neighbour"]
        found = await self.town.gateway.ask(VIEW, token, **asked)
        return found["organization"]["cultivation"]

    async def passes(self, days: int) -> None:
        """Lets days pass, and keeps what the station sees at the end of one in each month of them."""
        while days:
            step = min(days, SHORTEST_MONTH)
            await self.look()
            found = await self.view()
            self.seen.append((date.fromisoformat(found["date"]), found))
            self.clock.advance(days=step)
            self.renew()
            days -= step

    def renew(self) -> None:
        """Has everybody ask for a new passport, as who comes back after days does."""
        for token in self.town.tokens.values():
            self.town.gateway.backend.passports.renew(token)

    async def own(self, person: str) -> tuple[str, str]:
        """Returns the IDs of a person, and of their membership in the group."""
        found = await self.town.gateway.ask(MEMBERSHIP, self.town.tokens[person], id=self.group)
        membership = found["organization"]["viewerMembership"]
        return found["viewer"]["personId"], membership["id"]

    async def signs(self, person: str) -> list[tuple[str, str]]:
        """Returns the signs that somebody sees, with their states."""
        shown = await self.town.run("GroupSigns", person, organizationId=self.group)
        return [(each["kind"], each["state"]) for each in shown["signs"]["nodes"]]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


async def _newcomer(gateway: Gateway, site: Site, name: str) -> str:
    """Returns the token of a person who has just registered, which is good for all that time."""
    token = site.issuer.mint(name, name, lifetime=timedelta(days=2 * TWO_YEARS))
    payload = await gateway.do("registerPerson", token, displayName=name, timeZone="UTC")
    assert payload["errors"] == []
    return token


@pytest_asyncio.fixture
async def life(databases: Databases, office: PassportOffice, tmp_path: Path) -> AsyncIterator[Life]:
    nats, clock = start_nats(tmp_path), ManualClock(datetime.now(UTC))
    site = Site(databases, nats.url, office, tmp_path, Issuer(tmp_path / "issuer"))
    async with AsyncExitStack() as stack:
        stack.callback(nats.remove)
        platform = await Platform.start(site, stack, clock=clock)
        gateway = await stack.enter_async_context(serving(site))
        people = ("neighbour", "other", *NEIGHBOURS)
        town = Town(gateway, {each: await _newcomer(gateway, site, each) for each in people})
        yield Life(town, platform, clock, await town.found_station())


async def test_from_five_neighbours_to_a_look_back_at_two_years(life: Life) -> None:
    await _is_founded(life)
    await _turns_green(life)
    await _advances(life)
    await _is_in_trouble(life)
    await _graduates(life)
    # Two years later each month is shown as it was seen.
    await life.passes(TWO_YEARS)
    groups = [found["groups"] for _, found in life.seen]
    assert groups == [1] * 5 + [0] * (len(groups) - 5)
    for day, found in life.seen:
        assert await life.view(day) == found
    today = life.clock.now().date()
    past = {today - timedelta(days=each) for each in range(1, TWO_YEARS + 1)}
    whole = {each for each in map(_month, past) if each != _month(today)}
    assert whole <= {_month(day) for day, _ in life.seen}


async def _is_founded(life: Life) -> None:
    """Five neighbours propose, the station accepts, and the kit applies."""
    town, about_station = life.town, {"organizationId": life.station}
    await town.well(
        "SetFoundingRules", "neighbour", **about_station, supportersNeeded=4, daysToAnswer=7
    )
    draft = await town.well("CreateDefaultProgramme", "neighbour", **about_station)
    await life.do("neighbour", "updateProgramme", programmeId=draft["id"], stages=STAGES)
    await town.well("PublishProgramme", "neighbour", programmeId=draft["id"])
    kit = await town.well("CreateStarterKit", "neighbour", **about_station, **KIT)
    first = await town.gateway.ask("{ viewer { personId } }", town.tokens["first"])
    proposal = await town.well(
        "ProposeGroup",
        "proposer",
        **about_station,
        name="夕阳红合唱团",
        purpose="每周一起唱歌",
        kind="INTEREST_GROUP",
        coFounderIds=[first["viewer"]["personId"]],
    )
    for supporter in NEIGHBOURS[1:]:
        supported = await town.well("SupportProposal", supporter, foundingProposalId=proposal["id"])
    assert supported["state"] == "WAITING"
    accepted = await town.well(
        "AcceptProposal",
        "neighbour",
        foundingProposalId=proposal["id"],
        programmeId=draft["id"],
        starterKitId=kit["id"],
    )
    life.renew()  # they have roles now
    life.group, life.enrolment = accepted["foundedOrganization"]["id"], accepted["enrolment"]["id"]
    shown = await town.run("FirstSteps", "proposer", organizationId=life.group)
    assert shown["firstSteps"]["totalCount"] == 1


async def _turns_green(life: Life) -> None:
    """Members, the agreement, an event and hours come together, and the standing turns green criterion by criterion."""
    town = life.town
    met = dict.fromkeys(("ACTIVE_MEMBERS", "AGREEMENTS_ADOPTED", "EVENTS_HELD"), False)
    assert await life.standing() == met
    found = await town.gateway.ask(
        "query($id: ID!) { organization(id: $id) { agreements(first: 5) { nodes { id } } } }",
        town.tokens["proposer"],
        id=life.group,
    )
    (agreement,) = found["organization"]["agreements"]["nodes"]
    await town.well("AdoptAgreement", "proposer", agreementId=agreement["id"])
    assert await life.standing() == met | {"AGREEMENTS_ADOPTED": True}
    for person in NEIGHBOURS[2:]:
        joined = await life.do(
            person,
            "applyForMembership",
            "membership { id state }",
            organizationId=life.group,
            acceptedAgreementIds=[agreement["id"]],
        )
        if joined["membership"]["state"] == "APPLIED":
            ids = [joined["membership"]["id"]]
            await life.do("proposer", "acceptMemberships", membershipIds=ids)
    assert (await life.standing())["ACTIVE_MEMBERS"]
    review = await town.well("OpenReview", "neighbour", enrolmentId=life.enrolment)
    payload = await town.run(
        "DecideReview", "neighbour", reviewId=review["id"], outcome="ADVANCE", reason="很好"
    )
    assert {each["reason"] for each in payload["errors"]} == {"STAGE_TOO_SHORT", "CRITERION_UNMET"}
    start = life.clock.now() - timedelta(hours=3)
    event = await life.do(
        "proposer",
        "createEvent",
        "event { id }",
        organizationId=life.group,
        title="第一次排练",
        startTime=start.isoformat(),
        endTime=(start + timedelta(hours=2)).isoformat(),
        timeZone="UTC",
        visibility="PUBLIC",
    )
    about = {"eventId": event["event"]["id"]}
    await life.do("proposer", "publishEvent", **about)
    await life.do("proposer", "completeEvent", **about)
    worker, _ = await life.own("second")
    attested = await life.do(
        "proposer",
        "submitHoursAttestation",
        "hoursAttestation { id }",
        organizationId=life.group,
        personId=worker,
        date=start.date().isoformat(),
        minutes=120,
        description="搬椅子",
    )
    id_ = attested["hoursAttestation"]["id"]
    await life.do("first", "approveHoursAttestation", hoursAttestationId=id_)
    token = town.tokens["proposer"]

    async def has_come() -> bool:
        """Returns whether the notices of the event and of the hours have come."""
        found = await town.gateway.ask(ROSTER, token, id=life.group)
        minutes = [each["attestedMinutes"] for each in found["organization"]["roster"]["nodes"]]
        return sum(minutes) == 120 and all((await life.standing()).values())

    await eventually(has_come)


async def _advances(life: Life) -> None:
    """Ten days later a review advances it."""
    await life.passes(10)
    await life.look()
    assert (await life.view())["ready"] == 1
    shown = await life.town.run("GroupStanding", "proposer", enrolmentId=life.enrolment)
    (review,) = shown["reviews"]["nodes"]
    decided = await life.town.well(
        "DecideReview", "neighbour", reviewId=review["id"], outcome="ADVANCE"
    )
    assert decided["enrolment"]["stageKey"] == "sprout"
    await life.passes(20)


async def _is_in_trouble(life: Life) -> None:
    """A leader leaves, and the signs show; a week later those who help see them, too, and do."""
    town = life.town
    station_keeper = await town.gateway.ask("{ viewer { personId } }", town.tokens["neighbour"])
    await town.well(
        "AssignMentor",
        "neighbour",
        enrolmentId=life.enrolment,
        mentorOrganizationId=life.station,
        mentorPersonId=station_keeper["viewer"]["personId"],
    )
    _, membership = await life.own("first")
    await life.do("first", "endMembership", membershipId=membership)
    await life.passes(16)
    await life.look()
    assert await life.signs("proposer") == [("NO_DEPUTY", "OPEN")]
    assert await life.signs("neighbour") == []
    await life.passes(8)
    await life.look()
    assert await life.signs("neighbour") == [("NO_DEPUTY", "OPEN")]
    promised = await town.well(
        "PromiseSupport",
        "neighbour",
        enrolmentId=life.enrolment,
        kind="ADVICE",
        description="怎样找接班人",
    )
    await life.do("neighbour", "deliverSupport", groupSupportId=promised["id"])
    _, membership = await life.own("second")
    await life.do("proposer", "grantRoles", membershipIds=[membership], role="LEADER")
    await life.passes(1)
    await life.look()
    assert await life.signs("proposer") == [("NO_DEPUTY", "CLOSED")]


async def _graduates(life: Life) -> None:
    """The station hesitates, somebody else looks again, and the group carries itself."""
    town = life.town
    review = await town.well("OpenReview", "neighbour", enrolmentId=life.enrolment)
    await town.well("DecideReview", "neighbour", reviewId=review["id"], outcome="HOLD")
    asked = await town.well(
        "RequestSecondLook", "proposer", reviewId=review["id"], request="我们已经能自己走了"
    )
    await life.do("other", "applyForMembership", organizationId=life.station)
    other = await town.gateway.ask("{ viewer { personId } }", town.tokens["other"])
    about = {"secondLookId": asked["id"]}
    await town.well(
        "AssignSecondLook",
        "neighbour",
        **about,
        reviewerOrganizationId=life.station,
        reviewerId=other["viewer"]["personId"],
    )
    given = await town.well(
        "GiveSecondOpinion", "other", **about, upholds=False, opinion="他们说得对"
    )
    assert (given["state"], given["nextActions"]) == ("ADVISED", [])
    taken = await town.well(
        "TakeBackDecision", "neighbour", **about, outcome="GRADUATE", reason="有道理"
    )
    assert (taken["state"], taken["enrolment"]["state"]) == ("TAKEN_BACK", "GRADUATED")
    page = await town.run("ReviewPage", "proposer", reviewId=review["id"])
    (look_again,) = page["secondLooks"]["nodes"]
    assert look_again["newReview"] == {
        "id": taken["newReview"]["id"],
        "outcome": "GRADUATE",
    }
    await life.passes(30)
