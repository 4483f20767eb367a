"""docs/rosters.md: its operations, from a new field to the roster in its order."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.gateway.conftest import Gateway, global_id
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "rosters.md").read_text(encoding="utf-8")
NAMES = set(re.findall(r"\(operations/(\w+)\.graphql\)", PAGE))
# tests/gateway/test_people_imports.py
IMPORTS = {name for name in NAMES if "Import" in name}
GROUP = {"kind": "INTEREST_GROUP", "membershipPolicy": "OPEN"}


async def test_each_operation_of_the_page(gateway: Gateway, world: World) -> None:
    leader, used = await newcomer(gateway, world), set()

    async def do(name: str, **variables: Any) -> Any:
        used.add(name)
        answer = await gateway.ask(OPERATIONS[name], leader, **variables)
        (payload,) = answer.values()
        assert payload.pop("errors", []) == []
        (made, *_) = payload.values()
        return made

    made = await gateway.do(
        "createOrganization", leader, "organization { id }", name=f"Choir {uuid4()}", **GROUP
    )
    group = {"organizationId": made["organization"]["id"]}
    members = []
    for name in ("Ann", "Bo"):
        added = await gateway.do(
            "addMember",
            leader,
            "membership { id }",
            displayName=name,
            timeZone="UTC",
            **group,
        )
        members.append(added["membership"]["id"])

    def new() -> dict[str, str]:
        return {"requestId": str(uuid4())}

    field = await do(
        "CreateRosterField",
        displayName="声部",
        kind="CHOICE",
        choices=["alto", "soprano"],
        audience="MEMBERS",
        **group,
        **new(),
    )
    label = await do("CreateLabel", displayName="司机", **group, **new())
    for member, part in zip(members, ("Soprano", "alto"), strict=True):
        (noted,) = await do(
            "AnnotateMembers",
            membershipIds=[member],
            values=[{"rosterFieldId": field["id"], "value": part}],
            addLabelIds=[label["id"]],
            **new(),
        )
        assert noted["id"] == member
    answer = await gateway.ask(
        OPERATIONS["RosterByField"],
        leader,
        fieldId=field["id"],
        labelIds=[label["id"]],
        **group,
    )
    used.add("RosterByField")
    nodes = answer["organization"]["roster"]["nodes"]
    assert [each["displayName"] for each in nodes] == ["Bo", "Ann"]
    assert [each["values"][0]["value"] for each in nodes] == ["alto", "soprano"]
    assert [each["labels"] for each in nodes] == [[label], [label]]
    used |= await apply_with_answers(gateway, world)
    view = await do(
        "KeepRosterView",
        displayName="司机 Drivers",
        filter={"labelIds": [label["id"]]},
        sorting={"field": "VALUE", "direction": "ASCENDING", "rosterFieldId": field["id"]},
        columns=[{"kind": "LABELS"}, {"kind": "VALUE", "rosterFieldId": field["id"]}],
        **group,
        **new(),
    )
    answer = await gateway.ask(OPERATIONS["RosterByView"], leader, viewId=view["id"], **group)
    used.add("RosterByView")
    assert answer["organization"]["roster"]["nodes"] == nodes
    await in_bulk(gateway, leader, members, label)
    used.add("ChangeMembers")
    times = {members[0]: "2030-12-31T16:00:00Z", members[1]: "2030-06-30T16:00:00Z"}
    for member, time in times.items():
        (renewed,) = await do("RenewMembers", membershipIds=[member], expireTime=time, **new())
        assert datetime.fromisoformat(renewed["expireTime"]) == datetime.fromisoformat(time)
    (found,) = (
        await gateway.ask(
            OPERATIONS["ExpiringMembers"], leader, before="2030-12-01T00:00:00Z", **group
        )
    ).values()
    used.add("ExpiringMembers")
    assert [each["membership"]["id"] for each in found["roster"]["nodes"]] == [members[1]]
    used.add("HandOver")
    refused = await gateway.ask(
        OPERATIONS["HandOver"], leader, membershipId=members[0], **new()
    )  # whom the leader has entered, and who could not sign in
    (error,) = refused["handOverOwnership"]["errors"]
    assert error["reason"] == "OWNER_WITHOUT_ACCOUNT"
    assert used | IMPORTS == NAMES


async def apply_with_answers(gateway: Gateway, world: World) -> set[str]:
    """Asks a question, answers it as somebody who applies, and corrects the answer. Returns the operations."""
    leader, applicant = await newcomer(gateway, world), await newcomer(gateway, world)
    made = await gateway.do(
        "createOrganization",
        leader,
        "organization { id }",
        name=f"Choir {uuid4()}",
        kind="INTEREST_GROUP",
        membershipPolicy="APPLICATION",
    )
    group = {"organizationId": made["organization"]["id"]}

    async def do(name: str, token: str, **variables: Any) -> Any:
        asked = {"requestId": str(uuid4()), **variables}
        (payload,) = (await gateway.ask(OPERATIONS[name], token, **asked)).values()
        assert payload.pop("errors", []) == []
        (found,) = payload.values()
        return found

    english = {"language": "en", "question": "Which part?", "choices": ["Alto", "Soprano"]}
    question = await do(
        "AskApplicants",
        leader,
        displayName="声部",
        kind="CHOICE",
        choices=["女低", "女高"],
        question="你唱哪个声部？",
        language="zh-Hans",
        translations=[english],
        required=True,
        position=1,
        keptDays=30,
        **group,
    )
    answer = await gateway.ask(OPERATIONS["ApplicationForm"], applicant, language="en", **group)
    (asked,) = answer["organization"]["rosterFields"]["nodes"]
    assert (asked["id"], asked["question"]) == (question["id"], "Which part?")

    def part(value: str) -> dict[str, Any]:
        return {"values": [{"rosterFieldId": question["id"], "value": value}]}

    applied = await do("ApplyWithAnswers", applicant, **part("女低"), **group)
    assert applied["rosterEntry"]["values"][0]["value"] == "女低"
    corrected = await do(
        "CorrectApplication", applicant, membershipId=applied["id"], **part("女高")
    )
    assert corrected["rosterEntry"]["values"][0]["value"] == "女高"
    return {"AskApplicants", "ApplicationForm", "ApplyWithAnswers", "CorrectApplication"}


async def in_bulk(gateway: Gateway, leader: str, members: list[str], label: Any) -> None:
    """Makes one of two coordinator, and says beforehand what that does."""

    async def change(ids: list[str], **change: Any) -> Any:
        asked = {"membershipIds": ids, "requestId": str(uuid4()), **change}
        return (await gateway.ask(OPERATIONS["ChangeMembers"], leader, **asked))[
            "changeMemberships"
        ]

    wish = {"grantRoles": ["COORDINATOR"], "removeLabelIds": [label["id"]]}
    (first,) = (await change(members[:1], **wish))["changedMemberships"]
    assert first["changed"]
    assert [each["role"] for each in first["membership"]["roles"]] == ["COORDINATOR"]
    labelled = (
        "query($id: ID!) { node(id: $id) { ... on Membership { rosterEntry { labels { id } } } } }"
    )
    one = await gateway.ask(labelled, leader, id=members[0])
    assert one["node"]["rosterEntry"]["labels"] == []
    everyone = [*members, global_id("Membership", str(uuid4()))]
    foreseen = await change(everyone, **wish, dryRun=True)
    assert foreseen["changedMemberships"] == []
    assert foreseen["dryRun"]["unchanged"] == [0]
    assert foreseen["dryRun"]["counts"] == [{"type": "Membership", "count": 1}]
    assert [each["id"] for each in foreseen["dryRun"]["affected"]] == [members[1]]
    done = await change(everyone, **wish)
    assert [each and each["changed"] for each in done["changedMemberships"]] == [False, True, None]
    for said in (foreseen, done):
        assert [error["field"] for error in said["errors"]] == [["input", "membershipIds", "2"]]
