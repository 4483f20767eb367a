"""Many who watch one shift on one gateway: the memory of each, and how soon all have heard of a change."""

import asyncio
import json
import resource
import time
from collections.abc import Callable, Sequence

from banyan.events.v1 import sign_up_pb2

from services.kit.contract.global_ids import GlobalId
from tests.bench import memory
from tests.bench.data import PERSON, SHIFT, SUBJECT, id_of
from tests.bench.pages import GATEWAY
from tests.bench.place import Place
from tests.bench.rounds import Numbers, Options, Rounds, Row
from tests.waiting import eventually

COUNT = 2_000
_AT_ONCE = 50  # connections under way
_KIBIBYTES = 1024
_WAIT_SECONDS = 60.0
_QUERY = "subscription Places($id: ID!) { shiftPlaces(shiftIds: [$id]) { shift { placesTaken capacity } } }"


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about subscribers."""
    count = options.of(COUNT, least=200)
    _allow_files(2 * count)
    shift = id_of(SHIFT, 8)  # a second one, at whose time nobody has anything else to do
    before = memory.measure(place).get(GATEWAY)
    watchers = [_Watcher() for _ in range(count)]
    try:
        say(f"subscribers, connecting {count}")
        await _connect(place, shift, watchers)
        idle = memory.measure(place).get(GATEWAY)
        changes = _Changes(place, shift, watchers)
        rounds = await Rounds.of(options, {"change": changes.measure}, say)
    finally:
        for watcher in watchers:
            watcher.close()
    subject = f"{count:,} subscribers to one shift, on one gateway"
    rows = rounds.rows(subject, {"all": ("until all have heard of a change", "ms")}, "change")
    if before and idle:
        each = (idle.resident - before.resident) * _KIBIBYTES / count
        rows.append(Row(subject, "memory of each, idle", "KiB", [each]))
    return rows


def _allow_files(count: int) -> None:
    """Lets this process and the gateway open as many sockets as are needed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 512
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


class _Watcher(asyncio.Protocol):
    """A connection on which server-sent events arrive, which are counted."""

    def __init__(self) -> None:
        self.heard = 0
        self._transport: asyncio.BaseTransport | None = None
        self._rest = b""
        self._refusal = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *events, self._rest = (self._rest + data).split(b"\n\n")
        for event in events:
            if b'"errors"' in event or b"event: complete" in event:
                self._refusal = event
            self.heard += b"event: next" in event

    def has_heard(self, number: int) -> bool:
        """Returns whether so many messages have arrived.

        Raises:
            RuntimeError: The gateway refused or ended the subscription.
        """
        if self._refusal:
            raise RuntimeError(f"the gateway ended a subscription: {self._refusal!r}")
        return self.heard >= number

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def _connect(place: Place, shift: str, watchers: Sequence[_Watcher]) -> None:
    variables = {"id": str(GlobalId("Shift", shift))}
    body = json.dumps({"query": _QUERY, "variables": variables})
    address = ("127.0.0.1", place.plan.port)
    token = place.plan.issuer.mint(SUBJECT, "Resident")  # the bench lets one person have them all
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\n"
        "Content-Type: application/json\r\nAccept: text/event-stream\r\n"
        f"Authorization: Bearer {token}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    request = (head + body).encode()
    loop = asyncio.get_running_loop()

    async def connect(watcher: _Watcher) -> None:
        transport, _ = await loop.create_connection(lambda: watcher, *address)
        transport.write(request)

    for start in range(0, len(watchers), _AT_ONCE):
        some = watchers[start : start + _AT_ONCE]
        await asyncio.gather(*map(connect, some))
        await _until_heard(some, [1] * len(some))


async def _until_heard(watchers: Sequence[_Watcher], numbers: Sequence[int]) -> None:
    """Returns when each watcher has heard its number of messages."""

    def all_heard() -> bool:
        return all(map(_Watcher.has_heard, watchers, numbers))

    await eventually(all_heard, timeout=_WAIT_SECONDS, interval=0.002)


class _Changes:
    """Sign-ups of one person after the other, each of which every watcher hears of."""

    def __init__(self, place: Place, shift: str, watchers: Sequence[_Watcher]) -> None:
        self._place = place
        self._shift = shift
        self._watchers = watchers
        self._people = iter(range(place.data.people, 0, -1))  # the others are busy elsewhere

    async def measure(self) -> Numbers:
        """Returns how many milliseconds passed from the call to the last message."""
        wanted = [watcher.heard + 1 for watcher in self._watchers]
        passport = self._place.passport(id_of(PERSON, next(self._people)))
        request = sign_up_pb2.CreateSignUpRequest(shift_id=self._shift)
        started = time.perf_counter()
        await self._place.client.call(request, sign_up_pb2.SignUp, passport=passport)
        await _until_heard(self._watchers, wanted)
        return {"all": (time.perf_counter() - started) * 1000}
