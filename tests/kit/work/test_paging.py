"""Keyset paging: pages that neither skip nor repeat rows."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlmodel import col

from services.kit.contract.partial import Wanted
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from services.kit.work import paging
from services.kit.work.paging import (
    DEFAULT_SIZE,
    LARGEST_SIZE,
    Listing,
    Page,
)
from services.kit.work.unit import Units
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named
from tests.kit.notes.site import NoteSite

START = datetime(2026, 5, 1, tzinfo=UTC)
BY_RANK: Any = (col(Note.rank), col(Note.id))  # typed as attributes


async def store(units: Units, *ranks: int, **values: Any) -> None:
    """Stores notes with those ranks."""
    rows = [
        Note(
            rank=rank,
            title=f"note {rank}",
            version=1,
            create_time=START + timedelta(microseconds=index),
            update_time=START,
            due_date=(START + timedelta(days=rank)).date(),
            **values,
        )
        for index, rank in enumerate(ranks)
    ]
    async with units.writing(caller_named(None)) as work:
        await work.session.execute(insert(Note), [row.model_dump() for row in rows])


class Known(NamedTuple):
    """What is read of a note."""

    id: UUID
    rank: int
    title: str


class Knowing:
    """Shows a row as what is read of a note."""

    def unwanted(self, wanted: Wanted) -> frozenset[str]:
        return frozenset()

    def showing(self, wanted: Wanted) -> Callable[[Any], Known]:
        return lambda row: Known(*row[: len(Known._fields)])


def listing(keys: Any, *, descending: bool = False) -> Listing[Any]:
    columns = [getattr(Note, name) for name in Known._fields]
    return Listing(
        lambda _: select(*columns),
        Knowing(),
        keys,
        descending=descending,
    )


async def page_of(
    units: Units,
    keys: Any = BY_RANK,
    *,
    size: int = 0,
    token: str = "",
    descending: bool = False,
    **question: Any,
) -> Page[Any]:
    request = pb.ListNotesRequest(page_size=size, page_token=token, **question)
    work = units.work(None, caller_named(None))
    return await listing(keys, descending=descending).page(request, work)


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


class TestForeignTokens:
    async def test_a_token_of_another_filter_is_refused(self, units: Units) -> None:
        await store(units, 1, 2)
        token = (await page_of(units, size=1, color=pb.COLOR_RED)).next_page_token
        await page_of(units, token=token, color=pb.COLOR_RED)
        for other in ({}, {"color": pb.COLOR_BLUE}, {"color": pb.COLOR_UNSPECIFIED}):
            await refused(units, token, **other)

    async def test_a_token_of_another_order_is_refused(self, units: Units) -> None:
        await store(units, 1, 2)
        token = (await page_of(units, size=1, order_by="rank")).next_page_token
        await refused(units, token, order_by="title")

    async def test_a_token_of_another_method_is_refused(self, units: Units) -> None:
        await store(units, 1, 2)
        token = (await page_of(units, size=1)).next_page_token
        question, *keys = json.loads(base64.urlsafe_b64decode(token + "=="))
        work = units.work(None, caller_named(None))
        other = await listing(BY_RANK).page(other_request(1), work)
        assert json.loads(base64.urlsafe_b64decode(other.next_page_token + "=="))[0] != question
        assert len(keys) == 2
        await refused(units, other.next_page_token)

    async def test_control_without_the_fingerprint_it_would_be_taken(
        self, units: Units, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("services.kit.work.paging.fingerprint", lambda _: "")
        await store(units, 1, 2)
        token = (await page_of(units, size=1, color=pb.COLOR_RED)).next_page_token
        await page_of(units, token=token, color=pb.COLOR_BLUE)


def other_request(size: int) -> Any:
    """Returns a request of another method that has the same fields with the same numbers."""
    file = descriptor_pb2.FileDescriptorProto(name="other.proto", package="other", syntax="proto3")
    message = file.message_type.add(name="ListOthersRequest")
    integer, text = 5, 9
    message.field.add(name="page_size", number=1, type=integer, label=1)
    message.field.add(name="page_token", number=2, type=text, label=1)
    pool: Any = DescriptorPool()
    pool.Add(file)
    found: Any = GetMessageClass(pool.FindMessageTypeByName("other.ListOthersRequest"))
    return found(page_size=size)


async def refused(units: Units, token: str, **question: Any) -> None:
    with pytest.raises(InvalidArgument) as error:
        await page_of(units, token=token, **question)
    (violation,) = error.value.violations
    assert (violation.field, violation.reason) == ("page_token", "PAGE_TOKEN_INVALID")


def forged(question: str, *keys: Any) -> str:
    """Returns a token for the question; whoever has seen one can make others."""
    return encoded(json.dumps([question, *keys]))


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "keys",
    [
        (),
        (1,),
        (1, 2, 3),
        ("1", str(uuid7())),
        (1.0, str(uuid7())),
        (True, str(uuid7())),
        (None, str(uuid7())),
        ([1], str(uuid7())),
        (1, "junk"),
        (1, None),
        (1, 7),
        (2**31, str(uuid7())),
        (-(2**31) - 1, str(uuid7())),
        (10**30, str(uuid7())),
        (10**400, str(uuid7())),
    ],
)
async def test_a_forged_token_is_refused(units: Units, keys: tuple[Any, ...]) -> None:
    await store(units, 1, 2)
    question = await question_of(units)
    await refused(units, forged(question, *keys))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("title", "a\x00b"),
        ("title", "\ud800"),
        ("title", 1),
        ("create_time", "2026-05-01T00:00:00"),
        ("create_time", "0001-01-01T00:00:00+23:59"),
        ("create_time", "9999-12-31T23:59:59-23:59"),
        ("create_time", "soon"),
        ("create_time", "infinity"),
        ("create_time", 0),
        ("due_date", "2026-02-30"),
        ("due_date", "soon"),
        ("due_date", 0),
        ("weight", 2**63),
        ("weight", -(2**63) - 1),
    ],
)
async def test_a_forged_key_of_any_kind_is_refused(units: Units, name: str, key: Any) -> None:
    await store(units, 1, 2, weight=1)
    keys = (col(getattr(Note, name)), col(Note.id))
    question = await question_of(units)
    with pytest.raises(InvalidArgument) as error:
        await page_of(units, keys, token=forged(question, key, str(uuid7())))
    assert error.value.violations[0].field == "page_token"


async def test_control_a_well_forged_token_is_just_a_place_in_the_list(units: Units) -> None:
    """It shows nothing that the query would not show anyway."""
    await store(units, 1, 2)
    token = forged(await question_of(units), 1, str(UUID(int=2**128 - 1)))
    assert [note.rank for note in (await page_of(units, token=token)).items] == [2]


async def question_of(units: Units) -> str:
    token = (await page_of(units, size=1)).next_page_token
    return str(json.loads(base64.urlsafe_b64decode(token + "=="))[0])


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "=",
        "林",
        "\x00",
        "null",
        encoded("null"),
        encoded("7"),
        encoded("[]"),
        encoded("{}"),
        encoded('"text"'),
        encoded("[" * 10_000),
        encoded('["' + "x" * 10_000 + '"]'),
        encoded('{"a": 1, "b": 2, "c": 3}'),
        encoded("[NaN, Infinity, -Infinity]"),
        "A" * 100_000,
    ],
)
async def test_junk_is_refused(units: Units, token: str) -> None:
    await refused(units, token)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text())
async def test_any_text_is_refused(units: Units, token: str) -> None:
    if token:
        await refused(units, token)


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
