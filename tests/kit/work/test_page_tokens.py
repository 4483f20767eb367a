"""Page tokens: forged, foreign and damaged ones are refused."""

import base64
import json
from typing import Any
from uuid import UUID

import pytest
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col

from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from services.kit.work.unit import Units
from tests.kit.notes import contract as pb
from tests.kit.notes.models import Note
from tests.kit.notes.service import caller_named
from tests.kit.work.pages import BY_RANK, listing, page_of, store


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
