"""From a messy file to organizations, as a frontend does it: plan, look at it, execute, watch."""

import base64
from collections import Counter
from typing import Any

from tests.gateway.conftest import Gateway, Json
from tests.organizations.importing import DIRECTORY
from tests.world import World

CONTENT = DIRECTORY.read_text(encoding="utf-8")
PLANNED = """importJob { id state fileName rowsTotal rowsDone createCount updateCount mergeCount
    unchangedCount conflictCount errorCount organization { id } }"""
ROWS = """query($id: ID!, $after: String, $outcomes: [ImportOutcome!]) { node(id: $id) { ... on ImportJob {
    rows(first: 100, after: $after, outcomes: $outcomes) {
        nodes { line name outcome isUndone reasons { code message column } changes { field before after }
            organization { name inheritRoles } }
        pageInfo { hasNextPage endCursor } } } } }"""
PROGRESS = """subscription($id: ID!) { importJobProgress(importJobId: $id) {
    state rowsDone rowsTotal conflictCount } }"""

UNDONE = """subscription($id: ID!) { importJobProgress(importJobId: $id) { state undoneCount } }"""


class Desk:
    """Where an administrator imports below a station of their own."""

    def __init__(self, gateway: Gateway, token: str, station: str) -> None:
        self.gateway = gateway
        self.token = token
        self.station = station

    async def plan(self, content: str) -> Json:
        payload = await self.gateway.do(
            "createOrganizationImportJob",
            self.token,
            PLANNED,
            parentId=self.station,
            content=content,
            fileName="directory.csv",
            kind="SOCIAL_ORGANIZATION",
            membershipPolicy="APPLICATION",
        )
        assert payload["errors"] == []
        job: Json = payload["importJob"]
        return job

    async def execute(self, job: Json) -> list[Json]:
        """Executes an import; returns its states as a subscriber saw them."""
        seen: list[Json] = []
        async with self.gateway.events(PROGRESS, self.token, id=job["id"]) as results:
            seen.append((await anext(results))["data"]["importJobProgress"])
            payload = await self.gateway.do("executeImportJob", self.token, importJobId=job["id"])
            assert payload["errors"] == []
            while seen[-1]["state"] != "COMPLETED":
                seen.append((await anext(results))["data"]["importJobProgress"])
        return seen

    async def rows(self, job: Json, **filters: Any) -> list[Json]:
        rows: list[Json] = []
        after = None
        while True:
            data = await self.gateway.ask(ROWS, self.token, id=job["id"], after=after, **filters)
            page = data["node"]["rows"]
            rows += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return rows


async def desk(gateway: Gateway, world: World) -> Desk:
    token = world.tokens["administrator"]
    payload = await gateway.do(
        "createOrganization",
        token,
        "organization { id }",
        name="中山路社区服务站",
        kind="SERVICE_STATION",
        membershipPolicy="INVITATION",
    )
    return Desk(gateway, token, payload["organization"]["id"])


async def test_a_directory_from_preview_to_unchanged(gateway: Gateway, world: World) -> None:
    at = await desk(gateway, world)
    job = await at.plan(CONTENT)
    assert job["organization"]["id"] == at.station
    assert (job["state"], job["rowsTotal"], job["createCount"], job["mergeCount"]) == (
        "READY",
        341,
        320,
        21,
    )
    rows = await at.rows(job)
    assert [row["line"] for row in rows] == list(range(2, 343))
    assert all(row["organization"] is None for row in rows)
    merged = await at.rows(job, outcomes=["MERGE"])
    assert len(merged) == 21
    assert merged[0]["reasons"][-1]["code"] == "MERGED"
    codes = {reason["code"] for row in rows for reason in row["reasons"]}
    assert "OTHER" not in codes
    assert [change["field"] for change in merged[0]["changes"]] == ["address"]

    seen = await at.execute(job)
    done = [state["rowsDone"] for state in seen]
    assert done == sorted(done)
    assert len(set(done)) > 2  # the progress is seen, not only the end
    assert seen[-1] == {
        "state": "COMPLETED",
        "rowsDone": 341,
        "rowsTotal": 341,
        "conflictCount": 0,
    }
    rows = await at.rows(job)
    assert {row["organization"]["inheritRoles"] for row in rows} == {True}
    assert len({row["organization"]["name"] for row in rows}) == 320

    again = await at.plan(CONTENT)
    assert again["unchangedCount"] == 341
    assert Counter(row["outcome"] for row in await at.rows(again)) == {"UNCHANGED": 341}


