"""The large demo community, to design screens with: `DEMO=large make run`.

Below the station of the small one there are groups whose residents come together every week: events that are over,
with attested hours; one that is going on, with people who are checked in; and events to come, some of them full,
with people who wait. Some residents have applied and await an answer. Groups say what they do in Chinese and in
English, and have pictures, as their leaders do. The station cultivates some of them by a programme. It is made through GraphQL by the people
themselves, and is always the same, but for the hour in which it is made.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from deploy.local.cultivating import cultivate
from deploy.local.frontend import Frontend
from deploy.local.issuer import Issuer
from deploy.local.people import ADMINISTRATOR, PEOPLE, DemoPerson
from deploy.local.pictures import AVATAR, COVER, LOGO, Holder, give
from deploy.local.residents import GROUPS, MOST_RESIDENTS, Group, is_english, residents
from deploy.local.seed import STATION, TIME_ZONE

_ADMINISTRATOR, _OWNER = ADMINISTRATOR.key, "lin"
_PENDING = 3  # residents of each group whose application awaits an answer
_HOURS = timedelta(hours=2)
_CAPACITY = 6
_TREE = ("榕树", "A banyan tree")  # what the pictures show
_TASKS = (0, 1)  # the places of a group's tasks among them
_PLACES = (
    {"name": "服务站院子", "translations": [{"language": "en", "name": "The yard of the station"}]},
    {"name": "服务站", "translations": [{"language": "en", "name": "The station"}]},
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the community is.

    Attributes:
        people: The number of residents, 300 at most; six for each group at least.
        groups: The number of groups, 12 at most.
        weeks: The number of weeks before this one, and after it, with an event of each group.
        crowded: The number of coming weeks for which people have signed up.
    """

    people: int = MOST_RESIDENTS
    groups: int = 12
    weeks: int = 4
    crowded: int = 2


@dataclass(frozen=True, slots=True)
class _Team:
    """A group that was founded: its ID, and the numbers of its residents, the two leaders first."""

    group: Group
    id: str
    number: int
    members: Sequence[int]

    @property
    def leader(self) -> str:
        return _key(self.members[0])

    @property
    def second(self) -> str:
        return _key(self.members[1])

    @property
    def settled(self) -> Sequence[int]:
        """The members who do not lead, without those whose application awaits an answer."""
        return self.members[2:-_PENDING]


async def seed_large(
    endpoint: str,
    issuer: Issuer,
    size: Size,
    tell: Callable[[str], None],
    now: datetime | None = None,
) -> None:
    """Makes the large community beside the small one, which is there.

    Args:
        endpoint: The address of the gateway's GraphQL.
        issuer: Gives the tokens of all people.
        size: How large it is.
        tell: Told of each step that is done.
        now: When it is made; a second run with the same time creates nothing twice. By default the present.

    Raises:
        SeedError: A step failed.
    """
    people = residents(size.people)
    tokens = {person.key: issuer.token_for(person) for person in (*PEOPLE.values(), *people)}
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        community = _Community(Frontend(client, endpoint, tokens, now), size)
        await community.register(people)
        tell(f"{len(people)} people")
        teams = await community.found_groups()
        tell(f"{len(teams)} groups with their members")
        await community.hang_pictures(teams)
        tell("pictures of the groups and of their leaders")
        past = await community.hold_past_events(teams)
        tell(f"{past} events that are over, and the hours of those who came")
        coming = await community.plan_coming_events(teams)
        tell(f"{coming} events to come, and who has signed up for them")
        await community.hold_present_event(teams[0])
        tell("an event that is going on")
        groups = [team.id for team in teams]
        cultivated = await cultivate(community.frontend, community.station, groups)
        tell(f"a programme with {cultivated} groups")


