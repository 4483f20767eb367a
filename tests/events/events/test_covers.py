"""Covers of events: who may upload one, how many resources have it, and when its files go."""

from pathlib import Path

import pytest
from banyan.events.v1 import event_pb2
from banyan.images.v1 import image_pb2

from services.kit.calls.passport import Caller
from services.kit.contract.images import upload_of
from services.kit.errors import DomainError, Exhausted, InvalidArgument, PermissionDenied, Refused
from services.kit.process.store import Store
from services.kit.work.images import MOST_UNUSED
from services.kit.work.jobs import run_once
from services.kit.work.unused_images import image_jobs
from tests.events.stage import Stage, in_hours, mask
from tests.images import receipt_of
from tests.waiting import eventually

COVER = image_pb2.IMAGE_FIELD_COVER


async def uploaded(stage: Stage, event: event_pb2.Event) -> str:
    """Returns the receipt of an upload for an event."""
    return await receipt_of(stage.platform, stage.leader, event_pb2.Event, event.id, COVER)


async def cover(stage: Stage, event: event_pb2.Event, receipt: str) -> event_pb2.Event:
    """Gives an event the image of a receipt."""
    image = image_pb2.Image(receipt=receipt)
    request = event_pb2.UpdateEventRequest(
        event_id=event.id, event=event_pb2.Event(cover=image), update_mask=mask("cover")
    )
    return await stage.call(request, event_pb2.Event)


async def uses(stage: Stage) -> dict[str, int]:
    """Returns how many resources have each image."""
    rows = await stage.sql("SELECT upload, uses FROM image WHERE NOT removing")
    return {row["upload"]: row["uses"] for row in rows}


def file_of(stage: Stage, event: event_pb2.Event) -> Path:
    """Puts a file of the cover of an event into the store, and returns where it is."""
    file = Path(stage.office.image_store) / upload_of(event.cover.key) / "file.webp"
    file.parent.mkdir()
    file.write_bytes(b"image")
    return file


async def test_an_image_that_was_replaced_goes_with_its_files(stage: Stage) -> None:
    event = await stage.draft()
    first = await cover(stage, event, await uploaded(stage, event))
    file = file_of(stage, first)
    second = await cover(stage, event, await uploaded(stage, event))
    assert second.etag != first.etag
    await eventually(lambda: not file.exists())
    assert await uses(stage) == {upload_of(second.cover.key): 1}


async def test_an_image_stays_while_a_copy_has_it(stage: Stage) -> None:
    event = await stage.draft()
    event = await cover(stage, event, await uploaded(stage, event))
    copy = await stage.call(
        event_pb2.DuplicateEventRequest(event_id=event.id, start_time=in_hours(200)),
        event_pb2.Event,
    )
    assert copy.cover == event.cover
    key, file = upload_of(event.cover.key), file_of(stage, event)
    assert await uses(stage) == {key: 2}
    for each, left in ((event, {key: 1}), (copy, {})):
        assert file.exists()
        request = event_pb2.DeleteEventRequest(event_id=each.id)
        deleted = await stage.call(request, event_pb2.Event)
        assert not deleted.HasField("cover")
        assert await uses(stage) in (left, {key: 0})
    await eventually(lambda: not file.exists())


async def test_one_that_nothing_ever_used_goes_after_a_time(stage: Stage) -> None:
    event = await stage.draft()
    receipt = await uploaded(stage, event)
    await run_jobs(stage)
    assert set((await uses(stage)).values()) == {0}
    await stage.sql("UPDATE image SET expire_time = expire_time - interval '2 hours'")
    await run_jobs(stage)
    assert await stage.sql("SELECT FROM image") == []
    with pytest.raises(Refused) as gone:
        await cover(stage, event, receipt)
    assert gone.value.reason == "IMAGE_GONE"
    again = await cover(stage, event, await uploaded(stage, event))  # which is the remedy
    assert again.cover.width


async def run_jobs(stage: Stage) -> None:
    """Does once what the jobs of images do by the clock."""
    units = stage.platform.services["events"].units
    for job in image_jobs(Store(str(stage.office.image_store))):
        await run_once(job, units, Caller("test"))


