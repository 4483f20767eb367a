"""Who may call which RPC: every row of rpcs/*.txt, called over gRPC.

All requests are about "subject" (an active member of the group without a role), their contact details
(shared with the group), membership and sign-ups; the group; its public event and the shifts of that
event. "app" acts for the subject with the scope events.read alone.

All that is answered and logged meanwhile is searched for contact details (see test_canaries.py).
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from services.catalogue import NAMES
from services.events.events.models import Event
from services.kit.contract.rpc import methods_of
from services.kit.errors import InvalidArgument
from tests.access.calls import RPCS, Outcome, call, call_each, mistakes
from tests.access.canaries import MAY_SEE, canaries_in
from tests.access.community import Community
from tests.access.requests import methods
from tests.access.table import Row
from tests.logs import all_that_is_logged
from tests.services import service_named

CANCEL_EVENT = "EventService.CancelEvent"


def test_every_rpc_has_a_row() -> None:
    assert set(RPCS) == set(methods())


async def test_every_rpc_is_served(community: Community) -> None:
    site = community.world.platform.site
    served = {
        method.path
        for name in NAMES
        for servicer in service_named(name).servicers(site.settings(name))
        for method in methods_of(servicer.service)
    }
    assert served == {method.path for method in methods().values()}


@pytest.mark.parametrize("row", RPCS.values(), ids=RPCS.keys())
async def test_row(community: Community, row: Row) -> None:
    with all_that_is_logged() as logged:
        found = await call_each(community, row, call)
    wrong = mistakes(row, found)
    assert not wrong, "\n".join(wrong)
    assert not leaks(found)
    assert not canaries_in(logged.getvalue())


def leaks(found: Mapping[str, Outcome]) -> list[str]:
    """Returns the kinds of callers who were told contact details that they may not see."""
    return [
        kind
        for kind, outcome in found.items()
        if canaries_in(outcome.whole) and kind not in MAY_SEE
    ]


async def test_control_contact_details_are_found(community: Community) -> None:
    row = RPCS["PersonContactService.GetPersonContact"]
    found = await call_each(community, row, call)
    assert all(canaries_in(found[kind].whole) for kind in MAY_SEE)
    assert leaks(found | {"stranger": found["owner"]}) == ["stranger"]


async def test_control_a_handler_that_always_fails_is_found(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InvalidArgument.of("reason", "is never good enough", "EVENT_ENDED")

    monkeypatch.setattr(Event, "cancel", fail)
    wrong = mistakes(RPCS[CANCEL_EVENT], await call_each(community, RPCS[CANCEL_EVENT], call))
    assert [line.partition(": ")[0] for line in wrong] == [
        f"{CANCEL_EVENT} as {kind}" for kind in ("coordinator", "leader", "owner", "administrator")
    ]
    assert all("found INVALID_ARGUMENT" in line for line in wrong)


@pytest.mark.parametrize(("kind", "cell"), [("owner", "-"), ("stranger", "+"), ("anonymous", "-")])
async def test_control_a_wrong_cell_is_found(community: Community, kind: str, cell: str) -> None:
    row = RPCS[CANCEL_EVENT]
    changed = replace(row, cells=row.cells | {kind: cell})
    (line,) = mistakes(changed, await call_each(community, changed, call))
    assert line.startswith(f"{CANCEL_EVENT} as {kind}: the table says {cell}, found")


async def test_rows_do_not_depend_on_each_other(community: Community) -> None:
    """Closing the group would refuse whatever follows."""
    for operation in ("OrganizationService.CloseOrganization", CANCEL_EVENT):
        row = RPCS[operation]
        assert not mistakes(row, await call_each(community, row, call))


async def test_control_without_restoring_they_do(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def keep(_: Community) -> None:
        pass

    monkeypatch.setattr(Community, "restore", keep)
    wrong = mistakes(RPCS[CANCEL_EVENT], await call_each(community, RPCS[CANCEL_EVENT], call))
    assert [line.partition(": ")[0] for line in wrong] == [
        f"{CANCEL_EVENT} as {kind}" for kind in ("leader", "owner", "administrator")
    ]
