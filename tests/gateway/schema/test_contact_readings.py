"""Who has looked at my contact details, through GraphQL."""

from tests.gateway.conftest import Gateway, global_id
from tests.gateway.test_operations import OPERATIONS
from tests.world import World

CONTACT = "query($id: ID!) { node(id: $id) { ... on Person { contact { phone } } } }"


async def test_names_who_looked_and_by_whose_right(gateway: Gateway, world: World) -> None:
    query, token = OPERATIONS["MyContactReadings"], world.tokens["subject"]

    async def readings() -> list[dict[str, object]]:
        answer = await gateway.ask(query, token)
        found: list[dict[str, object]] = answer["viewer"]["contactReadings"]["nodes"]
        return found

    before = await readings()
    person = global_id("Person", world.people["subject"])
    await gateway.ask(CONTACT, world.tokens["leader"], id=person)
    reading = next(each for each in await readings() if each not in before)
    assert reading["reader"]["id"] == global_id("Person", world.people["leader"])  # type: ignore[index] # it is shown
    assert reading["organization"]["id"] == global_id("Organization", world.ids["group"])  # type: ignore[index] # the same
    assert reading["app"] is None
