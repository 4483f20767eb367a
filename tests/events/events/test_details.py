"""Where an event takes place, whom to ask, and until when people can sign up."""

from typing import Any

import pytest
from banyan.events.v1 import eligibility_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import event_pb2 as pb
from banyan.places.v1.place_pb2 import Contact, Place

from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask

OFFERED = sign_up_pb2.SIGN_UP_STATE_OFFERED


async def change(stage: Stage, event: pb.Event, *paths: str, **values: Any) -> pb.Event:
    request = pb.UpdateEventRequest(
        event_id=event.id,
        event=pb.Event(**values),
        update_mask=mask(*(paths or values)),
        move_shifts="start_time" in values,
    )
    return await stage.call(request, pb.Event)


async def test_what_is_sent_comes_back_and_can_be_cleared(stage: Stage) -> None:
    place = Place(
        name="文化宫 2 号厅",
        address="槐柏树街 1 号\n北京",
        latitude=39.8915,
        longitude=-116.0,
        instructions="从西门进",
        online_url="https://meet.example/1",
    )
    contact = Contact(phones=["010 5550 0141", "010 5550 0142"], email="choir@example.org")
    event = await stage.draft(
        place=place, contact=contact, minimum_participants=5, what_to_bring="水"
    )
    assert (event.place, event.contact, event.minimum_participants) == (place, contact, 5)
    again = await stage.call(pb.GetEventRequest(event_id=event.id), pb.Event)
    assert again == event
    moved = await change(stage, event, place=Place(latitude=0, longitude=0))
    assert moved.place == Place(latitude=0, longitude=0)
    assert moved.etag != event.etag
    cleared = await change(stage, event, "place", "contact", "minimum_participants")
    for name in ("place", "contact", "minimum_participants"):
        assert not cleared.HasField(name)
    assert cleared.what_to_bring == "水"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"place": Place(latitude=1)}, "event.place"),
        ({"place": Place(longitude=1)}, "event.place"),
        ({"place": Place(latitude=90.001, longitude=0)}, "event.place.latitude"),
        ({"place": Place(latitude=float("nan"), longitude=0)}, "event.place.latitude"),
        ({"place": Place(latitude=0, longitude=-180.001)}, "event.place.longitude"),
        ({"place": Place(latitude=0, longitude=float("inf"))}, "event.place.longitude"),
        ({"place": Place(online_url="javascript:alert(1)")}, "event.place.online_url"),
        ({"place": Place(name="a\nb")}, "event.place.name"),
        ({"contact": Contact(phones=[""])}, "event.contact.phones[0]"),
        ({"contact": Contact(phones=["1"] * 21)}, "event.contact.phones"),
        ({"contact": Contact(email="nobody")}, "event.contact.email"),
        ({"minimum_participants": 0}, "event.minimum_participants"),
        ({"sign_up_deadline": in_hours(73)}, "event.sign_up_deadline"),
    ],
    ids=range(13),
)
async def test_a_value_that_breaks_a_rule_is_named(
    stage: Stage, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await stage.draft(**values)
    assert field in [each.field for each in refused.value.violations]


async def test_a_contact_is_a_member(stage: Stage) -> None:
    person_id = uuid7()
    contact = Contact(person_id=str(person_id))
    event = await stage.draft()
    await stage.knows_membership(person_id, state="APPLIED")
    for attempt in (stage.draft(contact=contact), change(stage, event, contact=contact)):
        with pytest.raises(InvalidArgument) as refused:
            await attempt
        assert [each.reason for each in refused.value.violations] == ["CONTACT_NOT_MEMBER"]
    await stage.knows_membership(person_id)
    assert (await change(stage, event, contact=contact)).contact == contact


async def test_the_deadline_moves_with_the_event_unless_it_is_given(stage: Stage) -> None:
    event = await stage.draft(sign_up_deadline=in_hours(20))
    times = {"start_time": in_hours(48), "end_time": in_hours(96)}
    assert (await change(stage, event, **times)).sign_up_deadline == in_hours(44)
    times = {"start_time": in_hours(24), "end_time": in_hours(72)}
    moved = await change(stage, event, sign_up_deadline=in_hours(30), **times)
    assert moved.sign_up_deadline == in_hours(30)


async def test_after_the_deadline_nobody_signs_up_and_who_waits_still_gets_a_place(
    stage: Stage,
) -> None:
    event = await stage.published()
    shift = await stage.shift(event, capacity=1)
    held = await stage.sign_up(shift)
    waiting = await stage.wait_for(shift)
    await change(stage, event, sign_up_deadline=in_hours(-1))
    answer = await stage.call(
        eligibility_pb2.BatchGetEligibilitiesRequest(ids=[shift.id]),
        eligibility_pb2.BatchGetEligibilitiesResponse,
        stage.office.person(uuid7()),
    )
    (found,) = answer.eligibilities
    assert [each.reason for each in found.reasons] == ["SIGN_UPS_CLOSED", "SHIFT_FULL"]
    assert not found.can_join_waitlist
    await stage.cancel(held)
    offered = await stage.becomes(waiting, OFFERED)
    assert (await stage.accept(offered)).state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED


async def found(stage: Stage, query: str) -> list[str]:
    answer = await stage.call(pb.ListEventsRequest(query=query), pb.ListEventsResponse)
    return [event.title for event in answer.events]


async def test_texts_in_several_languages_are_kept_and_found(stage: Stage) -> None:
    english = pb.EventTranslation(language="en", title="Long-table lunch", what_to_bring="Gloves")
    event = await stage.draft(title="长桌午餐", language="zh-Hans", translations=[english])
    assert (event.language, list(event.translations)) == ("zh-Hans", [english])
    for query in ("lunch", "长桌", "wucan"):
        assert await found(stage, query) == ["长桌午餐"]
    await change(stage, event, title="晚餐")
    assert await found(stage, "lunch") == ["晚餐"]
    german = pb.EventTranslation(language="de", title="Abendessen")
    await change(stage, event, translations=[german])
    assert await found(stage, "lunch") == []
    assert await found(stage, "abend") == ["晚餐"]
    shift = await stage.shift(
        event, translations=[shift_pb2.ShiftTranslation(language="en", title="Cooking")]
    )
    assert shift.translations[0].title == "Cooking"
    deleted = await stage.call(pb.DeleteEventRequest(event_id=event.id), pb.Event)
    assert list(deleted.translations) == [german]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"language": "not a language"}, "event.language"),
        ({"translations": [pb.EventTranslation(title="x")]}, "event.translations[0].language"),
        (
            {"translations": [pb.EventTranslation(language="e n")]},
            "event.translations[0].language",
        ),
        (
            {"translations": [pb.EventTranslation(language="en", title="a\nb")]},
            "event.translations[0].title",
        ),
        (
            {"translations": [pb.EventTranslation(language="en", title="x" * 201)]},
            "event.translations[0].title",
        ),
        ({"translations": [pb.EventTranslation(language="en")] * 2}, "event.translations"),
        (
            {"translations": [pb.EventTranslation(language=f"x{n:02}y") for n in range(21)]},
            "event.translations",
        ),
    ],
    ids=range(7),
)
async def test_a_translation_that_breaks_a_rule_is_named(
    stage: Stage, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidArgument) as refused:
        await stage.draft(**values)
    assert field in [each.field for each in refused.value.violations]
