"""The steps that a servicer takes about a method, before and after its handler."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.message import Message

from services.kit.calls import deadline
from services.kit.calls.client import Answer, Client
from services.kit.calls.passport import Caller
from services.kit.contract.rpc import Method, methods_of
from services.kit.errors import DeadlineExceeded, DomainError, Unavailable, Violation
from services.kit.service.intake import Leave, nothing_to_leave
from services.kit.work.unit import Handler
from services.kit.work.work import Work

# The prefixes of the steps before and after a handler; see `Servicer`.
LINE, PREPARE, TURN, LOCKS, COMPLETE, RULES = (
    "line_",
    "prepare_",
    "turn_",
    "locks_",
    "complete_",
    "rules_",
)


class Servicer(Protocol):
    """The methods of one service of the contract.

    Each is an `async def` with the name of the RPC. It takes the request and the `Work`, and returns the
    answer. `prepare_<RPC>` makes calls to other services first: it takes the request and a `Preparation`,
    and its result is `work.prepared`. `line_<RPC>` and `turn_<RPC>` take the same, and return the turn for
    which the request waits (`services/kit/work/lines.py`), or None: with `line_` before it prepares, where
    preparing is what costs; with `turn_` afterwards, so that a slow service keeps nobody's turn.
    `locks_<RPC>` takes the request and the caller, and returns the names of the advisory locks to take, in order,
    as the transaction begins: one round trip less than `Work.lock_name`.
    `rules_<RPC>` takes the request and a `Work` that reads, and yields the violations that the contract cannot
    express. The handler asks the same; this step is asked only about a request that breaks the contract, so that a
    form hears of all its errors at once. If it raises Refused, the caller hears that alone. It looks at nothing that
    the caller may not see.
    `complete_<RPC>` adds a secret that must not be stored to the answer on its way out, also to a stored
    answer. `close` releases resources after the last request.

    Attributes:
        service: The descriptor of the service.
    """

    service: ServiceDescriptor


@dataclass(slots=True)
class Preparation:
    """What the steps of a request before its transaction get, to read and to call.

    Attributes:
        work: A work that only reads, each time with a connection for the moment.
        client: The other services.
        reading: Opens a work that reads with a session, which holds a connection until it ends.
        dry_run: Does what a request of a method of this service asks for, undoes it, and returns the work.
        dry_run_each: Does the same for each request of a batch, after those before it, and returns their works, and the
            errors of those that are refused.
        is_new: Whether a step has found that this request cannot be the retry of one that succeeded. Then nobody looks
            for a stored answer where `prepare_` refuses.
        leave: Lets another change begin, before this one waits for another service.
    """

    work: Work
    client: Client
    reading: Callable[[], AbstractAsyncContextManager[Work]]
    dry_run: Callable[[Method, Message], Awaitable[Work]]
    dry_run_each: Callable[[Method, Message], Awaitable[Sequence[Work | DomainError]]]
    is_new: bool = False
    leave: Leave = nothing_to_leave

    @property
    def caller(self) -> Caller:
        """The caller."""
        return self.work.caller

    async def call(self, request: Message, answer_type: type[Answer]) -> Answer:
        """Calls another service on behalf of the caller, within the deadline."""
        await self.leave()
        return await self.client.call(request, answer_type, passport=self.caller.token)

    async def ask(
        self, request: Message, answer_type: type[Answer], seconds: float, otherwise: Unavailable
    ) -> Answer:
        """Calls another service, which has so many seconds to answer.

        Raises:
            Unavailable: What was given for the case that the service does not answer.
        """
        try:
            async with deadline.within(seconds):
                return await self.call(request, answer_type)
        except (Unavailable, DeadlineExceeded) as error:
            raise otherwise from error


Prepare = Callable[[Any, Preparation], Awaitable[Any]]
Line = Callable[[Any, Preparation], Awaitable[AbstractAsyncContextManager[None] | None]]
Locks = Callable[[Any, Caller], Sequence[str]]
Complete = Callable[[Any], None]
RulesStep = Callable[[Any, Work], Awaitable[Iterable[Violation]]]


@dataclass(frozen=True, slots=True)
class Steps:
    """What a servicer does about a method; see `Servicer`.

    Attributes:
        line: Names the turn that a request waits for before it prepares.
        prepare: Reads and calls before the transaction.
        turn: Names the turn that a request waits for before its transaction.
        locks: Names the locks with which the transaction begins.
        handler: Handles the request.
        complete: Completes the answer.
        rules: Finds what else is wrong with a request that breaks the contract.
    """

    line: Line | None
    prepare: Prepare | None
    turn: Line | None
    locks: Locks | None
    handler: Handler
    complete: Complete | None
    rules: RulesStep | None

    @property
    def prepares(self) -> bool:
        """Whether there is a step before the transaction."""
        return any((self.line, self.prepare, self.turn))

    @classmethod
    def of(cls, servicer: Servicer, method: Method) -> "Steps":
        """Returns what a servicer does about a method."""
        name = method.name
        return cls(
            getattr(servicer, LINE + name, None),
            getattr(servicer, PREPARE + name, None),
            getattr(servicer, TURN + name, None),
            getattr(servicer, LOCKS + name, None),
            getattr(servicer, name),
            getattr(servicer, COMPLETE + name, None),
            getattr(servicer, RULES + name, None),
        )


def all_methods(servicers: Sequence[Servicer]) -> list[Method]:
    """Returns every method that the servicers serve."""
    return [method for servicer in servicers for method in methods_of(servicer.service)]
