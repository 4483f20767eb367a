"""Covers of series: each occurrence has that of its series, unless somebody has given it another one."""

from collections.abc import Sequence
from uuid import UUID

from banyan.events.v1 import event_pb2
from banyan.events.v1 import event_series_pb2 as pb
from banyan.images.v1 import image_pb2

from services.kit.contract.images import upload_of
from tests.events.events.test_covers import COVER, cover, uploaded, uses
from tests.events.series.test_editing import by, edit, split
from tests.events.series.test_series import created, make, occurrences
from tests.events.stage import Stage
from tests.images import receipt_of


async def covered(stage: Stage, series: pb.EventSeries) -> pb.EventSeries:
    """Gives a series a new image."""
    receipt = await receipt_of(stage.platform, stage.leader, pb.EventSeries, series.id, COVER)
    return await edit(stage, series, cover=image_pb2.Image(receipt=receipt, alt="合唱"))


def keys(events: Sequence[event_pb2.Event]) -> list[str]:
    return [upload_of(each.cover.key) for each in events]


async def test_occurrences_have_the_cover_of_their_series(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"))
    _, second, _ = await occurrences(stage, series)
    own = upload_of((await cover(stage, second, await uploaded(stage, second))).cover.key)
    series = await covered(stage, series)
    of_series = upload_of(series.cover.key)
    found = await occurrences(stage, series)
    assert keys(found) == [of_series, own, of_series]
    assert found[0].cover.alt == "合唱"
    # The files stay as long as a row has them: the series and two of its events.
    assert await uses(stage) == {of_series: 3, own: 1}

    new = await split(stage, series, found[2].recurrence_id, title="合唱二")
    assert new.cover == series.cover
    series = await covered(stage, new)
    again = upload_of(series.cover.key)
    assert keys(await occurrences(stage, series)) == [again]
    assert await uses(stage) == {of_series: 2, own: 1, again: 2}


async def test_what_is_made_later_has_it_too(stage: Stage) -> None:
    series = await created(stage)
    *_, last = found = await occurrences(stage, series)
    series = await covered(stage, series)
    for table, column in (("shift", "event_id"), ("event", "id")):
        await stage.sql(f"DELETE FROM {table} WHERE {column} = $1", UUID(last.id))
    await stage.sql("UPDATE event_series SET made_until = now()")
    await make(stage, series)
    again = await occurrences(stage, series)
    assert len(again) == len(found)
    assert again[-1].id != last.id
    assert set(keys(again)) == {upload_of(series.cover.key)}
