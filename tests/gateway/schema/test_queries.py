"""Queries: references, contacts, nodes by ID, and the viewer."""

import pytest

from tests.gateway.conftest import NOBODYS_ID, Gateway, global_id
from tests.gateway.schema.codes import code
from tests.world import CANARIES, World


class TestReferences:
    async def test_people_and_organizations_are_shown_and_not_their_ids(
        self, gateway: Gateway, world: World
    ) -> None:
        data = await gateway.ask(
            """query($id: ID!) { organization(id: $id) { name kind website createTime
                 roster(states: [ACTIVE]) { nodes { displayName standing pending
                   membership { state roles { role endTime } organization { name }
                     person { displayName activity { plannedSignUps } } } } } } }""",
            world.tokens["leader"],
            id=global_id("Organization", world.ids["group"]),
        )
        organization = data["organization"]
        assert (organization["name"], organization["kind"]) == ("槐柏树合唱团", "INTEREST_GROUP")
        entries = {entry["displayName"]: entry for entry in organization["roster"]["nodes"]}
        subject = entries["subject 居民"]["membership"]
        assert subject["state"] == "ACTIVE"
        assert subject["organization"] == {"name": "槐柏树合唱团"}
        assert subject["person"]["activity"] == {"plannedSignUps": 1}
        leader = entries["leader 居民"]["membership"]
        assert leader["roles"] == [{"role": "LEADER", "endTime": None}]

    async def test_what_the_viewer_may_not_see_is_null(
        self, gateway: Gateway, world: World
    ) -> None:
        query = (
            "query($id: ID!) { shift(id: $id) { signUps { nodes { person { displayName } } } } }"
        )
        shift_id = global_id("Shift", world.ids["shift"])
        seen = await gateway.ask(query, world.tokens["leader"], id=shift_id)
        unseen = await gateway.ask(query, world.tokens["stranger"], id=shift_id)
        assert {"person": {"displayName": "subject 居民"}} in seen["shift"]["signUps"]["nodes"]
        assert unseen["shift"]["signUps"]["nodes"] == []

    async def test_all_above_an_organization(self, gateway: Gateway, world: World) -> None:
        owner = world.tokens["owner"]
        ids: list[str] = []
        for name in ("District", "Quarter", "Choir"):
            payload = await gateway.do(
                "createOrganization",
                owner,
                "organization { id }",
                name=name,
                kind="AGENCY",
                membershipPolicy="OPEN",
                parentId=ids[-1] if ids else None,
            )
            ids.append(payload["organization"]["id"])
        data = await gateway.ask(
            "query($id: ID!) { organization(id: $id) { parent { name } ancestors { name } } }",
            id=ids[-1],
        )
        assert data["organization"]["parent"] == {"name": "Quarter"}
        assert [each["name"] for each in data["organization"]["ancestors"]] == [
            "District",
            "Quarter",
        ]


class TestContact:
    QUERY = """query($id: ID!) { node(id: $id) { ... on Person {
        contact { phone email address emergencyContact shares { organization { name } } } } } }"""

    async def test_who_may_see_it(self, gateway: Gateway, world: World) -> None:
        person_id = global_id("Person", world.people["subject"])
        for kind in ("subject", "coordinator", "leader", "owner"):
            data = await gateway.ask(self.QUERY, world.tokens[kind], id=person_id)
            contact = data["node"]["contact"]
            assert contact["shares"] == [{"organization": {"name": "槐柏树合唱团"}}]
            assert all(canary in contact.values() for canary in CANARIES)

    @pytest.mark.parametrize("kind", ["anonymous", "stranger", "member", "supervisor"])
    async def test_who_may_not(self, gateway: Gateway, world: World, kind: str) -> None:
        subject, token = world.people["subject"], world.tokens[kind]
        answers = [
            await gateway.result(self.QUERY, token, id=global_id("Person", subject)),
            await gateway.result(
                "query($id: ID!) { node(id: $id) { ... on PersonContact { phone email } } }",
                token,
                id=global_id("PersonContact", subject),
            ),
        ]
        assert not any(canary in str(answers) for canary in CANARIES)
        assert answers[1]["data"] == {"node": None}
        assert "errors" not in answers[1]

    async def test_a_scope_that_is_missing_is_told(self, gateway: Gateway, world: World) -> None:
        token = world.platform.site.issuer.mint("subject", "", scope="volunteers.read")
        person_id = global_id("Person", world.people["subject"])
        answer = await gateway.result(self.QUERY, token, id=person_id)
        assert answer["data"]["node"] == {"contact": None}
        assert code(answer) == "PERMISSION_DENIED"