async def test_an_update_that_is_refused_uses_nothing(stage: Stage) -> None:
    event = await stage.draft()
    receipt = await uploaded(stage, event)
    request = event_pb2.UpdateEventRequest(
        event_id=event.id,
        event=event_pb2.Event(cover=image_pb2.Image(receipt=receipt), title=""),
        update_mask=mask("cover", "title"),
    )
    with pytest.raises(InvalidArgument):
        await stage.call(request, event_pb2.Event)
    assert set((await uses(stage)).values()) == {0}


async def test_nobody_has_more_than_twenty_unused(stage: Stage) -> None:
    event = await stage.draft()
    receipts = [await uploaded(stage, event) for _ in range(MOST_UNUSED)]
    with pytest.raises(Exhausted) as refused:
        await uploaded(stage, event)
    assert refused.value.reason == "TOO_MANY_UPLOADS"
    await cover(stage, event, receipts[0])
    assert await uploaded(stage, event)  # which is the remedy


async def test_what_callers_say_of_the_image_itself_is_dropped(stage: Stage) -> None:
    event = await stage.draft()
    said = image_pb2.Image(key="../../etc/passwd", width=1, height=1, blur_hash="x", alt="mine")
    request = event_pb2.UpdateEventRequest(
        event_id=event.id, event=event_pb2.Event(cover=said), update_mask=mask("cover")
    )
    with pytest.raises(InvalidArgument) as refused:
        await stage.call(request, event_pb2.Event)
    assert [each.reason for each in refused.value.violations] == ["IMAGE_RECEIPT"]


async def test_an_event_can_begin_with_one(stage: Stage) -> None:
    """A receipt is for an event that does not exist yet, or for one that does."""
    receipt = await receipt_of(stage.platform, stage.leader, event_pb2.Event, None, COVER)
    event = await stage.draft(cover=image_pb2.Image(receipt=receipt, alt="开场"))
    assert (event.cover.width, event.cover.alt) == (640, "开场")
    assert await uses(stage) == {upload_of(event.cover.key): 1}
    other = await stage.draft()
    of_other = await uploaded(stage, other)
    with pytest.raises(InvalidArgument) as refused:
        await stage.draft(cover=image_pb2.Image(receipt=of_other))
    reasons = {each.reason for each in refused.value.violations}
    assert reasons == {"RECEIPT_NOT_VALID", "IMAGE_RECEIPT"}
    new = await receipt_of(stage.platform, stage.leader, event_pb2.Event, None, COVER)
    with pytest.raises(InvalidArgument) as refused:
        await cover(stage, other, new)
    assert "RECEIPT_NOT_VALID" in {each.reason for each in refused.value.violations}
    with pytest.raises(InvalidArgument) as refused:
        await receipt_of(
            stage.platform, stage.leader, event_pb2.Event, None, image_pb2.IMAGE_FIELD_AVATAR
        )


async def test_who_may_not_create_an_event_gives_none_a_cover(stage: Stage) -> None:
    stranger = stage.office.person()
    receipt = await receipt_of(stage.platform, stranger, event_pb2.Event, None, COVER)
    event = stage.event(cover=image_pb2.Image(receipt=receipt))
    with pytest.raises(PermissionDenied):
        await stage.call(event_pb2.CreateEventRequest(event=event), event_pb2.Event, stranger)
    assert set((await uses(stage)).values()) == {0}


async def test_a_retry_gets_the_first_permission(stage: Stage) -> None:
    event = await stage.draft()
    request = image_pb2.CreateImageUploadRequest(
        resource=event_pb2.Event.DESCRIPTOR.full_name,
        resource_id=event.id,
        field=COVER,
        request_id=event.id,
    )

    async def ask() -> image_pb2.ImageUpload:
        call = stage.platform.call
        return await call(request, image_pb2.ImageUpload, stage.leader, "events")

    assert await ask() == await ask()
    assert len(await uses(stage)) == 1


async def test_a_stranger_uploads_nothing(stage: Stage) -> None:
    event = await stage.draft()
    stranger = stage.office.person()
    with pytest.raises(DomainError) as refused:
        await receipt_of(stage.platform, stranger, event_pb2.Event, event.id, COVER)
    assert refused.value.code == "PERMISSION_DENIED"
    assert await uses(stage) == {}
