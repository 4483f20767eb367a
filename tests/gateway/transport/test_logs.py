"""The log of a gateway as a process: every line is JSON, and none holds what callers send."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.processes import run_module
from tests.waiting import TIMEOUT, eventually

SECRET = "secret-in-a-query"
GARBAGE = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: nonsense\r\n\r\n",
    b"GET /graphql HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
)


async def test_every_line_is_json_whatever_comes(tmp_path: Path) -> None:
    environment = {
        "BANYAN_LISTEN": "127.0.0.1:0",
        "BANYAN_NATS_URL": "nats://127.0.0.1:1",
        "BANYAN_LOG_LEVEL": "DEBUG",
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONWARNINGS": "always",
    }
    log = tmp_path / "log"
    async with run_module("gateway", environment, log) as process:
        port = await eventually(lambda: port_of(process.records))
        assert port is not None
        await _send_a_mix(port)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {"time", "level", "service", "logger", "message"} <= lines[-1].keys()
    assert SECRET not in log.read_text()


def port_of(records: list[dict[str, Any]]) -> int | None:
    """Returns the port that uvicorn says it listens on."""
    for record in records:
        if "Uvicorn running on" in record["message"]:
            return int(record["message"].split(":")[2].split()[0])
    return None


async def _send_a_mix(port: int) -> None:
    """Sends good and bad requests."""
    url = f"http://127.0.0.1:{port}/graphql"
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as http:
        for query in ("{ __typename }", "{", "{ nothing }"):
            await http.post(f"{url}?token={SECRET}", json={"query": query})
        await http.post(url, content=b"\xff", headers={"content-type": "application/json"})
        await http.get(f"{url}/none?token={SECRET}")
        await http.get(f"http://127.0.0.1:{port}/calendars/mine/{SECRET}.ics")
    for path in ("graphql", "none"):
        socket = f"ws://127.0.0.1:{port}/{path}?token={SECRET}"
        for protocols in (["graphql-transport-ws"], ["nonsense"]):
            try:
                async with connect(socket, subprotocols=protocols, proxy=None) as websocket:  # type: ignore[arg-type] # plain names
                    await websocket.send("nonsense")
                    with pytest.raises(WebSocketException):
                        await websocket.recv()
            except WebSocketException:
                pass  # it was refused, which is part of the mix
    for garbage in GARBAGE:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(garbage)
        writer.write_eof()
        await asyncio.wait_for(reader.read(), TIMEOUT)
        writer.close()
