"""How large a passport gets, and what it leaves out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import grpc
import pytest

from services.kit.calls import passport
from services.kit.calls.passport import (
    MOST_BYTES,
    Caller,
    sign,
)
from services.kit.process.ids import uuid7
from tests.kit.calls.desk import Desk
from tests.kit.notes import contract as pb
from tests.kit.notes.service import caller_named
from tests.kit.notes.site import NoteSite
from tests.passports import KEY_ID, PassportOffice


def test_a_passport_leaves_out_what_comes_last_and_says_so(desk: Desk) -> None:
    caller = caller_with_roles(1000)
    known = desk.verifier.verify(passport_of(desk.office, caller))
    assert list(known.roles) == list(caller.roles)[: len(known.roles)]
    assert known.has_more_roles


def test_a_passport_uses_the_room_that_it_has(desk: Desk) -> None:
    """One organization more than fits is left out, and no other."""
    caller = caller_with_roles(1000)
    room = len(desk.verifier.verify(passport_of(desk.office, caller)).roles)
    assert 150 < room < 250
    for count, fits in ((room, True), (room + 1, False)):
        some = replace(caller, roles=dict(list(caller.roles.items())[:count]))
        token = passport_of(desk.office, some)
        known = desk.verifier.verify(token)
        assert MOST_BYTES - 40 < len(token) <= MOST_BYTES
        assert known.has_more_roles is not fits
        assert len(known.roles) == room


def test_a_passport_that_is_full_without_roles_lists_none(desk: Desk) -> None:
    caller = replace(caller_with_roles(3), client_id="c" * MOST_BYTES)
    known = desk.verifier.verify(passport_of(desk.office, caller))
    assert known.roles == {}
    assert known.has_more_roles


async def test_the_largest_passport_passes_through_grpc(notes: NoteSite) -> None:
    token = passport_of(notes.office, caller_with_roles(1000))
    assert len(token) > MOST_BYTES - 40
    async with notes.start() as running:
        for _ in range(20):
            await running.call(pb.ListNotesRequest(), pb.ListNotesResponse, token)


async def test_control_a_passport_without_the_bound_would_not_pass(
    notes: NoteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passport, "MOST_BYTES", 1_000_000)
    token = passport_of(notes.office, caller_with_roles(1000))
    async with notes.start() as running:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await running.ask("ListNotes", passport=token)
    assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def caller_with_roles(count: int) -> Caller:
    person = caller_named(uuid7())
    return Caller(
        principal_id="https://accounts.example.org/realms/neighbourhood|" + "s" * 36,
        person_id=person.person_id,
        client_id="c" * 36,
        roles={uuid7(): frozenset({"LEADER"}) for _ in range(count)},
        scopes=frozenset({"notes.read"} | {f"scope{number}.write" for number in range(10)}),
    )


def passport_of(office: PassportOffice, caller: Caller) -> str:
    now = datetime.now(UTC)
    return sign(
        caller, key=office.key, key_id=KEY_ID, issued=now, expires=now + timedelta(minutes=5)
    )
