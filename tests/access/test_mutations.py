"""Who may send which mutation: every row of rpcs/*.txt that changes something, through GraphQL."""

import pytest

from gateway.contract.reading import mutation_name
from services.events.events.models import Event
from services.kit.errors import InvalidArgument
from tests.access.calls import RPCS, Outcome, call_each, mistakes
from tests.access.community import Community
from tests.access.fields import SCHEMA
from tests.access.mutations import mutate, sent_by_mutations
from tests.access.table import Row

SENT = sent_by_mutations()
MUTATIONS = {operation: RPCS[operation] for operation in SENT}
CANCEL_EVENT = "EventService.CancelEvent"


def test_every_mutation_has_the_row_of_its_rpc() -> None:
    assert SCHEMA.mutation_type is not None
    assert set(SCHEMA.mutation_type.fields) == {
        mutation_name(method.request_type) for method in SENT.values()
    }


async def send(community: Community, row: Row) -> dict[str, Outcome]:
    return await call_each(community, row, mutate)


@pytest.mark.parametrize("row", MUTATIONS.values(), ids=MUTATIONS.keys())
async def test_row(community: Community, row: Row) -> None:
    wrong = mistakes(row, await send(community, row))
    assert not wrong, "\n".join(wrong)


async def test_control_a_mutation_that_always_fails_is_found(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InvalidArgument.of("reason", "is never good enough", "EVENT_ENDED")

    monkeypatch.setattr(Event, "cancel", fail)
    wrong = mistakes(MUTATIONS[CANCEL_EVENT], await send(community, MUTATIONS[CANCEL_EVENT]))
    assert [line.partition(": ")[0] for line in wrong] == [
        f"{CANCEL_EVENT} as {kind}" for kind in ("coordinator", "leader", "owner", "administrator")
    ]
    assert all("found INVALID_ARGUMENT" in line for line in wrong)
