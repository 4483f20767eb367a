"""Access: what the contract declares of each method, and what stops a service from starting."""

from typing import Any

import pytest
from sqlalchemy import true

from services.kit.calls.passport import Caller
from services.kit.contract.rpc import methods_of
from services.kit.errors import PermissionDenied, Unauthenticated
from services.kit.process.ids import uuid7
from services.kit.work.access import (
    ADMINISTRATOR,
    ANYONE,
    PERSON_OR_APP,
    SELF,
    SIGNED_IN,
    UNIDENTIFIED,
    Check,
    Relations,
    Subject,
    Visibility,
    admit,
    refuse_undeclared,
)
from services.kit.work.query import Query
from services.kit.work.work import Work
from tests.kit.descriptors import Access, service_with
from tests.kit.notes import contract as pb
from tests.kit.notes.service import RELATIONS, caller_named, note_service
from tests.kit.notes.site import NoteSite

READ = Access(audience=ANYONE, scope="made.read")


def start(access: Access | None, *, mutating: bool = False, of: str = "") -> None:
    """Does what the start of a service does with its methods."""
    service = service_with(access, mutating=mutating, of=of)
    refuse_undeclared(methods_of(service), {"view": Visibility(lambda _: true())})


def test_a_method_that_declares_everything_lets_the_service_start() -> None:
    start(READ)
    start(Access(audience=UNIDENTIFIED))
    start(Access(audience=SIGNED_IN, scope="made.write", relation="view"), mutating=True)


def test_a_method_that_declares_nothing_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="Do does not declare who may call it"):
        start(None)


def test_a_method_that_declares_no_audience_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="does not declare who may call it"):
        start(Access(scope="made.read", relation="view"))


def test_an_audience_that_this_code_does_not_know_stops_the_start() -> None:
    unknown = Access.FromString(b"\x08\x63")  # audience 99, of a later contract
    unknown.scope = "made.read"
    with pytest.raises(RuntimeError, match="does not declare who may call it"):
        start(unknown)


def test_a_method_without_a_scope_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="declares no scope"):
        start(Access(audience=SIGNED_IN))


def test_what_changes_no_resource_may_say_that_any_scope_will_do() -> None:
    start(Access(audience=ANYONE, any_scope=True))
    with pytest.raises(RuntimeError, match="declares no scope, or one and that any will do"):
        start(Access(audience=ANYONE, scope="made.read", any_scope=True))
    changing = Access(audience=SIGNED_IN, any_scope=True)
    start(changing, mutating=True)
    with pytest.raises(RuntimeError, match="would change a resource with any scope"):
        start(changing, mutating=True, of="banyan.things.v1.Thing")


def test_an_unknown_relation_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match="unknown relation friend_of_a_friend"):
        start(Access(audience=ANYONE, scope="made.read", relation="friend_of_a_friend"))


@pytest.mark.parametrize("audience", [ANYONE, UNIDENTIFIED])
def test_a_mutation_that_anyone_may_call_stops_the_start(audience: int) -> None:
    access = Access(scope="made.write")
    access.audience = audience  # type: ignore[assignment] # an enum value is a number
    with pytest.raises(RuntimeError, match="would let anyone change something"):
        start(access, mutating=True)


def open_to_apps(relation: str = "lead", **values: Any) -> Access:
    """Returns the access of a method that an app may call."""
    defaults: dict[str, Any] = {
        "audience": PERSON_OR_APP,
        "scope": "made.write",
        "app_scope": "events.write",
    }
    return Access(**(defaults | {"relation": relation} | values))


LEADS = Check(SELF.holds, Subject.ORGANIZATION, SELF.where)
OF_APPS: Relations = {
    "lead": LEADS,
    "self": SELF,
    "administer": ADMINISTRATOR,
    "view": Visibility(lambda _: true()),
}


def start_for_apps(access: Access, *, mutating: bool = True) -> None:
    refuse_undeclared(methods_of(service_with(access, mutating=mutating)), OF_APPS)


