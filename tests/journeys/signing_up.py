"""Part 3: an event with shifts, people who sign up, a waitlist, and offers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deploy.local.terminal import Terminal
from tests.journeys.cast import RESIDENTS, Cast
from tests.journeys.frontend import Feed, Json, is_listening
from tests.journeys.joining import TIME_ZONE, Group

OFFER_SECONDS = 2
# What the coordinator is to see of the coming shift: every change, in this order.
EXPECTED = (
    ("wang", "CONFIRMED"),
    ("zhao", "CONFIRMED"),
    ("sofia", "WAITLISTED"),
    ("zhou", "WAITLISTED"),
    ("wang", "CANCELLED"),
    ("sofia", "OFFERED"),
    ("sofia", "EXPIRED"),
    ("zhou", "OFFERED"),
    ("zhou", "CONFIRMED"),
)


@dataclass(frozen=True)
class Worked:
    """The sign-ups for the shifts that have begun.

    Attributes:
        began: When they began.
        sign_ups: For each of two people, their sign-up.
    """

    began: datetime
    sign_ups: dict[str, str]


async def sign_up(cast: Cast, terminal: Terminal, group: Group) -> Worked:
    """Tells the third part; returns the sign-ups for the shifts that began two hours ago."""
    terminal.heading("3. An event is published, people sign up, a place is offered")
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    began = now - timedelta(hours=2)
    event = await cast.zhou.do(
        "CreateEvent",
        organizationId=group.id,
        title="社区清洁日 Clean-up day",
        place={"name": "槐柏树街 Huaibaishu Street"},
        startTime=began.isoformat(),
        endTime=(now + timedelta(hours=8)).isoformat(),
        timeZone=TIME_ZONE,
        visibility="PUBLIC",
    )
    shifts = {
        title: await _shift(cast, event["id"], title, start, hours)
        for title, start, hours in (
            ("扫街 sweeping", began, 3),
            ("修椅子 mending benches", began, 3),
            ("晚间巡逻 evening patrol", now + timedelta(hours=4), 2),
        )
    }
    await cast.zhou.do("PublishEvent", eventId=event["id"])
    terminal.line("published", f"{event['title']}, with {len(shifts)} shifts")
    sweeping, mending, patrol = shifts.values()
    sign_ups = {
        "wang": await _take(cast, "wang", sweeping),
        "zhao": await _take(cast, "zhao", mending),
    }
    await _fill_and_offer(cast, terminal, patrol)
    return Worked(began, sign_ups)


async def _shift(cast: Cast, event: str, title: str, start: datetime, hours: int) -> str:
    shift = await cast.zhou.do(
        "CreateShift",
        eventId=event,
        title=title,
        startTime=start.isoformat(),
        endTime=(start + timedelta(hours=hours)).isoformat(),
        capacity=2,
        offerSeconds=OFFER_SECONDS,
    )
    return str(shift["id"])


async def _is_told(cast: Cast, name: str, shift: str) -> tuple[bool, bool]:
    """Returns whether somebody could take a place now, and whether they could wait for one."""
    answer = await getattr(cast, name).ask("Eligibility", shiftId=shift)
    eligibility = answer["shift"]["eligibility"]
    return eligibility["canSignUp"], eligibility["canJoinWaitlist"]


async def _take(cast: Cast, name: str, shift: str, state: str = "CONFIRMED") -> str:
    sign_up = await getattr(cast, name).do("CreateSignUp", shiftId=shift, joinWaitlist=True)
    assert sign_up["state"] == state, sign_up
    return str(sign_up["id"])


async def _fill_and_offer(cast: Cast, terminal: Terminal, shift: str) -> None:
    """Lets the coming shift fill, a place be given back, offered, let slip, offered and taken."""
    async with (
        cast.zhou.watching("SignUpChanges", shiftId=shift) as changes,
        cast.visitor.watching("ShiftPlaces", shiftIds=[shift]) as places,
    ):
        await changes.until(is_listening)
        await places.until(lambda shown: shown["shift"]["placesTaken"] == 0)
        assert await _is_told(cast, "wang", shift) == (True, False)
        taken = {name: await _take(cast, name, shift) for name in ("wang", "zhao")}
        assert await _is_told(cast, "sofia", shift) == (False, True)
        taken |= {name: await _take(cast, name, shift, "WAITLISTED") for name in ("sofia", "zhou")}
        terminal.line("full", "two places taken, two people wait")
        await cast.wang.do("CancelSignUp", signUpId=taken["wang"], reason="孩子病了 a child is ill")
        await changes.until(_is("OFFERED", taken["sofia"]))
        # The next offer lasts until it is accepted, however slow this machine is.
        await cast.zhou.do("UpdateShift", shiftId=shift, offerSeconds=3600)
        terminal.line("offered", f"to {RESIDENTS['sofia']}, who lets it slip")
        await changes.until(_is("OFFERED", taken["zhou"]))
        await cast.zhou.do("AcceptOffer", signUpId=taken["zhou"])
        await changes.until(_is("CONFIRMED", taken["zhou"]))
        names = {id_: name for name, id_ in taken.items()}
        sign_ups = [change["signUp"] for change in changes.items if change["signUp"]]
        _check(tuple((names[each["id"]], each["state"]) for each in sign_ups), places)
    for name, state in EXPECTED:
        terminal.line("live", f"{RESIDENTS[name]} {state}")


def _is(state: str, id_: str) -> Callable[[Json], bool]:
    def holds(change: Json) -> bool:
        sign_up = change["signUp"]
        return sign_up is not None and (sign_up["state"], sign_up["id"]) == (state, id_)

    return holds


def _check(seen: tuple[tuple[str, str], ...], places: Feed) -> None:
    assert seen == EXPECTED, seen
    taken = [shown["shift"]["placesTaken"] for shown in places.items]
    assert max(taken) == 2, taken
