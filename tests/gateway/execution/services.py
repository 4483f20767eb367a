"""Services that answer anything: made-up resources, the same for the same question and seed.

Some are hidden, some answers fail, and some hold what no service would send, because the two ways of executing
an operation must agree about those too.
"""

import asyncio
import zlib
from random import Random
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from banyan.organizations.v1.passport_pb2 import IssuePassportResponse
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from gateway.backend.backend import Backend, Bounds
from gateway.backend.context import Context
from gateway.backend.turns import Turns
from gateway.contract import reading as contract
from gateway.contract.reading import fields_of, message_of
from services.kit.contract.partial import Wanted, wanted_of
from services.kit.errors import (
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
    Unavailable,
)

IDS = [f"01920000-0000-7000-8000-{number:012}" for number in range(40)]
# Times that many resources do not have yet.
_LATER = {"check_in_time", "offer_expire_time", "decide_time", "last_shift_end_time"}
_FAILURES = (
    NotFound("It does not exist."),
    PermissionDenied("It is not yours."),
    Unauthenticated("Sign in."),
    Unavailable("The service is away."),
    Refused("Not now.", reason="TOO_LATE"),
    InvalidArgument.of("person.display_name", "is too long", "TOO_LONG"),
    RuntimeError("a secret"),
)
Answer = TypeVar("Answer", bound=Message)


class Services:
    """Answers every request.

    Args:
        seed: What is made up.
        failing: How often an answer is an error: 0 to 1.
        wild: How often a value is one that no service would send.

    Attributes:
        calls: The requests so far.
        partial: How many of them asked for a part of the answer.
    """

    def __init__(self, seed: int, *, failing: float = 0.0, wild: float = 0.0) -> None:
        self._seed = seed
        self._failing = failing
        self._wild = wild
        self.calls: list[Message] = []
        self.partial = 0

    def context(self, *, anonymous: bool = False) -> Context:
        """Returns the context of a new operation."""
        passport = IssuePassportResponse(passport="passport", person_id=IDS[0])

        async def passport_of(credential: str | None) -> IssuePassportResponse:
            return passport

        backend = SimpleNamespace(
            turns=Turns(1),
            notices=None,
            bounds=Bounds(),
            client=self,
            image_url="https://images.example.org",
            passports=SimpleNamespace(get=passport_of, renew=lambda credential: None),
        )
        return Context(cast("Backend", backend), None if anonymous else "token", {})

    async def call(
        self,
        request: Any,
        answer_type: type[Answer],
        *,
        passport: str,
        service: str | None = None,
        wanted: str = "",
    ) -> Answer:
        """Answers as the client of the services does, and with nothing that is not wanted."""
        self.calls.append(request)
        self.partial += bool(wanted)
        answer = await self._answer(request, answer_type, service)
        _narrow(answer, wanted_of(answer_type.DESCRIPTOR, wanted))
        return answer

    async def _answer(self, request: Any, answer_type: type[Answer], service: str | None) -> Answer:
        await asyncio.sleep(0)
        kind = answer_type.DESCRIPTOR.name
        # What is asked for together with what must not matter: a list is also asked for alone.
        if contract.batch_list_of(type(request)):
            question = f"Batch{kind}".encode()
        else:
            question = kind.encode() if kind.startswith("Batch") else _bytes(request, service)
        random = self._random(question)
        if random.random() < self._failing:
            raise random.choice(_FAILURES)
        if kind.startswith("BatchGet"):
            return self._batch(request, answer_type)
        if kind.startswith("BatchList"):
            responses = [self._page(each) for each in request.requests]
            return cast("Answer", cast("Any", answer_type)(responses=responses))
        if "cursors" in fields_of(answer_type):
            return cast("Answer", self._page(request))
        return cast("Answer", self.message(answer_type, random))

    def _batch(self, request: Any, answer_type: type[Answer]) -> Answer:
        items = contract.items_of(type(request))
        answer = answer_type()
        for id_ in request.ids:
            random = self._random(f"{items.message.DESCRIPTOR.name} {id_}".encode())
            if random.random() > 0.15:
                message = self.message(items.message, random, id_)
                getattr(answer, items.field).append(message)
        return answer

    def _page(self, request: Any) -> Message:
        items = contract.items_of(type(request))
        random = self._random(_bytes(request, None))
        answer: Any = items.response_type()
        for number in range(random.choice((0, 1, 2, 3, 5))):
            getattr(answer, items.field).append(self.message(items.message, random))
            answer.cursors.append(f"cursor {number}")
        answer.next_page_token = random.choice(("", *answer.cursors[-1:]))
        return cast("Message", answer)

    def message(
        self, kind: type[Message], random: Random, id_: str | None = None, depth: int = 2
    ) -> Message:
        """Returns a made-up message."""
        message = kind()
        for name, field in fields_of(kind).items():
            may_be_absent = field.has_presence and (field.message_type is None or name in _LATER)
            if random.random() < (0.4 if may_be_absent else self._wild):
                continue
            values = [self._value(field, random, depth) for _ in range(random.randrange(3))]
            if field.is_repeated:
                getattr(message, name).extend([value for value in values if value is not None])
            elif isinstance(value := self._value(field, random, depth), Message):
                getattr(message, name).CopyFrom(value)
            elif value is not None:
                setattr(message, name, value)
        if id_ is not None:
            setattr(message, contract.key_of(kind), id_)
        return message

    def _value(self, field: FieldDescriptor, random: Random, depth: int) -> Any:
        wild = random.random() < self._wild
        if field.message_type is not None and field.message_type.name == "Timestamp":
            seconds = 2**60 if wild else random.choice((0, 1_790_000_000, random.randrange(2**33)))
            return message_of(field)(seconds=seconds, nanos=random.choice((0, 5_000, 999_999_999)))
        if field.message_type is not None:
            return self.message(message_of(field), random, depth=depth - 1) if depth else None
        if field.enum_type is not None:
            numbers = [value.number for value in field.enum_type.values]
            return 99 if wild else random.choice(numbers)
        if field.type == FieldDescriptor.TYPE_STRING:
            if field.name == "id" or field.name.endswith(("_id", "_ids")):
                return random.choice(IDS if field.name == "id" else (*IDS, ""))
            return random.choice(
                ("", "槐柏树合唱团", 'a "quoted" \\ line\n', "\x7f\x01🌳", "plain")
            )
        if field.type == FieldDescriptor.TYPE_BOOL:
            return random.random() < 0.5
        if field.type == FieldDescriptor.TYPE_INT32:
            return random.choice((0, 1, -(2**31), 2**31 - 1))
        return b"\x00\xff" if field.type == FieldDescriptor.TYPE_BYTES else 0

    def _random(self, question: bytes) -> Random:
        return Random(zlib.crc32(question) * 100_003 + self._seed)  # noqa: S311


def _bytes(request: Any, service: str | None) -> bytes:
    asked = type(request)()
    asked.CopyFrom(request)
    if "request_id" in fields_of(type(request)):
        asked.ClearField("request_id")  # the client makes one up
    content: bytes = asked.SerializeToString(deterministic=True)
    return f"{type(request).__name__} {service}".encode() + content


def _narrow(message: Message, wanted: Wanted) -> None:
    """Clears what is not wanted, in a message and all that are in it."""
    names = wanted.get(message.DESCRIPTOR.full_name)
    for field, value in message.ListFields():
        if names is not None and field.name not in names:
            message.ClearField(field.name)
        elif field.message_type is not None:
            for each in value if field.is_repeated else [value]:
                _narrow(each, wanted)