def test_a_method_that_is_clear_about_apps_lets_the_service_start() -> None:
    start_for_apps(open_to_apps())
    start_for_apps(open_to_apps("view", app_scope="events.read"), mutating=False)
    start_for_apps(open_to_apps(app_scope="events.read", audited=True))
    start_for_apps(open_to_apps("view", app_scope="", any_app=True), mutating=False)
    start_for_apps(open_to_apps("view", audience=ANYONE, app_scope=""), mutating=False)


@pytest.mark.parametrize(
    ("access", "mutating", "said"),
    [
        (open_to_apps(app_scope="events.all"), True, "a scope that no app can have"),
        (open_to_apps(any_app=True), True, "a scope that no app can have"),
        (open_to_apps(app_scope=""), True, "not clear about whether apps"),
        (open_to_apps(audience=SIGNED_IN), True, "not clear about whether apps"),
        (open_to_apps(app_scope="events.read"), True, "that may only read"),
        (open_to_apps(app_scope="", any_app=True), True, "that may only read"),
        (open_to_apps("self"), True, "what a person does for themselves"),
        (open_to_apps("view"), True, "what a person does for themselves"),
        (open_to_apps("administer"), True, "what a person does for themselves"),
        (open_to_apps(""), True, "what a person does for themselves"),
    ],
)
def test_a_method_that_is_not_clear_about_apps_stops_the_start(
    access: Access, mutating: bool, said: str
) -> None:
    with pytest.raises(RuntimeError, match=said):
        start_for_apps(access, mutating=mutating)


async def test_a_service_with_an_unknown_relation_does_not_listen(notes: NoteSite) -> None:
    lacking = {name: known for name, known in RELATIONS.items() if name != "view_diary"}
    with pytest.raises(RuntimeError, match="GetDiary declares the unknown relation view_diary"):
        async with notes.start(note_service(relations=lacking)):
            pass


def test_admits_whoever_the_audience_and_the_scope_let_in() -> None:
    person = caller_named(uuid7())
    for method in pb.METHODS.values():
        admit(method, person)


def test_refuses_anonymous_callers_where_signing_in_is_asked() -> None:
    nobody = Caller("anonymous", scopes=frozenset({"notes.read", "notes.write"}))
    admit(pb.METHODS["GetNote"], nobody)
    with pytest.raises(Unauthenticated) as refused:
        admit(pb.METHODS["CreateNote"], nobody)
    assert refused.value.reason == "SIGN_IN_REQUIRED"


@pytest.mark.parametrize("held", [(), ("notes.write",), ("notes",), ("notes.reader",), ("",)])
def test_refuses_a_passport_that_lacks_the_scope(held: tuple[str, ...]) -> None:
    caller = Caller("test", person_id=uuid7(), scopes=frozenset(held))
    with pytest.raises(PermissionDenied) as refused:
        admit(pb.METHODS["GetNote"], caller)
    assert refused.value.reason == "SCOPE_MISSING"


async def test_a_passport_without_the_scope_reaches_no_handler(notes: NoteSite) -> None:
    async with notes.start() as running:
        passport = notes.office.person(scopes={"notes.write"})
        with pytest.raises(PermissionDenied) as refused:
            await running.call(pb.GetNoteRequest(id=str(uuid7())), pb.Note, passport)
    assert refused.value.reason == "SCOPE_MISSING"


def test_each_kind_of_relation_is_asked_in_its_own_way() -> None:
    """Asking a condition like a question would always hold; so would the reverse."""
    work = Work.__new__(Work)
    work.relations = RELATIONS
    asking = work.fetch(Query(lambda _: None, relation="own_note"))
    with pytest.raises(TypeError, match="own_note is asked with require"):
        asking.send(None)
    coroutine = work.require("view_note")
    with pytest.raises(TypeError, match="view_note is asked by a query"):
        coroutine.send(None)
