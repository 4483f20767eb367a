"""Calls an RPC as every kind of caller, and compares the outcomes with the row of the table."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from google.rpc import status_pb2

from services.kit.calls.status import from_status
from services.kit.contract.rpc import Method
from services.kit.errors import DomainError
from tests.access.community import Community
from tests.access.givens import GIVENS
from tests.access.requests import methods, request_for, service_of
from tests.access.table import Row, read_tables
from tests.world import KINDS

SIGNS = "+~0-!"
RPCS = read_tables("rpcs", SIGNS)
DENIALS = {"UNAUTHENTICATED": "!", "PERMISSION_DENIED": "-"}


@dataclass(frozen=True)
class Outcome:
    """The outcome of one call.

    Attributes:
        sign: The sign for the cell, or the code of a refusal that has no sign.
        said: The message of the refusal.
        whole: All that the answer, or the refusal, says.
    """

    sign: str
    said: str = ""
    whole: str = ""


def mistakes(row: Row, found: Mapping[str, Outcome]) -> list[str]:
    """Returns a line for each outcome that differs from the cell of the row."""
    return [
        f"{row.operation} as {kind}: the table says {row.expected(kind)},"
        f" found {outcome.sign} {outcome.said}".rstrip()
        for kind, outcome in found.items()
        if outcome.sign != row.expected(kind)
    ]


async def call_each(
    community: Community,
    row: Row,
    call: Callable[[Community, Method, str], Awaitable[Outcome]],
) -> dict[str, Outcome]:
    """Returns the outcome of an RPC for every kind of caller.

    Calls that change nothing run at once: reads, and calls that the table refuses. Before each other
    call, the community is restored.

    Args:
        community: The community.
        row: The row of the RPC.
        call: Calls the RPC as a kind of caller.
    """
    method = methods()[row.operation]
    alone = [kind for kind in KINDS if method.mutates and row.cells[kind] == "+"]
    together = [kind for kind in KINDS if kind not in alone]
    await begin(community, method)
    outcomes = await asyncio.gather(*(call(community, method, kind) for kind in together))
    found = dict(zip(together, outcomes, strict=True))
    for kind in alone:
        await begin(community, method)
        found[kind] = await call(community, method, kind)
    return {kind: found[kind] for kind in KINDS}


async def begin(community: Community, method: Method) -> None:
    """Restores the community, and brings about the state that an RPC needs."""
    await community.restore()
    if given := GIVENS.get((method.each or method).name):
        await given(community.world)
        community.renew_passports()


def refusal_in(answer: Any) -> Outcome | None:
    """Returns why the first request of a batch was refused; None if none was."""
    for failed in getattr(answer, "failed_requests", ()):
        status = status_pb2.Status()
        failed.status.Unpack(status)
        refusal = from_status(status)
        return Outcome(DENIALS.get(refusal.code, refusal.code), refusal.message)
    return None


async def call(community: Community, method: Method, kind: str) -> Outcome:
    """Calls an RPC over gRPC as a kind of caller."""
    world = community.world
    passport = None if method.name == "IssuePassport" else world.passports[kind]
    try:
        answer = await world.platform.call(
            request_for(method, world, kind), method.response_type, passport, service_of(method)
        )
    except DomainError as error:
        said = f"{error.message} {error.violations}"
        return Outcome(DENIALS.get(error.code, error.code), said, f"{said} {error.params}")
    whole = str(answer) + answer.SerializeToString().decode("utf-8", "replace")
    if refused := refusal_in(answer):
        return replace(refused, whole=whole)
    is_list = method.name.startswith(("BatchGet", "List", "CheckMemberships"))
    shows = any(field.is_repeated for field, _ in answer.ListFields())
    return Outcome("0" if is_list and not shows else "+", whole=whole)
