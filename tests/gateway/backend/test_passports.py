import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from banyan.organizations.v1.passport_pb2 import AddressedPassport, IssuePassportResponse

from gateway.backend.passports import LONGEST_CREDENTIAL, Passports, passport_for
from services.kit.errors import DomainError, InvalidArgument, Unauthenticated, Unavailable

LIFETIME = timedelta(minutes=5)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def move(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Office:
    """Issues numbered passports, unless it is told to fail, when it is open."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.told: list[int] = []
        self.failure: DomainError | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def issue(self, credential: str, operations: int) -> IssuePassportResponse:
        self.asked.append(credential)
        self.told.append(operations)
        number = len(self.asked)
        await self.open.wait()
        if self.failure:
            raise self.failure
        passport = IssuePassportResponse(passport=f"passport {number}")
        passport.expire_time.FromDatetime(self.clock.now() + LIFETIME)
        return passport


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(clock: Clock) -> Office:
    return Office(clock)


@pytest.fixture
def passports(office: Office, clock: Clock) -> Passports:
    return Passports(office.issue, clock)


async def test_a_fresh_passport_is_used_again(passports: Passports, office: Office) -> None:
    assert await passports.get("a") == await passports.get("a")
    assert office.asked == ["a"]


async def test_nobody_in_particular_has_a_passport_too(
    passports: Passports, office: Office
) -> None:
    await passports.get(None)
    assert office.asked == [""]


async def test_a_passport_is_refreshed_after_five_seconds(
    passports: Passports, clock: Clock
) -> None:
    first = await passports.get("a")
    clock.move(4.9)
    assert await passports.get("a") == first
    clock.move(0.1)
    assert await passports.get("a") != first


async def test_requests_at_once_share_an_exchange(passports: Passports, office: Office) -> None:
    found = await asyncio.gather(*(passports.get("a") for _ in range(20)))
    assert {passport.passport for passport in found} == {"passport 1"}
    assert office.asked == ["a"]


async def test_who_goes_away_does_not_end_the_exchange_of_the_others(
    passports: Passports, office: Office
) -> None:
    office.open.clear()
    first, second = (asyncio.create_task(passports.get("a")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    office.open.set()
    assert (await second).passport == "passport 1"


async def test_an_outage_is_bridged_until_the_passport_expires(
    passports: Passports, office: Office, clock: Clock
) -> None:
    first = await passports.get("a")
    office.failure = Unavailable("away")
    clock.move(6)
    assert await passports.get("a") == first
    clock.move(LIFETIME.total_seconds() - 7)
    with pytest.raises(Unavailable):
        await passports.get("a")


async def test_an_outage_is_not_asked_about_by_every_request(
    passports: Passports, office: Office, clock: Clock
) -> None:
    await passports.get("a")
    office.failure = Unavailable("away")
    clock.move(6)
    for _ in range(3):
        await passports.get("a")
    assert len(office.asked) == 2


async def test_an_outage_from_the_start_is_told(passports: Passports, office: Office) -> None:
    office.failure = Unavailable("away")
    with pytest.raises(Unavailable):
        await passports.get("a")
    office.failure = None
    assert (await passports.get("a")).passport == "passport 2"


async def test_a_credential_that_no_longer_holds_is_refused_at_once(
    passports: Passports, office: Office, clock: Clock
) -> None:
    await passports.get("a")
    office.failure = Unauthenticated("expired")
    clock.move(6)
    with pytest.raises(Unauthenticated):
        await passports.get("a")
    office.failure = Unavailable("away")
    with pytest.raises(Unavailable):  # nothing is left to bridge with
        await passports.get("a")


async def test_a_credential_that_is_none_does_not_hold(
    passports: Passports, office: Office
) -> None:
    office.failure = InvalidArgument.of("credential", "is too long", "TOO_LONG")
    with pytest.raises(Unauthenticated):
        await passports.get("a")
    with pytest.raises(Unauthenticated):
        await passports.get("x" * (LONGEST_CREDENTIAL + 1))
    assert office.asked == ["a"]


async def test_after_a_change_the_next_passport_is_a_new_one(passports: Passports) -> None:
    first = await passports.get("a")
    passports.renew("a")
    assert await passports.get("a") != first


async def test_an_exchange_that_began_before_the_change_does_not_count(
    passports: Passports, office: Office
) -> None:
    office.open.clear()
    before = asyncio.create_task(passports.get("a"))
    await asyncio.sleep(0)
    passports.renew("a")
    after = asyncio.create_task(passports.get("a"))
    await asyncio.sleep(0)
    office.open.set()
    assert (await before).passport == "passport 1"
    assert (await after).passport == "passport 2"
    assert (await passports.get("a")).passport == "passport 2"


async def test_after_a_change_a_slow_exchange_is_waited_for(
    passports: Passports, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The passport from before does not know the roles that the change has brought."""
    monkeypatch.setattr("gateway.backend.passports._REFRESH_SECONDS", 0.01)
    await passports.get("a")
    passports.renew("a")
    office.open.clear()
    asyncio.get_running_loop().call_later(0.2, office.open.set)
    assert (await passports.get("a")).passport == "passport 2"


async def test_an_outage_after_a_change_is_bridged_too(
    passports: Passports, office: Office
) -> None:
    first = await passports.get("a")
    passports.renew("a")
    office.failure = Unavailable("away")
    assert await passports.get("a") == first


async def test_the_least_recently_used_is_forgotten(office: Office, clock: Clock) -> None:
    passports = Passports(office.issue, clock, capacity=2)
    for credential in ("a", "b", "a", "c", "a", "b"):
        await passports.get(credential)
    assert office.asked == ["a", "b", "c", "b"]


def test_each_service_gets_the_passport_that_is_addressed_to_it() -> None:
    addressed = AddressedPassport(services=["notes", "diary"], passport="for these")
    issued = IssuePassportResponse(addressed_passports=[addressed])
    assert passport_for(issued, "diary") == "for these"
    of_the_release_before = IssuePassportResponse(passport="for all")
    assert passport_for(of_the_release_before, "diary") == "for all"


async def test_every_operation_is_told_once(
    passports: Passports, office: Office, clock: Clock
) -> None:
    for _ in range(3):
        await passports.get("key")
    clock.move(6)
    office.failure = Unavailable("away")
    await passports.get("key")  # is answered with the last passport
    await passports.get("key")
    office.failure = None
    passports.renew("key")
    await passports.get("key")
    await passports.get("other")
    assert office.told == [1, 3, 5, 1]
    clock.move(6)
    await passports.get("key")
    assert office.told[4:] == [1]
