"""Categories and tags through GraphQL: from the catalogue to the lists that they select."""

from tests.gateway.conftest import Gateway, global_id, local_id
from tests.waiting import eventually
from tests.world import World

OPEN = "query($language: LanguageTag) { categories { nodes { id key name(language: $language) } } }"
FOUND = """
query($ids: [ID!], $tags: [String!]) {
  events(categoryIds: $ids, tags: $tags) { nodes { id category { id key } tags } }
  organizations(categoryIds: $ids, tags: $tags) { nodes { id category { id key } tags } }
}
"""


async def test_are_read_in_a_language_and_select_what_has_them(
    gateway: Gateway, world: World
) -> None:
    found = (await gateway.ask(OPEN, language="en"))["categories"]["nodes"]
    (music,) = [each for each in found if each["key"] == "music"]
    assert (music["id"], music["name"]) == (global_id("Category", world.ids["category"]), "Music")
    for filters in ({"ids": [music["id"]]}, {"tags": ["合唱 choir"]}):
        lists = await gateway.ask(FOUND, **filters)
        for name, type_name, id_ in (
            ("events", "Event", world.ids["event"]),
            ("organizations", "Organization", world.ids["group"]),
        ):
            nodes = {each["id"]: each for each in lists[name]["nodes"]}
            node = nodes[global_id(type_name, id_)]
            assert node["category"] == {"id": music["id"], "key": "music"}
            assert node["tags"] == ["合唱 Choir"]
    nothing = await gateway.ask(FOUND, tags=["nobody has this"])
    assert nothing == {"events": {"nodes": []}, "organizations": {"nodes": []}}


async def test_one_that_is_retired_cannot_be_chosen(gateway: Gateway, world: World) -> None:
    admin, leader = world.tokens["administrator"], world.tokens["leader"]
    payload = await gateway.do(
        "createCategory", admin, "category { id }", key="passing", name="Passing"
    )
    assert payload["errors"] == []
    id_ = payload["category"]["id"]
    category_id = local_id(id_)
    payload = await gateway.do("updateCategory", admin, categoryId=id_, retired=True)
    assert payload["errors"] == []
    draft = global_id("Event", world.ids["draft"])

    async def is_heard_of() -> bool:
        # An update in between would give the event the category, which it then might keep.
        query = "SELECT FROM category WHERE id = $1 AND retired"
        return bool(await world.platform.site.sql("events", query, category_id))

    await eventually(is_heard_of)
    payload = await gateway.do("updateEvent", leader, eventId=draft, categoryId=id_)
    errors = [(each["reason"], each["field"]) for each in payload["errors"]]
    assert errors == [("CATEGORY_NOT_OPEN", ["input", "categoryId"])]
