"""Qualifications through GraphQL: from the catalogue of kinds to the roster of those who plan."""

from datetime import UTC, datetime, timedelta

from tests.gateway.conftest import Gateway, global_id
from tests.world import World

ROSTER = """query($id: ID!) { organization(id: $id) { roster { nodes { membership { person {
  id qualifications(states: [VERIFIED]) { nodes { id kind { name(language: "en") } validUntilDate } } } } } } } }"""
WAITING = """query($id: ID!) { organization(id: $id) { qualifications(states: [CLAIMED]) { nodes {
  id person { displayName } nextActions } } } }"""


async def test_is_claimed_found_verified_and_seen_on_the_roster(
    gateway: Gateway, world: World
) -> None:
    admin, leader, subject = (world.tokens[each] for each in ("administrator", "leader", "subject"))
    group, person = (
        global_id("Organization", world.ids["group"]),
        global_id("Person", world.people["subject"]),
    )
    payload = await gateway.do(
        "createQualificationKind",
        admin,
        "qualificationKind { id }",
        key="first-aid",
        name="急救",
        language="zh-Hans",
        translations=[{"language": "en", "name": "First aid"}],
        validityMonths=24,
    )
    assert payload["errors"] == []
    payload = await gateway.do(
        "claimQualification",
        subject,
        "qualification { id state }",
        personId=person,
        qualificationKindId=payload["qualificationKind"]["id"],
        issuedDate=(datetime.now(UTC).date() - timedelta(days=1)).isoformat(),
    )
    assert payload["errors"] == []
    id_ = payload["qualification"]["id"]
    waiting = (await gateway.ask(WAITING, leader, id=group))["organization"]["qualifications"]
    assert [each["id"] for each in waiting["nodes"]] == [id_]
    assert sorted(waiting["nodes"][0]["nextActions"]) == [
        "REJECT",
        "VERIFY",
    ]
    payload = await gateway.do(
        "verifyQualification", leader, "qualification { state }", qualificationId=id_
    )
    assert payload == {"errors": [], "qualification": {"state": "VERIFIED"}}
    for kind, expected in (("coordinator", [id_]), ("member", [])):
        roster = (await gateway.ask(ROSTER, world.tokens[kind], id=group))["organization"]["roster"]
        people = [each["membership"]["person"] for each in roster["nodes"]]
        (seen,) = [each["qualifications"]["nodes"] for each in people if each["id"] == person]
        assert [each["id"] for each in seen] == expected
        assert all(each["kind"] == {"name": "First aid"} for each in seen)


async def test_names_the_input_field_that_breaks_a_rule(gateway: Gateway, world: World) -> None:
    payload = await gateway.do(
        "createQualificationKind",
        world.tokens["administrator"],
        key="First Aid",
        name="急救",
        validityMonths=-1,
    )
    fields = sorted(error["field"] for error in payload["errors"])
    assert fields == [["input", "key"], ["input", "validityMonths"]]
