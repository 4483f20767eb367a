"""Messages in the viewer's language, from the header to the service and back."""

from typing import Any

import pytest

from tests.gateway.binding.test_mutations import GROUP, registered
from tests.gateway.conftest import Gateway, Json
from tests.world import World

CREATE = """mutation($input: CreateEventInput!) {
  createEvent(input: $input) { errors { message reason } }
}"""
EVENT = {
    "title": "",
    "startTime": "2030-05-01T12:00:00Z",
    "endTime": "2030-05-01T09:00:00Z",
    "timeZone": "Asia/Shanghai",
    "visibility": "PUBLIC",
}


async def said(
    gateway: Gateway, accept: str, query: str, token: str = "", **variables: Any
) -> tuple[str | None, Json]:
    """Returns the language of an answer, and the answer."""
    headers = {"accept-language": accept} if accept else {}
    if token:
        headers["authorization"] = f"Bearer {token}"
    answer = await gateway.http.post(
        gateway.url, json={"query": query, "variables": variables}, headers=headers
    )
    return answer.headers.get("content-language"), answer.json()


@pytest.mark.parametrize(
    ("accept", "language", "messages"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", ["不能为空", "必须晚于开始时间"]),
        ("de", "en", ["must not be empty", "must be after the start time"]),
    ],
)
async def test_errors_of_a_service(
    gateway: Gateway, world: World, accept: str, language: str, messages: list[str]
) -> None:
    somebody = await registered(gateway, world)
    group = await somebody.done("createOrganization", "organization", name="邻里小组", **GROUP)
    given = EVENT | {"organizationId": group}
    found, answer = await said(gateway, accept, CREATE, somebody.token, input=given)
    assert found == language
    assert [each["message"] for each in answer["data"]["createEvent"]["errors"]] == messages


async def test_errors_of_the_gateway(gateway: Gateway) -> None:
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    _, answer = await said(gateway, "zh", query, ids=["x"] * 101)
    assert answer["errors"][0]["message"].endswith("最多 100 个 ID。其余的请另行查询")
    assert answer["errors"][0]["extensions"]["violations"][0]["params"] == {"max": "100"}
    _, answer = await said(gateway, "zh", "{ viewer { id } }", "nonsense")
    assert answer["errors"][0]["message"] == "登录信息无效。请重新登录。"
    _, answer = await said(gateway, "", "{ viewer { id } }", "nonsense")
    assert answer["errors"][0]["message"] == "The access token is not valid. Sign in again."
