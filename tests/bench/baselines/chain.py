"""The page of events by the same chain as Banyan's, written by hand for this page alone.

    DATABASE_URL=... python -m tests.bench.baselines.chain events PORT
    DATABASE_URL=... python -m tests.bench.baselines.chain organizations PORT
    EVENTS=host:port ORGANIZATIONS=host:port python -m tests.bench.baselines.chain front PORT

uvicorn and a bare ASGI application, one `grpc.aio` call to each of two services, in each one prepared
statement through asyncpg, protobuf in between. Two calls and two statements for a page, no access rules but the
one in the query, no traces. It is the least that this stack can cost.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import grpc
import uvicorn
import uvloop
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import organization_pb2

_EVENTS = """
SELECT id, organization_id, title, what_to_bring, start_time, end_time, time_zone, state
  FROM event WHERE visibility = 'PUBLIC' ORDER BY start_time, id LIMIT $1
"""
_ORGANIZATIONS = "SELECT id, name, kind FROM organization WHERE id = ANY($1::uuid[])"
_LIST = "/bench.Events/List"
_GET = "/bench.Organizations/BatchGet"
_State = event_pb2.EventState
_Kind = organization_pb2.OrganizationKind


async def _list_events(pool: Any, request: Any) -> Any:
    answer = event_pb2.ListEventsResponse()
    for row in await pool.fetch(_EVENTS, request.page_size):
        event = answer.events.add(
            id=str(row["id"]),
            organization_id=str(row["organization_id"]),
            title=row["title"],
            what_to_bring=row["what_to_bring"],
            time_zone=row["time_zone"],
            state=_State.Value(f"EVENT_STATE_{row['state']}"),
        )
        event.start_time.FromDatetime(row["start_time"])
        event.end_time.FromDatetime(row["end_time"])
    return answer


async def _get_organizations(pool: Any, request: Any) -> Any:
    answer = organization_pb2.BatchGetOrganizationsResponse()
    for row in await pool.fetch(_ORGANIZATIONS, list(request.ids)):
        kind = _Kind.Value(f"ORGANIZATION_KIND_{row['kind']}")
        answer.organizations.add(id=str(row["id"]), name=row["name"], kind=kind)
    return answer


async def _serve(
    port: int, method: str, request_type: Any, handle: Callable[[Any, Any], Awaitable[Any]]
) -> None:
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=10, max_size=10)

    async def answer(request: Any, context: Any) -> Any:
        del context
        return await handle(pool, request)

    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    handler: Any = grpc.unary_unary_rpc_method_handler(
        answer, request_type.FromString, lambda message: message.SerializeToString()
    )
    service, _, name = method.lstrip("/").partition("/")
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler(service, {name: handler}),)
    )
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await asyncio.Event().wait()


class Front:
    """The ASGI application."""

    def __init__(self) -> None:
        self._list: Any = None
        self._get: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await receive()
            self._list = _callable("EVENTS", _LIST, event_pb2.ListEventsResponse)
            answer_type = organization_pb2.BatchGetOrganizationsResponse
            self._get = _callable("ORGANIZATIONS", _GET, answer_type)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        asked = json.loads((await receive())["body"])
        nodes = await self._nodes(asked["variables"]["first"])
        body = json.dumps(
            {"data": {"events": {"nodes": nodes}}}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _nodes(self, first: int) -> list[dict[str, Any]]:
        events = (await self._list(event_pb2.ListEventsRequest(page_size=first))).events
        ids = {event.organization_id for event in events}
        request = organization_pb2.BatchGetOrganizationsRequest(ids=ids)
        found = {
            each.id: {"name": each.name, "kind": _short(_Kind.Name(each.kind), _Kind)}
            for each in (await self._get(request)).organizations
        }
        return [
            {
                "title": event.title,
                "whatToBring": event.what_to_bring,
                "startTime": _time(event.start_time),
                "endTime": _time(event.end_time),
                "timeZone": event.time_zone,
                "state": _short(_State.Name(event.state), _State),
                "organization": found[event.organization_id],
            }
            for event in events
        ]


def _callable(variable: str, method: str, answer_type: Any) -> Any:
    return grpc.aio.insecure_channel(os.environ[variable]).unary_unary(
        method,
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=answer_type.FromString,
    )


def _time(timestamp: Any) -> str:
    return str(timestamp.ToDatetime().isoformat()) + "+00:00"


def _short(name: str, enum: Any) -> str:
    prefix = "EVENT_STATE_" if enum is _State else "ORGANIZATION_KIND_"
    return name.removeprefix(prefix)


def main() -> None:
    """Runs one process of the chain."""
    part, port = sys.argv[1], int(sys.argv[2])
    if part == "events":
        uvloop.run(_serve(port, _LIST, event_pb2.ListEventsRequest, _list_events))
    elif part == "organizations":
        request_type = organization_pb2.BatchGetOrganizationsRequest
        uvloop.run(_serve(port, _GET, request_type, _get_organizations))
    else:
        uvicorn.run(
            Front(),
            port=port,
            loop="uvloop",
            http="httptools",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
        )


if __name__ == "__main__":
    main()
