"""Keyset paging: pages that neither skip nor repeat rows."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlmodel import col

from services.kit.work import paging
from services.kit.work.paging import (
    DEFAULT_SIZE,
    LARGEST_SIZE,
)
from services.kit.work.unit import Units
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named
from tests.kit.notes.site import NoteSite
from tests.kit.work.pages import BY_RANK, Known, page_of, store


async def all_pages(units: Units, sizes: list[int], **options: Any) -> list[Known]:
    """Returns the rows of all pages, whose sizes are those given, again and again."""
    found: list[Known] = []
    token, number = "", 0
    while True:
        size = sizes[number % len(sizes)]
        page = await page_of(units, size=size, token=token, **options)
        assert len(page.items) <= size
        assert len(page.cursors) == len(page.items)
        found += page.items
        token, number = page.next_page_token, number + 1
        if not token:
            return found


async def whole(units: Units, *order: Any) -> list[UUID]:
    async with units.reading() as session:
        return list(await session.scalars(select(col(Note.id)).order_by(*order)))


async def clear(units: Units) -> None:
    async with units.writing(caller_named(None)) as work:
        await work.session.execute(delete(Note))


async def stored_in_order(units: Units, ranks: list[int], *, descending: bool) -> list[UUID]:
    """Stores notes with these ranks, and no others, and returns their IDs in the order of the list."""
    await clear(units)
    if ranks:
        await store(units, *ranks)
    return await whole(units, *(key.desc() if descending else key.asc() for key in BY_RANK))


def any_list(test: Any) -> Any:
    """Runs a test with lists and sizes of pages of every kind."""
    options = settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    kinds = given(
        ranks=st.lists(st.integers(0, 5), max_size=25),
        sizes=st.lists(st.integers(1, 8), min_size=1, max_size=4),
        descending=st.booleans(),
    )
    return options(kinds(test))


@any_list
async def test_all_pages_together_are_the_whole_list_in_order(
    units: Units, ranks: list[int], sizes: list[int], descending: bool
) -> None:
    expected = await stored_in_order(units, ranks, descending=descending)
    found = await all_pages(units, sizes, descending=descending)
    assert [note.id for note in found] == expected


@any_list
async def test_read_from_its_end_the_list_is_the_same(
    units: Units, ranks: list[int], sizes: list[int], descending: bool
) -> None:
    expected = await stored_in_order(units, ranks, descending=descending)
    found: list[UUID] = []
    token, number = "", 0
    while True:
        size = sizes[number % len(sizes)]
        page = await page_of(units, size=size, token=token, descending=descending, backward=True)
        found = [note.id for note in page.items] + found
        assert found == expected[len(expected) - len(found) :]
        token, number = page.next_page_token, number + 1
        if not token:
            break
    assert found == expected


async def test_a_cursor_serves_both_directions(units: Units) -> None:
    await store(units, 1, 2, 3, 4, 5)
    page = await page_of(units, size=5)
    before = await page_of(units, size=2, token=page.cursors[3], backward=True)
    after = await page_of(units, size=2, token=page.cursors[1])
    assert [note.rank for note in before.items] == [2, 3]
    assert [note.rank for note in after.items] == [3, 4]
    assert before.next_page_token == page.cursors[1]


async def test_a_list_is_counted_as_far_as_it_is_bounded(
    units: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store(units, *range(7))
    counted = (await page_of(units, count_only=True)).answer(pb.ListNotesResponse)
    assert (counted.total_count, counted.total_count_is_exact) == (7, True)
    assert not counted.notes
    monkeypatch.setattr(paging, "MOST_COUNTED", 6)
    counted = (await page_of(units, count_only=True)).answer(pb.ListNotesResponse)
    assert (counted.total_count, counted.total_count_is_exact) == (6, False)


@pytest.mark.parametrize("name", ["rank", "title", "create_time", "due_date", "id"])
@pytest.mark.parametrize("descending", [False, True])
async def test_every_kind_of_key_can_be_ordered_by(
    units: Units, name: str, descending: bool
) -> None:
    await store(units, 3, 1, 2, 1, 3, 2, 1)
    keys = (col(getattr(Note, name)), col(Note.id)) if name != "id" else (col(Note.id),)
    order = [key.desc() if descending else key.asc() for key in keys]
    found = await all_pages(units, [2], keys=keys, descending=descending)
    assert [note.id for note in found] == await whole(units, *order)
    assert len(found) == 7


async def test_equal_keys_are_told_apart_by_the_last(units: Units) -> None:
    await store(units, *([1] * 9))
    found = await all_pages(units, [2])
    assert len({note.id for note in found}) == 9


async def test_rows_that_come_behind_are_not_seen_and_those_ahead_are(units: Units) -> None:
    await store(units, 10, 20, 30, 40)
    first = await page_of(units, size=2)
    await store(units, 5, 15, 25, 45)
    rest: list[Known] = []
    token = first.next_page_token
    while token:
        page = await page_of(units, size=3, token=token)
        rest += page.items
        token = page.next_page_token
    assert [note.rank for note in first.items] == [10, 20]
    assert [note.rank for note in rest] == [25, 30, 40, 45]


async def test_rows_that_are_deleted_skip_no_others(units: Units) -> None:
    await store(units, 1, 2, 3, 4)
    first = await page_of(units, size=2)
    async with units.writing(caller_named(None)) as work:
        await work.session.delete(await work.lock(Note, first.items[-1].id))
    second = await page_of(units, size=2, token=first.next_page_token)
    assert [note.rank for note in second.items] == [3, 4]


async def test_a_page_can_begin_after_any_row(units: Units) -> None:
    await store(units, 1, 2, 3, 4, 5)
    page = await page_of(units)
    for index, cursor in enumerate(page.cursors):
        after = await page_of(units, token=cursor)
        assert [note.rank for note in after.items] == [1, 2, 3, 4, 5][index + 1 :]


async def test_the_last_page_says_so(units: Units) -> None:
    await store(units, 1, 2)
    assert (await page_of(units, size=2)).next_page_token == ""
    assert (await page_of(units, size=1)).next_page_token != ""
    assert (await page_of(units, size=5)).next_page_token == ""


async def test_an_empty_list_is_one_empty_page(units: Units) -> None:
    page = await page_of(units)
    assert (page.items, page.cursors, page.next_page_token) == ([], [], "")


async def test_sizes_have_a_default_and_a_bound(units: Units) -> None:
    await store(units, *range(LARGEST_SIZE + 20))
    assert len((await page_of(units)).items) == DEFAULT_SIZE
    assert len((await page_of(units, size=1000)).items) == LARGEST_SIZE


async def test_a_token_is_good_for_pages_of_any_size(units: Units) -> None:
    await store(units, 1, 2, 3)
    token = (await page_of(units, size=1)).next_page_token
    assert len((await page_of(units, size=50, token=token)).items) == 2


async def test_the_whole_list_goes_over_grpc(notes: NoteSite, units: Units) -> None:
    await store(units, *range(7))
    async with notes.start() as running:
        request = pb.ListNotesRequest(page_size=3)
        titles: list[str] = []
        while True:
            answer = await running.call(request, pb.ListNotesResponse, notes.anonymous())
            titles += [note.title for note in answer.notes]
            assert len(answer.cursors) == len(answer.notes)
            request.page_token = answer.next_page_token
            if not request.page_token:
                break
    assert titles == [f"note {rank}" for rank in range(7)]
