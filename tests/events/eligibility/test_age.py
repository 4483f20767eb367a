"""Shifts with a minimum age: events asks volunteers, and only for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import grpc
import pytest
import pytest_asyncio
from banyan.events.v1 import eligibility_pb2, shift_pb2, sign_up_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.timestamp_pb2 import Timestamp

from services.events.eligibility import ages as eligibility
from services.events.eligibility.ages import AgeAnswer, ask_age
from services.kit.errors import Conflict, PermissionDenied, Refused, Unavailable
from services.kit.process.ids import uuid7
from services.kit.service.steps import Preparation
from tests.events.stage import Stage, mask
from tests.passports import EVERY_SCOPE
from tests.services import Platform, Site
from tests.waiting import eventually

CONFIRMED = sign_up_pb2.SIGN_UP_STATE_CONFIRMED
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest_asyncio.fixture
async def stage(site: Site) -> AsyncIterator[Stage]:
    """Events beside volunteers."""
    async with AsyncExitStack() as stack:
        yield Stage(await Platform.start(site, stack, ("volunteers", "events")))


async def born(stage: Stage, birth_date: str | None) -> UUID:
    """Registers somebody."""
    person_id = uuid7()
    person = person_pb2.Person(display_name="林秀英", time_zone="Asia/Shanghai")
    if birth_date is not None:
        person.birth_date = birth_date
    await stage.call(
        person_pb2.RegisterPersonRequest(person=person),
        person_pb2.Person,
        stage.office.person(person_id),
    )
    return person_id


async def for_adults(stage: Stage, **values: Any) -> shift_pb2.Shift:
    return await stage.shift(minimum_age=18, **values)


async def set_minimum_age(stage: Stage, shift: shift_pb2.Shift, age: int) -> None:
    await stage.call(
        shift_pb2.UpdateShiftRequest(
            shift_id=shift.id,
            shift=shift_pb2.Shift(minimum_age=age),
            update_mask=mask("minimum_age"),
        ),
        shift_pb2.Shift,
    )


def day_of(shift: shift_pb2.Shift) -> datetime:
    """Returns the beginning of a shift where it takes place."""
    return shift.start_time.ToDatetime(tzinfo=UTC).astimezone(SHANGHAI)


class TestCreateSignUp:
    async def test_takes_whoever_comes_of_age_that_day(self, stage: Stage) -> None:
        shift = await for_adults(stage)
        day = day_of(shift)
        adult = await born(stage, f"{day.year - 18}{day:-%m-%d}")
        assert (await stage.sign_up(shift, adult)).state == CONFIRMED

    async def test_refuses_whoever_comes_of_age_the_day_after(self, stage: Stage) -> None:
        shift = await for_adults(stage)
        day = day_of(shift) + timedelta(days=1)
        minor = await born(stage, f"{day.year - 18}{day:-%m-%d}")
        with pytest.raises(Refused) as refused:
            await stage.sign_up(shift, minor)
        assert refused.value.reason == "TOO_YOUNG"

    async def test_counts_the_day_in_the_time_zone_of_the_event(self, stage: Stage) -> None:
        # 20:00 UTC is the next day in Shanghai, and the same day in London.
        evening = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0)
        evening += timedelta(days=10)
        start_time, end_time = Timestamp(), Timestamp()
        start_time.FromDatetime(evening)
        end_time.FromDatetime(evening + timedelta(hours=1))
        birthday = evening + timedelta(days=1)
        person_id = await born(stage, f"{birthday.year - 18}{birthday:-%m-%d}")
        for time_zone, allowed in (("Europe/London", False), ("Asia/Shanghai", True)):
            event = await stage.published(
                start_time=start_time, end_time=end_time, time_zone=time_zone
            )
            shift = await stage.shift(event, minimum_age=18, end_time=end_time)
            if allowed:
                assert (await stage.sign_up(shift, person_id)).state == CONFIRMED
            else:
                with pytest.raises(Refused):
                    await stage.sign_up(shift, person_id)

    async def test_tells_the_person_without_a_birth_date(self, stage: Stage) -> None:
        with pytest.raises(Refused) as refused:
            await stage.sign_up(await for_adults(stage), await born(stage, None))
        assert refused.value.reason == "AGE_UNKNOWN"

    async def test_tells_the_person_without_a_record(self, stage: Stage) -> None:
        with pytest.raises(Refused) as refused:
            await stage.sign_up(await for_adults(stage), uuid7())
        assert refused.value.reason == "AGE_UNKNOWN"

    async def test_tells_an_app_that_lacks_the_scope(self, stage: Stage) -> None:
        shift = await for_adults(stage)
        passport = stage.office.person(scopes=EVERY_SCOPE - {"volunteers.read"})
        with pytest.raises(PermissionDenied) as refused:
            await stage.call(
                sign_up_pb2.CreateSignUpRequest(shift_id=shift.id), sign_up_pb2.SignUp, passport
            )
        assert refused.value.reason == "SCOPE_MISSING"

    async def test_is_refused_if_the_rule_changes_after_the_question(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shift = await for_adults(stage)

        async def raise_the_age_meanwhile(
            minimum_age: int, day: object, preparation: Preparation
        ) -> AgeAnswer:
            answer = await ask_age(minimum_age, day, preparation)  # type: ignore[arg-type]
            await set_minimum_age(stage, shift, 60)
            return answer

        person_id = await born(stage, "1990-01-01")
        monkeypatch.setattr(eligibility, "ask_age", raise_the_age_meanwhile)
        with pytest.raises(Conflict):
            await stage.sign_up(shift, person_id)
        assert (await stage.get_shift(shift)).places_taken == 0


class TestAcceptOffer:
    @pytest.mark.parametrize(
        ("birth_date", "expected"), [("2015-01-01", "TOO_YOUNG"), (None, "AGE_UNKNOWN")]
    )
    async def test_looks_at_the_age_that_the_shift_asks_for_now(
        self, stage: Stage, birth_date: str | None, expected: str
    ) -> None:
        shift = await stage.shift(capacity=1)
        held = await stage.sign_up(shift)
        waiting = await stage.wait_for(shift, await born(stage, birth_date))
        await stage.cancel(held)
        offered = await stage.becomes(waiting, sign_up_pb2.SIGN_UP_STATE_OFFERED)
        await set_minimum_age(stage, shift, 18)
        with pytest.raises(Refused) as refused:
            await stage.accept(offered)
        assert refused.value.reason == expected

    async def test_confirms_the_place_of_an_adult(self, stage: Stage) -> None:
        shift = await for_adults(stage, capacity=1)
        held = await stage.sign_up(shift, await born(stage, "1990-01-01"))
        waiting = await stage.wait_for(shift, await born(stage, "1980-01-01"))
        await stage.cancel(held)
        offered = await stage.becomes(waiting, sign_up_pb2.SIGN_UP_STATE_OFFERED)
        assert (await stage.accept(offered)).state == CONFIRMED


class TestEligibilities:
    async def test_say_of_each_shift_what_its_age_means(self, stage: Stage) -> None:
        event = await stage.published()
        shifts = [await stage.shift(event, minimum_age=age) for age in (0, 18, 60, 18)]
        person_id = await born(stage, "1990-01-01")
        found = await eligibilities(stage, person_id, shifts)
        assert [[each.reason for each in one.reasons] for one in found] == [
            [],
            [],
            ["TOO_YOUNG"],
            [],
        ]
        found = await eligibilities(stage, await born(stage, None), shifts)
        assert [one.can_sign_up for one in found] == [True, False, False, False]
        assert [each.reason for each in found[1].reasons] == ["AGE_UNKNOWN"]

    async def test_ask_volunteers_once_for_all_shifts(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Any] = []
        call = Preparation.call

        async def note(preparation: Preparation, request: Any, answer_type: Any) -> Any:
            asked.append(request)
            return await call(preparation, request, answer_type)

        monkeypatch.setattr(Preparation, "call", note)
        person_id = await born(stage, "1990-01-01")
        shifts = [await stage.shift(minimum_age=age) for age in (18, 60, 18, 0)]
        await eligibilities(stage, person_id, shifts)
        (request,) = asked
        assert sorted(each.age for each in request.requests) == [18, 60]

    async def test_are_unavailable_without_volunteers_where_an_age_is_asked(
        self, site: Site
    ) -> None:
        async with AsyncExitStack() as stack:
            stage = Stage(await Platform.start(site, stack, ("events",)))
            with pytest.raises(Unavailable):
                await eligibilities(stage, uuid7(), [await for_adults(stage)])
            (found,) = await eligibilities(stage, uuid7(), [await stage.shift()])
            assert found.can_sign_up


async def eligibilities(
    stage: Stage, person_id: UUID, shifts: list[shift_pb2.Shift]
) -> list[eligibility_pb2.Eligibility]:
    answer = await stage.call(
        eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id for shift in shifts]),
        eligibility_pb2.BatchGetEligibilitiesResponse,
        stage.office.person(person_id),
    )
    return list(answer.eligibilities)


class TestWithoutVolunteers:
    async def test_only_shifts_with_a_minimum_age_wait(self, site: Site) -> None:
        async with AsyncExitStack() as stack:
            stage = Stage(await Platform.start(site, stack, ("events",)))
            with pytest.raises(Unavailable):
                await stage.sign_up(await for_adults(stage))
            assert (await stage.sign_up(await stage.shift())).state == CONFIRMED

    async def test_a_slow_volunteers_holds_no_connection(self, site: Site) -> None:
        async with AsyncExitStack() as stack:
            slow = await SlowVolunteers.start(stack)
            platform = await Platform.start(
                site,
                stack,
                ("events",),
                volunteers_target=slow.target,
                database_pool_size=1,  # and one beside: two connections at most
            )
            stage = Stage(platform)
            rated, free = await stage.shift(minimum_age=18, capacity=6), await stage.shift()
            async with asyncio.TaskGroup() as group:
                waiting = [group.create_task(stage.sign_up(rated)) for _ in range(6)]
                await eventually(lambda: slow.asked == 6)
                assert (await stage.sign_up(free)).state == CONFIRMED
                assert not any(task.done() for task in waiting)
                slow.answering.set()
            assert (await stage.get_shift(rated)).places_taken == 6


class SlowVolunteers(grpc.GenericRpcHandler):
    """Answers every question about an age with yes, once it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.answering = asyncio.Event()
        self.target = ""

    @classmethod
    async def start(cls, stack: AsyncExitStack) -> "SlowVolunteers":
        slow = cls()
        server = grpc.aio.server(handlers=(slow,))
        slow.target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        await server.start()
        stack.push_async_callback(server.stop, None)
        return slow

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> "grpc.RpcMethodHandler[bytes, bytes]":
        del handler_call_details
        return grpc.unary_unary_rpc_method_handler(self._answer)

    async def _answer(self, request: bytes, context: object) -> bytes:
        del request, context
        self.asked += 1
        await self.answering.wait()
        return person_pb2.CheckAgeResponse(of_age=True).SerializeToString()