class TestNodes:
    async def test_every_resource_is_got_by_its_id(self, gateway: Gateway, world: World) -> None:
        ids = [
            global_id("Person", world.people["subject"]),
            global_id("PersonContact", world.people["subject"]),
            global_id("Organization", world.ids["group"]),
            global_id("Membership", world.memberships["subject"]),
            global_id("Event", world.ids["event"]),
            global_id("Shift", world.ids["shift"]),
            global_id("SignUp", world.ids["sign_up"]),
        ]
        data = await gateway.ask(
            "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }",
            world.tokens["subject"],
            ids=ids,
        )
        assert [node["id"] for node in data["nodes"]] == ids
        assert [node["__typename"] for node in data["nodes"]] == [
            "Person",
            "PersonContact",
            "Organization",
            "Membership",
            "Event",
            "Shift",
            "SignUp",
        ]

    @pytest.mark.parametrize(
        "id_",
        [
            "",
            "junk",
            "\x00",
            "A" * 100_000,
            global_id("Person", NOBODYS_ID),
            global_id("Organization", NOBODYS_ID),
            global_id("PersonActivity", NOBODYS_ID),
            global_id("Skill", NOBODYS_ID),
            global_id("Query", NOBODYS_ID),
            NOBODYS_ID,
        ],
        ids=str.__len__,
    )
    async def test_an_id_of_nothing_is_null(self, gateway: Gateway, world: World, id_: str) -> None:
        query = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }"
        for token in (world.tokens["anonymous"], world.tokens["subject"]):
            assert await gateway.ask(query, token, id=id_) == {"node": None, "nodes": [None]}

    async def test_what_may_not_be_seen_is_null(self, gateway: Gateway, world: World) -> None:
        query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
        hidden = [
            global_id("Event", world.ids["draft"]),
            global_id("Event", world.ids["members_event"]),
            global_id("Membership", world.memberships["subject"]),
            global_id("SignUp", world.ids["sign_up"]),
            global_id("Person", world.people["subject"]),
        ]
        for kind in ("anonymous", "stranger"):
            data = await gateway.ask(query, world.tokens[kind], ids=hidden)
            assert data["nodes"] == [None] * len(hidden)

    async def test_too_many_at_once_are_refused(self, gateway: Gateway) -> None:
        answer = await gateway.result(
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 101
        )
        assert code(answer) == "INVALID_ARGUMENT"


class TestById:
    async def test_what_is_there(self, gateway: Gateway, world: World) -> None:
        data = await gateway.ask(
            """query($person: ID!, $event: ID!, $shift: ID!) {
                 person(id: $person) { displayName } event(id: $event) { title visibility }
                 shift(id: $shift) { capacity placesTaken event { id } } }""",
            world.tokens["member"],
            person=global_id("Person", world.people["subject"]),
            event=global_id("Event", world.ids["event"]),
            shift=global_id("Shift", world.ids["shift"]),
        )
        assert data["person"] == {"displayName": "subject 居民"}
        assert data["event"]["visibility"] == "PUBLIC"
        assert data["shift"]["event"] == {"id": global_id("Event", world.ids["event"])}

    @pytest.mark.parametrize(
        ("field", "id_", "expected"),
        [
            ("organization", global_id("Organization", NOBODYS_ID), "NOT_FOUND"),
            ("event", global_id("Event", NOBODYS_ID), "PERMISSION_DENIED"),
            ("person", global_id("Person", NOBODYS_ID), "UNAUTHENTICATED"),
            ("event", global_id("Shift", NOBODYS_ID), "INVALID_ARGUMENT"),
            ("event", "junk", "INVALID_ARGUMENT"),
        ],
    )
    async def test_what_is_not_is_null_with_the_reason(
        self, gateway: Gateway, field: str, id_: str, expected: str
    ) -> None:
        answer = await gateway.result(
            f"query($id: ID!) {{ {field}(id: $id) {{ id }} __typename }}", id=id_
        )
        assert answer["data"] == {field: None, "__typename": "Query"}
        assert code(answer) == expected
        assert answer["errors"][0]["path"] == [field]

    async def test_it_is_said_which_argument_offends(self, gateway: Gateway) -> None:
        answer = await gateway.result(
            """{ events(organizationIds: ["canary"], endTimeAfter: "2026-01-01T00:00:00")
                 { nodes { id } } }"""
        )
        found = {
            ".".join(violation["field"]): violation["reason"]
            for violation in answer["errors"][0]["extensions"]["violations"]
        }
        assert found == {"organizationIds.0": "ID_INVALID", "endTimeAfter": "NO_TIME_ZONE"}
        assert "canary" not in str(answer)


class TestViewer:
    QUERY = """{ viewer { personId person { displayName }
        memberships { nodes { organization { name } } }
        signUps(states: [CONFIRMED]) { nodes { shift { title } event { title } } } } }"""

    async def test_a_person(self, gateway: Gateway, world: World) -> None:
        viewer = (await gateway.ask(self.QUERY, world.tokens["subject"]))["viewer"]
        assert viewer["personId"] == global_id("Person", world.people["subject"])
        assert viewer["person"] == {"displayName": "subject 居民"}
        assert viewer["memberships"]["nodes"] == [{"organization": {"name": "槐柏树合唱团"}}]
        assert viewer["signUps"]["nodes"] == [
            {"shift": {"title": "搬椅子"}, "event": {"title": "重阳节演出 Double Ninth concert"}}
        ]

    async def test_somebody_who_is_not_registered_yet(self, gateway: Gateway, world: World) -> None:
        token = world.platform.site.issuer.mint("newcomer", "Newcomer")
        viewer = (await gateway.ask("{ viewer { personId person { id } } }", token))["viewer"]
        assert viewer["person"] is None
        assert viewer["personId"]

    async def test_nobody_in_particular(self, gateway: Gateway) -> None:
        assert await gateway.ask(self.QUERY) == {"viewer": None}

    async def test_a_credential_that_does_not_hold(self, gateway: Gateway, world: World) -> None:
        token = world.tokens["subject"]
        for bad in ("junk", token + "x", token[:-20], "x" * 9000):
            response = await gateway.http.post(
                gateway.url,
                json={"query": "{ __typename }"},
                headers={"authorization": f"Bearer {bad}"},
            )
            assert response.status_code == 401
            assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
