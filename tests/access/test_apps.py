"""What an app may do with a key: a table of role, scope and RPC that follows from the tables of people.

Role and scope decide together, and there is no second rule. So an app that holds a role and the scope of an RPC gets
what a person of that role gets, and an app without the scope nothing. What differs is in `EXCEPTIONS`: people also see
what is their own.
"""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import pytest

from services.kit.contract.app_scopes import APP_SCOPES
from services.kit.contract.rpc import Method
from services.kit.errors import DomainError
from tests.access.calls import DENIALS, RPCS, Outcome, begin, call
from tests.access.community import Community
from tests.access.requests import methods, request_for, service_of
from tests.access.resources.app import ROLES
from tests.access.table import REFUSED

OPEN = {name: each for name, each in methods().items() if each.access.app_scope}
PUBLIC = {name: each for name, each in methods().items() if each.access.any_app}
CLOSED = {
    name: each
    for name, each in methods().items()
    if not each.access.app_scope and not each.access.any_app and name in RPCS
}
CLOSED.pop("PassportService.IssuePassport")
# Where an app gets something else than a person of its role, with the reason.
EXCEPTIONS: Mapping[tuple[str, str], str] = {
    # It also takes the scope with which an app reads names.
    ("ExportLinkService.CreateAttendanceSheetLink", role): "-"
    for role in ("supervisor", "coordinator", "leader")
}


def passport(community: Community, role: str, scopes: frozenset[str]) -> str:
    """Returns the passport of the group's app of a role."""
    ids = community.world.ids
    return community.world.platform.office.app(
        UUID(ids[f"app_of_{role}"]), UUID(ids["group"]), role.upper(), scopes
    )


async def as_app(
    community: Community, method: Method, role: str, scopes: frozenset[str]
) -> Outcome:
    """Calls an RPC as the app of a role."""
    kind = f"app of {role}"
    community.world.passports[kind] = passport(community, role, scopes)
    return await call(community, method, kind)


async def refusal(community: Community, method: Method, role: str, scopes: frozenset[str]) -> str:
    """Returns the reason why an app may not call an RPC; empty if it may."""
    world = community.world
    try:
        await world.platform.call(
            request_for(method, world, role),
            method.response_type,
            passport(community, role, scopes),
            service_of(method),
        )
    except DomainError as error:
        return error.reason
    return ""


def expected(name: str, role: str) -> str:
    """Returns what an app of a role gets: what a person of the role gets, but for the exceptions."""
    return EXCEPTIONS.get((name, role), RPCS[name].expected(role))


def test_every_scope_opens_something() -> None:
    assert {each.access.app_scope for each in OPEN.values()} == APP_SCOPES


def test_the_exceptions_are_of_rpcs_that_are_open() -> None:
    assert {name for name, _ in EXCEPTIONS} <= set(OPEN) | set(PUBLIC)


@pytest.mark.parametrize("scope", ["", *sorted(APP_SCOPES)])
async def test_with_its_scope_an_app_may_do_what_people_of_its_role_may(
    community: Community, scope: str
) -> None:
    """The scope "" stands for what needs none."""
    wrong = []
    asked = PUBLIC if not scope else {n: m for n, m in OPEN.items() if m.access.app_scope == scope}
    for name, method in asked.items():
        await begin(community, method)
        for role in ROLES:
            if method.mutates:
                await begin(community, method)
            found = await as_app(community, method, role, frozenset({scope}) - {""})
            if found.sign != expected(name, role):
                wrong.append(
                    f"{name} as an app of {role}: a person gets {expected(name, role)}, "
                    f"found {found.sign} {found.said}".rstrip()
                )
    assert not wrong, "\n".join(wrong)


class AnyIds(dict[str, str]):
    """The IDs of a community, and one that will do for what it does not have yet."""

    def __missing__(self, name: str) -> str:
        return self["subject"]


async def test_without_its_scope_nothing_is_open(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is looked at before it is known who may call.
    monkeypatch.setattr(community.world, "ids", AnyIds(community.world.ids))

    async def found(name: str, method: Method) -> str:
        others = APP_SCOPES - {method.access.app_scope}
        reason = await refusal(community, method, "leader", others)
        return "" if reason == "APP_SCOPE_MISSING" else f"{name}: {reason}"

    wrong = filter(None, await asyncio.gather(*(found(*each) for each in OPEN.items())))
    assert not list(wrong)


async def test_everything_else_is_closed_whatever_the_scopes(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is looked at before it is known who may call.
    monkeypatch.setattr(community.world, "ids", AnyIds(community.world.ids))

    async def found(name: str, method: Method) -> str:
        reason = await refusal(community, method, "leader", APP_SCOPES)
        return "" if reason == "PERSON_REQUIRED" else f"{name}: {reason}"

    wrong = filter(None, await asyncio.gather(*(found(*each) for each in CLOSED.items())))
    assert not list(wrong)


async def test_control_a_role_that_may_more_is_found(community: Community) -> None:
    name = "MembershipService.SuspendMembership"
    assert RPCS[name].expected("coordinator") == DENIALS["PERMISSION_DENIED"] != REFUSED
    await begin(community, OPEN[name])
    assert (await as_app(community, OPEN[name], "leader", APP_SCOPES)).sign == "+"


async def test_an_app_of_another_group_gets_what_a_stranger_gets(community: Community) -> None:
    """The relations go by the organization of the app, and not by its role alone."""
    world = community.world
    elsewhere = world.platform.office.app(
        UUID(world.ids["app_of_leader"]), UUID(int=7), "LEADER", APP_SCOPES
    )
    wrong = []
    for name, method in OPEN.items():
        await begin(community, method)
        world.passports["app elsewhere"] = elsewhere
        found = await call(community, method, "app elsewhere")
        if found.sign != RPCS[name].expected("stranger"):
            wrong.append(f"{name}: {found.sign} {found.said}")
    assert not wrong, "\n".join(wrong)
