"""Part 4: people are checked in and out, and the minutes stand in their ledgers and on the roster."""

import time
from datetime import datetime, timedelta

from deploy.local.terminal import Terminal
from tests.journeys.cast import RESIDENTS, Cast
from tests.journeys.frontend import Feed, Json, is_listening
from tests.journeys.joining import Group
from tests.journeys.signing_up import Worked
from tests.waiting import eventually

WORKED, CORRECTED = timedelta(minutes=100), timedelta(minutes=75)
ATTESTED_MINUTES = 30


async def attend(cast: Cast, terminal: Terminal, group: Group, worked: Worked) -> None:
    """Tells the fourth part."""
    terminal.heading("4. People are checked in and out, and their hours are booked")
    for name in worked.sign_ups:
        await _work(cast, terminal, group, worked, name)
    await _correct(cast, terminal, group, worked)
    await _attest(cast, terminal, group)
    await _read_the_roster(cast, terminal, group)


async def _work(cast: Cast, terminal: Terminal, group: Group, worked: Worked, name: str) -> None:
    """Checks somebody in and out, until their ledger tells of it."""
    person, sign_up = group.people[name], worked.sign_ups[name]
    async with getattr(cast, name).watching("HoursBalanceChanges", personId=person) as hours:
        await hours.until(is_listening)
        (checked_in,) = await cast.zhou.do_each(
            "CheckIn", signUpIds=[sign_up], checkInTime=worked.began.isoformat()
        )
        assert checked_in["state"] == "CHECKED_IN"
        await cast.zhou.do_each("CheckOut", signUpIds=[sign_up], checkOutTime=_at(worked, WORKED))
        done = time.monotonic()
        await _booked(hours, WORKED)
        delay = time.monotonic() - done
    minutes = _minutes(WORKED)
    terminal.line("booked", f"{RESIDENTS[name]}: {minutes} minutes, {delay * 1000:.0f} ms later")


async def _correct(cast: Cast, terminal: Terminal, group: Group, worked: Worked) -> None:
    """Corrects the time of one of them: what was booked is reversed, and booked anew."""
    person = group.people["wang"]
    async with cast.wang.watching("HoursBalanceChanges", personId=person) as hours:
        await hours.until(is_listening)
        await cast.zhou.do(
            "CorrectAttendance",
            signUpId=worked.sign_ups["wang"],
            checkInTime=worked.began.isoformat(),
            checkOutTime=_at(worked, CORRECTED),
            reason="提前走了 left early",
        )
        await _booked(hours, CORRECTED)
    statement = await cast.wang.ask("Statement")
    lines = statement["viewer"]["person"]["hoursEntries"]["nodes"]
    entries = [line["minutes"] for line in lines]
    assert entries == [_minutes(CORRECTED), -_minutes(WORKED), _minutes(WORKED)], entries
    terminal.line(
        "corrected", f"{RESIDENTS['wang']}: {' '.join(f'{each:+}' for each in entries[::-1])}"
    )


async def _attest(cast: Cast, terminal: Terminal, group: Group) -> None:
    """Lets one leader enter what no check-in has recorded, and another approve it."""
    attestation = await cast.zhou.do(
        "SubmitHoursAttestation",
        personId=group.people["zhao"],
        organizationId=group.id,
        date=(datetime.now().astimezone() - timedelta(days=2)).date().isoformat(),
        minutes=ATTESTED_MINUTES,
        description="写了通知 wrote the notice",
    )
    approved = await cast.administrator.do(
        "ApproveHoursAttestation", hoursAttestationId=attestation["id"]
    )
    assert approved["state"] == "APPROVED"
    terminal.line("attested", f"{RESIDENTS['zhao']}: {ATTESTED_MINUTES} minutes, by two leaders")


async def _read_the_roster(cast: Cast, terminal: Terminal, group: Group) -> None:
    """Reads the roster as the coordinator does, whole and searched by a single character."""
    expected = {"王芳": (_minutes(CORRECTED), 0), "赵磊": (_minutes(WORKED), ATTESTED_MINUTES)}

    async def read() -> list[Json] | None:
        entries = await _roster(cast, group)
        hours = {entry["displayName"]: _hours(entry) for entry in entries}
        return entries if hours.items() >= expected.items() else None

    # The hours come to the roster by notice, too.
    entries = await eventually(read)
    assert entries is not None
    shown = {entry["displayName"]: entry for entry in entries}
    assert _roles(shown["周敏"]) == ["LEADER", "COORDINATOR"], shown
    assert shown["王芳"]["standing"] == "APPROVED", shown
    assert [entry["displayName"] for entry in await _roster(cast, group, "芳")] == ["王芳"]
    for entry in entries:
        recorded, attested = _hours(entry)
        roles = " ".join(_roles(entry)) or "member"
        hours = f"{recorded} + {attested} minutes"
        terminal.line("roster", f"{entry['displayName']}   {roles}   {entry['standing']}   {hours}")


def _roles(entry: Json) -> list[str]:
    return [held["role"] for held in entry["membership"]["roles"]]


async def _roster(cast: Cast, group: Group, query: str | None = None) -> list[Json]:
    answer = await cast.zhou.ask("Roster", organizationId=group.id, query=query)
    entries: list[Json] = answer["organization"]["roster"]["nodes"]
    return entries


async def _booked(hours: Feed, duration: timedelta) -> None:
    def holds(change: Json) -> bool:
        balance = change["hoursBalance"]
        return balance is not None and balance["recordedMinutes"] == _minutes(duration)

    await hours.until(holds)


def _hours(entry: Json) -> tuple[int, int]:
    return entry["recordedMinutes"], entry["attestedMinutes"]


def _minutes(duration: timedelta) -> int:
    return int(duration.total_seconds()) // 60


def _at(worked: Worked, duration: timedelta) -> str:
    return (worked.began + duration).isoformat()
