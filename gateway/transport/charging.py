"""Charges operations: their cost is bounded, and taken from the caller's budget before they start.

What an operation may cost at most is known beforehand (`gateway.transport.costs`). It is taken from the
budget of the caller, and afterwards what was not needed is returned: a page of 50 events with at most 20
shifts each is asked for at 1,170 points, and costs 270 if they have two shifts on average.
"""

from collections.abc import AsyncIterator, Iterator, Mapping

from graphql import get_operation_ast
from strawberry.extensions import SchemaExtension
from strawberry.types.graphql import OperationType

from gateway.backend.context import Context
from gateway.binding.errors import to_graphql_error
from gateway.transport.costs import Cost, cost_of
from services.kit.errors import DomainError, Exhausted

# What an operation cost: `X-Cost: 270;requested=1170`, in points.
COST_HEADER = "X-Cost"
POLICY_HEADER = "RateLimit-Policy"
LIMIT_HEADER = "RateLimit"
# A document that the gateway does not know yet is parsed and validated: 0.1 ms for a token, which has a few
# characters. A body is decoded: 20 ms for 2 MiB.
POINTS_FOR_TEXT = 0.5
POINTS_FOR_BODY = 1 / 8192


def read(context: object, points: float) -> None:
    """Charges the reading of what a caller sends, before it is read.

    Raises:
        GraphQLError: The caller has too few points (RESOURCE_EXHAUSTED).
    """
    if isinstance(context, Context):
        try:
            context.bill.read(int(points))
        except DomainError as error:
            raise to_graphql_error(error) from error


class Charging(SchemaExtension):
    """Refuses operations that cost too much, at once or together, and charges all others.

    Args:
        most: The points that one operation may cost.
        most_of_message: The points that one message of a subscription may cost.
    """

    def __init__(self, most: int, most_of_message: int) -> None:
        self._most = most
        self._most_of_message = most_of_message

    def on_operation(self) -> Iterator[None]:
        """Frees the place of a subscription at its end."""
        try:
            yield
        finally:
            context = self.execution_context.context
            if isinstance(context, Context):
                context.bill.close()

    async def on_execute(self) -> AsyncIterator[None]:
        """Charges the operation. Raises GraphQLError (RESOURCE_EXHAUSTED) if it is refused."""
        context = self.execution_context.context
        is_stream = self.execution_context.operation_type is OperationType.SUBSCRIPTION
        try:
            self._admit(context if isinstance(context, Context) else None, is_stream=is_stream)
        except DomainError as error:
            raise to_graphql_error(error) from error
        try:
            yield
        finally:
            if isinstance(context, Context) and not is_stream:
                context.bill.settle()

    def get_results(self) -> dict[str, object]:
        """Returns what an operation or a message cost and what is left, for its `extensions`.

        This ends the turn of a message: it is made, and only has to be sent.
        """
        context = self.execution_context.context
        if not isinstance(context, Context):
            return {}
        bill = context.bill
        bill.end_message()
        if not bill.taken:
            return {}
        budgets = [
            {
                "name": account.policy.name,
                "capacity": account.policy.capacity,
                "left": account.left,
                "secondsUntilFull": account.seconds_until_full,
            }
            for account in bill.accounts
        ]
        return {"cost": {"requested": bill.taken, "actual": bill.cost, "budgets": budgets}}

    def _admit(self, context: Context | None, *, is_stream: bool) -> None:
        cost = self._cost()
        most = self._most_of_message if is_stream else self._most
        if cost.points > most:
            raise Exhausted(
                "This operation could cost {points} points, and {max} are the most. Ask for smaller pages "
                "or fewer lists within lists.",
                reason="COST_TOO_HIGH",
                params={"points": cost.points, "max": most},
            )
        if context is None:
            return
        if context.searches and cost.searches:
            context.searches.spend(cost.searches)
        if is_stream:
            context.bill.subscribe(cost.points)
        else:
            context.bill.charge(cost.points)

    def _cost(self) -> Cost:
        asked = self.execution_context
        document = asked.graphql_document
        operation = get_operation_ast(document, asked.operation_name) if document else None
        if document is None or operation is None:
            return Cost()  # refused by the executor
        return cost_of(asked.schema._schema, document, operation, asked.variables or {})


def headers(context: object) -> Mapping[str, str]:
    """Returns the header fields that tell a caller what an operation cost and what is left.

    `RateLimit` and `RateLimit-Policy` are those of
    https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/, in points.
    """
    if not isinstance(context, Context):
        return {}
    found = {}
    bill = context.bill
    if bill.taken:
        found[COST_HEADER] = f"{bill.cost};requested={bill.taken}"
    policies, limits = [], []
    for account in bill.accounts:
        policy = account.policy
        policies.append(f'"{policy.name}";q={policy.capacity};w={policy.window}')
        limits.append(f'"{policy.name}";r={account.left};t={account.seconds_until_full}')
    if policies:
        found[POLICY_HEADER] = ", ".join(policies)
        found[LIMIT_HEADER] = ", ".join(limits)
    return found
