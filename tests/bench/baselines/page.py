"""A page of events from one SQL query, as one would write it by hand for this page alone.

    DATABASE_URL=... python -m tests.bench.baselines.page PORT

The same uvicorn as the gateway's, no framework, no access rules but the one in the query.
"""

import json
import os
import sys
from typing import Any

import asyncpg
import uvicorn

QUERY = """
SELECT event.title, event.what_to_bring, event.start_time, event.end_time, event.time_zone, event.state,
       organization.name, organization.kind
  FROM event JOIN organization ON organization.id = event.organization_id
 WHERE event.visibility = 'PUBLIC'
 ORDER BY event.start_time, event.id
 LIMIT $1
"""


class Page:
    """The ASGI application.

    Args:
        url: The database with both tables.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            self._pool = await asyncpg.create_pool(self._url, min_size=10, max_size=10)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self._pool.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        asked = json.loads((await receive())["body"])
        body = json.dumps(
            {"data": {"events": {"nodes": await self._nodes(asked["variables"]["first"])}}},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _nodes(self, first: int) -> list[dict[str, Any]]:
        return [
            {
                "title": row["title"],
                "whatToBring": row["what_to_bring"],
                "startTime": row["start_time"].isoformat(),
                "endTime": row["end_time"].isoformat(),
                "timeZone": row["time_zone"],
                "state": row["state"],
                "organization": {"name": row["name"], "kind": row["kind"]},
            }
            for row in await self._pool.fetch(QUERY, first)
        ]


if __name__ == "__main__":
    uvicorn.run(
        Page(os.environ["DATABASE_URL"]),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
    )
