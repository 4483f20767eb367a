"""What all operations share: the way to the services, passports, notices, limits and budgets."""

from dataclasses import dataclass

from banyan.organizations.v1.passport_pb2 import IssuePassportRequest, IssuePassportResponse
from google.protobuf.message import Message

from gateway.backend.admission import Admission
from gateway.backend.allowances import Allowances
from gateway.backend.budgets import Budgets
from gateway.backend.notices import LONGEST_QUEUE, Notices
from gateway.backend.passports import Passports
from gateway.backend.readings import Readings
from gateway.backend.turns import Turns
from services.catalogue import NAMES
from services.kit.calls import deadline
from services.kit.calls.client import Client
from services.kit.errors import DomainError
from services.kit.process.clock import Clock, SystemClock
from services.kit.process.kinds import Count, Positive

_READY_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one operation.

    Attributes:
        max_calls: The number of calls to services, over all fields.
        max_calls_at_once: The number of concurrent calls.
        max_resources: The number of resources that the services answer with, over all fields.
        max_messages_at_once: The number of messages of subscriptions that are made concurrently.
        message_timeout: The seconds that a message of a subscription may take.
        subscription_recheck: The seconds without a change after which a subscription checks again
            whether its subscriber still has access.
        subscription_queue: The number of changes that may wait for a slow subscriber.
    """

    max_calls: Count = 500
    max_calls_at_once: Count = 20
    max_resources: Count = 10_000
    max_messages_at_once: Count = 4
    message_timeout: Positive = 5.0
    subscription_recheck: Positive = 60.0
    subscription_queue: Count = LONGEST_QUEUE


class Backend:
    """What all operations share: the services, the passports and the notices.

    Args:
        client: Calls the services.
        notices: The notices of changes.
        bounds: The limits of each operation.
        clock: The clock.
        allowances: How much callers may ask for.
        image_url: Where images are.
    """

    def __init__(
        self,
        client: Client,
        notices: Notices,
        bounds: Bounds = Bounds(),
        clock: Clock = SystemClock(),  # noqa: B008 # has no state
        allowances: Allowances = Allowances(),  # noqa: B008 # is frozen
        image_url: str = "",
    ) -> None:
        self.client = client
        self.notices = notices
        self.bounds = bounds
        self.allowances = allowances
        self.image_url = image_url
        self.budgets = Budgets(allowances.policies)
        self.admission = Admission(self.budgets, allowances)
        self.turns = Turns(bounds.max_messages_at_once)
        self.passports = Passports(self._issue, clock)
        self.readings = Readings(self._read)
        self._has_been_ready = False

    async def is_ready(self) -> bool:
        """Returns whether the gateway is ready: not before the first passport was issued.

        Until then it could answer nothing. Afterwards each field reports what cannot be reached. A gateway
        that became unready then would turn the outage of one service into an outage of the whole.
        """
        if not self._has_been_ready:
            try:
                async with deadline.within(_READY_SECONDS):
                    await self.passports.get(None)
            except DomainError:
                return False
            self._has_been_ready = True
        return True

    async def _read(self, request: Message, answer_type: type[Message], passport: str) -> Message:
        return await self.client.call(request, answer_type, passport=passport)

    async def _issue(self, credential: str, operations: int) -> IssuePassportResponse:
        request = IssuePassportRequest(
            credential=credential, services=NAMES, operation_count=operations
        )
        return await self.client.call(request, IssuePassportResponse, passport=None)