class _Community:
    def __init__(self, frontend: Frontend, size: Size) -> None:
        self._do = frontend.do
        self.frontend = frontend
        self.station = ""
        self._size = size
        self._people: dict[int, str] = {}  # the IDs of the residents
        self._today = frontend.now.astimezone(ZoneInfo(TIME_ZONE)).date()

    async def register(self, people: Sequence[DemoPerson]) -> None:
        """Registers the residents. Some apply as volunteers, and most of these are approved."""

        async def one(index: int, person: DemoPerson) -> None:
            id_ = await self._do(
                person.key,
                "registerPerson",
                "person",
                displayName=person.name,
                timeZone=TIME_ZONE,
                languages=["en"] if is_english(index) else ["zh-Hans"],
                birthDate=date(1945 + index * 7 % 60, 1 + index % 12, 1 + index % 28).isoformat(),
            )
            self._people[index] = id_
            if index % 5 == 0:
                await self._do(person.key, "applyAsVolunteer", "person", personId=id_)
                if index % 4:
                    await self._do(_ADMINISTRATOR, "approveVolunteer", "person", personId=id_)

        await _together(one(index, person) for index, person in enumerate(people))

    async def found_groups(self) -> list[_Team]:
        """Founds the groups, and lets the residents join them."""
        found = await self.frontend.ask(
            _ADMINISTRATOR, "{ organizations(first: 100) { nodes { id name } } }"
        )
        (self.station,) = [
            each["id"] for each in found["organizations"]["nodes"] if each["name"] == STATION
        ]
        groups = GROUPS[: self._size.groups]
        return await _together(
            self._found_group(self.station, group, number) for number, group in enumerate(groups)
        )

    async def _found_group(self, station: str, group: Group, number: int) -> _Team:
        id_ = await self._do(
            _OWNER,
            "createOrganization",
            "organization",
            **group.input("name", "description"),
            kind=group.kind,
            membershipPolicy="OPEN" if group.is_open else "APPLICATION",
            parentId=station,
        )
        members = range(number, self._size.people, self._size.groups)
        team = _Team(group, id_, number, members)
        leaders = await _together(self._apply(team, leader) for leader in members[:2])
        await self._accept(team, _OWNER, leaders)
        await self._do(_OWNER, "grantRoles", "memberships", membershipIds=leaders, role="LEADER")
        others = await _together(self._apply(team, member) for member in members[2:])
        await self._accept(team, team.leader, others[: len(team.settled)])
        return team

    async def hang_pictures(self, teams: Sequence[_Team]) -> None:
        """Gives each group a logo and a cover, and its leader an avatar."""
        await _together(self._hang(team) for team in teams)

    async def _hang(self, team: _Team) -> None:
        group, leader = Holder("Organization", team.id), team.members[0]
        for field in (LOGO, COVER):
            await give(self.frontend, team.leader, group, field, team.number, _TREE)
        person = Holder("Person", self._people[leader])
        await give(self.frontend, team.leader, person, AVATAR, leader, _TREE)

    async def _apply(self, team: _Team, member: int) -> str:
        return await self._do(
            _key(member),
            "applyForMembership",
            "membership",
            organizationId=team.id,
            applicationMessage="I live next door." if is_english(member) else "我住在附近,想参加。",
        )

    async def _accept(self, team: _Team, leader: str, memberships: Sequence[str]) -> None:
        if not team.group.is_open:
            await self._do(
                leader, "acceptMemberships", "memberships", membershipIds=list(memberships)
            )

    async def hold_past_events(self, teams: Sequence[_Team]) -> int:
        """Holds the events of the weeks before this one, and attests the hours of two people at each."""
        weeks = range(-self._size.weeks, 0)
        await _together(self._hold(team, week) for team in teams for week in weeks)
        return len(teams) * len(weeks)

    async def _hold(self, team: _Team, week: int) -> None:
        start = self._at(team, week)
        event, _ = await self._plan(team, start, _TASKS[:1])
        await self._do(team.leader, "completeEvent", "event", eventId=event)
        for member in _some(team.settled, 2, after=week):
            attestation = await self._do(
                team.leader,
                "submitHoursAttestation",
                "hoursAttestation",
                organizationId=team.id,
                personId=self._people[member],
                date=start.date().isoformat(),
                minutes=int(_HOURS.total_seconds()) // 60,
                description=team.group.texts.tasks[0],
            )
            await self._do(
                team.second,
                "approveHoursAttestation",
                "hoursAttestation",
                hoursAttestationId=attestation,
            )

    async def plan_coming_events(self, teams: Sequence[_Team]) -> int:
        """Plans the events of the coming weeks. Every third is full, and has people who wait."""
        weeks = range(1, self._size.weeks + 1)
        await _together(self._plan_coming(team, week) for team in teams for week in weeks)
        return len(teams) * len(weeks)

    async def _plan_coming(self, team: _Team, week: int) -> None:
        event, shifts = await self._plan(team, self._at(team, week), _TASKS)
        if week == 1:
            cover = Holder("Event", event)
            await give(self.frontend, team.leader, cover, COVER, -team.number, _TREE)
        if week > self._size.crowded:
            return
        first = _CAPACITY + 3 if (team.number + week) % 3 == 1 else 4
        coming = _some(team.settled, first + 2, after=week)
        for place, member in enumerate(coming):
            await self._sign_up(member, shifts[0 if place < first else 1])

    async def hold_present_event(self, team: _Team) -> None:
        """Holds an event that began an hour ago, where most people are checked in."""
        hour = self.frontend.now.replace(minute=0, second=0, microsecond=0)
        start = hour - timedelta(hours=1)
        _, (shift,) = await self._plan(team, start, _TASKS[:1])
        present = _some(team.settled, _CAPACITY, after=0)
        sign_ups = await _together(self._sign_up(member, shift) for member in present)
        await self._do(
            team.leader,
            "checkIn",
            "signUps",
            signUpIds=sign_ups[:-2],
            checkInTime=(start - timedelta(minutes=5)).isoformat(),
        )

    async def _plan(
        self, team: _Team, start: datetime, tasks: Sequence[int]
    ) -> tuple[str, list[str]]:
        """Plans and publishes an event; returns its ID and those of its shifts."""
        times = {"startTime": start.isoformat(), "endTime": (start + _HOURS).isoformat()}
        event = await self._do(
            team.leader,
            "createEvent",
            "event",
            organizationId=team.id,
            **team.group.input("description", title="activity"),
            place=_PLACES[team.number % 2],
            timeZone=TIME_ZONE,
            visibility="PUBLIC",
            **times,
        )
        shifts = [
            await self._do(
                team.leader,
                "createShift",
                "shift",
                eventId=event,
                **team.group.task_input(task),
                capacity=_CAPACITY,
                **times,
            )
            for task in tasks
        ]
        await self._do(team.leader, "publishEvent", "event", eventId=event)
        return event, shifts

    async def _sign_up(self, member: int, shift: str) -> str:
        return await self._do(
            _key(member), "createSignUp", "signUp", shiftId=shift, joinWaitlist=True
        )

    def _at(self, team: _Team, week: int) -> datetime:
        """Returns when a group comes together so many weeks from now, each on a day of its own."""
        monday = self._today - timedelta(days=self._today.weekday())
        day = monday + timedelta(weeks=week, days=team.number % 7)
        return datetime.combine(day, time(team.group.hour), ZoneInfo(TIME_ZONE))


def _key(member: int) -> str:
    return f"resident-{member}"


def _some(members: Sequence[int], number: int, *, after: int) -> list[int]:
    """Returns so many of the members, or all: others each week."""
    first = after * number
    return [members[(first + index) % len(members)] for index in range(min(number, len(members)))]


async def _together(steps: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
    """Does steps side by side; the first that fails ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(step) for step in steps]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
