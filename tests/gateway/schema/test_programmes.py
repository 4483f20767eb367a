"""Programmes through GraphQL: from the ready-made one to the next version."""

from typing import Any

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

FIELDS = """
    id name english: name(language: "en") state versionNumber etag organization { id } firstVersion { id }
    categories { id } viewerCanUpdate viewerCanPublish nextActions
    stages {
        key name english: name(language: "en") minimumDays expectedDays
        requirements { neededCount criteria { indicator comparator threshold windowDays waivable } }
    }
"""
GET = f"query($id: ID!) {{ programme(id: $id) {{ {FIELDS} }} }}"
LIST = """
    query($id: ID!, $states: [ProgrammeState!], $direction: SortDirection!) {
        programmes(
            organizationId: $id, states: $states, orderBy: { field: CREATE_TIME, direction: $direction }
        ) { totalCount nodes { id state versionNumber } }
    }
"""


async def make_default(gateway: Gateway, world: World) -> dict[str, Any]:
    """Creates the ready-made programme for the group, and returns it."""
    payload = await gateway.do(
        "createDefaultProgramme",
        world.tokens["leader"],
        f"programme {{ {FIELDS} }}",
        organizationId=global_id("Organization", world.ids["group"]),
    )
    assert payload["errors"] == []
    found: dict[str, Any] = payload["programme"]
    return found


async def test_begins_ready_made_and_grows_by_versions(gateway: Gateway, world: World) -> None:
    group, leader = global_id("Organization", world.ids["group"]), world.tokens["leader"]
    made = await make_default(gateway, world)
    assert [each["key"] for each in made["stages"]] == [
        "seed",
        "sprout",
        "sapling",
        "tree",
        "banyan",
    ]
    assert (made["name"], made["english"]) == ("种子计划", "From seed to banyan")
    assert made["stages"][4]["name"] == "榕树"
    assert made["stages"][4]["english"] == "Banyan"
    assert (made["state"], made["versionNumber"]) == ("DRAFT", 1)
    assert made["firstVersion"] == {"id": made["id"]}
    assert made["nextActions"] == ["PUBLISH", "RETIRE"]
    published = await gateway.do(
        "publishProgramme", leader, "programme { state nextActions }", programmeId=made["id"]
    )
    assert published["programme"] == {"state": "PUBLISHED", "nextActions": ["RETIRE"]}
    # What is published can be read by everyone, and changed by nobody.
    seen = (await gateway.ask(GET, "", id=made["id"]))["programme"]
    assert (seen["state"], seen["viewerCanUpdate"], seen["nextActions"]) == ("PUBLISHED", False, [])
    payload = await gateway.do("updateProgramme", leader, programmeId=made["id"], name="别的")
    assert [each["reason"] for each in payload["errors"]] == ["PROGRAMME_NOT_DRAFT"]
    revised = await gateway.do(
        "reviseProgramme", leader, f"programme {{ {FIELDS} }}", programmeId=made["id"]
    )
    draft = revised["programme"]
    assert (draft["state"], draft["versionNumber"]) == ("DRAFT", 2)
    assert (draft["stages"], draft["firstVersion"]) == (made["stages"], {"id": made["id"]})
    renamed = await gateway.do(
        "updateProgramme",
        leader,
        "programme { name }",
        programmeId=draft["id"],
        name="种子计划二",
        etag=draft["etag"],
    )
    assert renamed["programme"] == {"name": "种子计划二"}
    await gateway.do("publishProgramme", leader, programmeId=draft["id"])
    listed = await gateway.ask(LIST, "", id=group, states=None, direction="DESCENDING")
    assert listed["programmes"]["totalCount"] == 2
    assert [(each["state"], each["versionNumber"]) for each in listed["programmes"]["nodes"]] == [
        ("PUBLISHED", 2),
        ("RETIRED", 1),
    ]
    listed = await gateway.ask(LIST, "", id=group, states=["RETIRED"], direction="ASCENDING")
    assert [each["id"] for each in listed["programmes"]["nodes"]] == [made["id"]]


async def test_a_dry_run_of_publishing_names_both_versions(gateway: Gateway, world: World) -> None:
    leader = world.tokens["leader"]
    made = await make_default(gateway, world)
    await gateway.do("publishProgramme", leader, programmeId=made["id"])
    revised = await gateway.do(
        "reviseProgramme", leader, "programme { id }", programmeId=made["id"]
    )
    payload = await gateway.do(
        "publishProgramme",
        leader,
        "dryRun { counts { type count } }",
        programmeId=revised["programme"]["id"],
        dryRun=True,
    )
    assert payload["dryRun"]["counts"] == [{"type": "Programme", "count": 2}]
    assert (await gateway.ask(GET, "", id=made["id"]))["programme"]["state"] == "PUBLISHED"


async def test_names_the_input_field_that_breaks_a_rule(gateway: Gateway, world: World) -> None:
    criterion = {"indicator": "ACTIVE_MEMBERS", "comparator": "AT_LEAST", "windowDays": 30}
    stage = {
        "key": "seed",
        "name": "种子",
        "minimumDays": 9,
        "expectedDays": 3,
        "requirements": [{"neededCount": 2, "criteria": [criterion]}],
    }
    payload = await gateway.do(
        "createProgramme",
        world.tokens["leader"],
        organizationId=global_id("Organization", world.ids["group"]),
        name="计划",
        stages=[stage, stage],
    )
    assert {
        (error["reason"], ".".join(map(str, error["field"]))) for error in payload["errors"]
    } >= {
        ("DUPLICATE", "input.stages"),
        ("EXPECTED_BELOW_MINIMUM", "input.stages.0.expectedDays"),
        ("MORE_NEEDED_THAN_LISTED", "input.stages.0.requirements.0.neededCount"),
        ("WINDOW_DOES_NOT_FIT", "input.stages.1.requirements.0.criteria.0.windowDays"),
    }