async def test_imports_of_an_organization_newest_first(gateway: Gateway, world: World) -> None:
    at = await desk(gateway, world)
    jobs = [await at.plan("Name\nChoir") for _ in range(3)]
    query = "query($id: ID!) { organization(id: $id) { importJobs { nodes { id } } } }"
    data = await gateway.ask(query, at.token, id=at.station)
    found = [node["id"] for node in data["organization"]["importJobs"]["nodes"]]
    assert found == [job["id"] for job in reversed(jobs)]


async def test_a_file_that_cannot_be_read_is_an_error_of_its_field(
    gateway: Gateway, world: World
) -> None:
    at = await desk(gateway, world)
    payload = await gateway.do(
        "createOrganizationImportJob",
        at.token,
        parentId=at.station,
        content="Title\nChoir",
        fileName="directory.csv",
        kind="SOCIAL_ORGANIZATION",
        membershipPolicy="APPLICATION",
    )
    [error] = payload["errors"]
    assert (error["code"], error["field"]) == ("INVALID_ARGUMENT", ["input", "content"])


async def test_others_see_nothing_of_an_import(gateway: Gateway, world: World) -> None:
    at = await desk(gateway, world)
    job = await at.plan("Name\nChoir")
    for kind in ("anonymous", "stranger", "owner"):
        answer = await gateway.result(ROWS, world.tokens[kind], id=job["id"])
        assert not (answer["data"] or {}).get("node")


async def test_bytes_are_sent_as_base64_and_conflicts_are_answered_and_undone(
    gateway: Gateway, world: World
) -> None:
    at = await desk(gateway, world)
    data = "名称,地址\n福德宮,宜蘭路\n福德宮,文昌路\n".encode("gb18030")
    payload = await gateway.do(
        "createOrganizationImportJob",
        at.token,
        "importJob { id encoding source conflictCount }",
        parentId=at.station,
        data=base64.b64encode(data).decode(),
        fileName="temples.csv",
        kind="SOCIAL_ORGANIZATION",
        membershipPolicy="APPLICATION",
    )
    assert payload["errors"] == []
    job = payload["importJob"]
    assert (job["encoding"], job["conflictCount"]) == ("gb18030", 2)
    assert job["source"]
    payload = await gateway.do(
        "resolveImportConflicts",
        at.token,
        "importJob { createCount conflictCount }",
        importJobId=job["id"],
        resolutions=[{"reason": "SAME_NAME", "answer": "DIFFERENT"}],
    )
    assert payload["importJob"] == {"createCount": 2, "conflictCount": 0}
    await at.execute(job)
    would = await gateway.do(
        "undoImportJob",
        at.token,
        "dryRun { counts { type count } }",
        importJobId=job["id"],
        dryRun=True,
    )
    counts = {each["type"]: each["count"] for each in would["dryRun"]["counts"]}
    assert counts == {"ImportJob": 1, "Organization": len(await at.rows(job))}
    seen: list[Json] = []
    async with gateway.events(UNDONE, at.token, id=job["id"]) as results:
        await anext(results)
        await gateway.do("undoImportJob", at.token, importJobId=job["id"])
        while not seen or seen[-1]["state"] != "UNDONE":
            seen.append((await anext(results))["data"]["importJobProgress"])
    assert seen[-1]["undoneCount"] == 2
    assert [row["isUndone"] for row in await at.rows(job)] == [True, True]
