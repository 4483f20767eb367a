"""The attendance sheet of an event, as a PDF."""

import re
import zlib
from uuid import uuid4

from gateway.exports.sheets import Line, Section, Sheet, drawn
from tests.gateway.conftest import Gateway, global_id
from tests.gateway.exports.rosters import Files
from tests.gateway.test_operations import OPERATIONS
from tests.world import World

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def letters_of(data: bytes) -> set[str]:
    """Returns the letters that a PDF shows, as its fonts say what their glyphs are."""
    found = set()
    for each in _STREAM.findall(data):
        text = zlib.decompress(each) if each[:1] == b"\x78" else each
        if b"beginbfchar" in text:
            found |= {chr(int(code, 16)) for code in re.findall(rb"<\w+> <(\w+)>", text)}
    return found


def test_has_every_letter_and_as_many_pages_as_it_takes() -> None:
    names = ("林秀英", "María García", "Nguyễn Văn An", "繁體團體", "Ольга", "=1+1")
    sections = [Section("做饭 · 09:00", [Line(name, "09:05", "") for name in names] * 12)]
    data = drawn(Sheet("邻里互助志愿队", "长桌午餐", ["2026-12-01"], list("ABCDE"), sections))
    assert data.startswith(b"%PDF-")
    assert len(data) < 200_000  # with a part of the font alone
    assert {*"".join(names), *"邻里互助志愿队长桌午餐"} <= letters_of(data) | {" "}
    assert max(int(each) for each in re.findall(rb"/Count (\d+)", data)) > 2


async def test_who_may_print_whom(gateway: Gateway, world: World) -> None:
    files = Files(gateway, "", "")

    async def link(kind: str, organization: str = "group") -> tuple[str, list[str]]:
        answer = await gateway.ask(
            OPERATIONS["PrintAttendance"],
            world.tokens[kind],
            organizationId=global_id("Organization", world.ids[organization]),
            eventId=global_id("Event", world.ids["event"]),
            requestId=str(uuid4()),
        )
        payload = answer["createAttendanceSheetLink"]
        codes = [each["code"] for each in payload["errors"]]
        return (payload["exportLink"] or {}).get("path", ""), codes

    path, errors = await link("supervisor")
    assert errors == []
    response = await files.fetch(path, "zh")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    person = await gateway.ask(
        "query($id: ID!) { node(id: $id) { ... on Person { displayName } } }",
        world.tokens["leader"],
        id=global_id("Person", world.people["subject"]),
    )
    assert {*person["node"]["displayName"], *"签名"} <= letters_of(response.content) | {" "}
    for kind in ("member", "subject", "stranger"):
        assert (await link(kind))[1] == ["PERMISSION_DENIED"]
