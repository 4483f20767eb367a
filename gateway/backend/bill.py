"""The bill of one operation: what was taken for it, what it has cost so far, and who pays.

What an operation may cost at most is taken before it starts, and what it did not need is returned at its
end. A subscription pays for each message, and waits where a query would be refused: its next message tells
of everything that has happened meanwhile.
"""

from collections.abc import Sequence

from gateway.backend.budgets import CALL, OPERATION, Account
from gateway.backend.turns import Turns
from services.kit.errors import Exhausted
from services.kit.process.metrics import LIMIT_REFUSALS


class Bill:
    """What one operation costs.

    Args:
        turns: Where messages of subscriptions take turns.
        most: The number of resources that the operation, or one message, may show.
        payer: Who the caller is, for the turns.
        accounts: The accounts that pay, each for all of it.

    Attributes:
        accounts: The accounts that pay.
        taken: The points that were taken beforehand.
        spent: The points that were needed so far.
        is_stream: Whether it is a subscription, which pays for each message.
    """

    def __init__(
        self, turns: Turns, most: int, payer: str = "", accounts: Sequence[Account] = ()
    ) -> None:
        self.accounts = accounts
        self.taken, self.spent = 0, OPERATION
        self.is_stream = False
        self._turns = turns
        self._payer = payer
        self._most = self._left = most
        self._answered = 0
        self._of_message = 0
        self._subscribed: list[Account] = []
        self._has_turn = False

    @property
    def cost(self) -> int:
        """The points that the operation has cost so far. One that is refused before it begins only costs its reading."""
        return min(self.taken, self.spent)

    def charge(self, cost: int) -> None:
        """Takes what the operation can cost at most.

        Raises:
            Exhausted: An account has too little. Nothing was taken.
        """
        for number, account in enumerate(self.accounts):
            try:
                account.spend(cost)
            except Exhausted:
                for paid in self.accounts[:number]:
                    paid.return_(cost)
                raise
        self.taken += cost

    def read(self, cost: int) -> None:
        """Takes what it costs to read what the caller has sent; that is not returned.

        Raises:
            Exhausted: An account has too little.
        """
        self.charge(cost)
        self.spent += cost

    def settle(self) -> None:
        """Returns what was not needed."""
        self.spent = min(self.taken, self.spent)
        for account in self.accounts:
            account.return_(self.taken - self.spent)

    def call(self, calls: int = 1) -> None:
        """Counts a call of its own to a service, or one that does as much as several."""
        self.spent += CALL * calls

    def answer(self, resources: int) -> None:
        """Counts the resources in the answer to such a call.

        Raises:
            Exhausted: These are too many.
        """
        self._answered += resources
        self.count(resources)

    def repeat(self) -> None:
        """Counts resources anew, except those that such calls have answered with: they are not called again."""
        self._left = self._most - self._answered

    def count(self, resources: int) -> None:
        """Counts resources that are shown.

        Raises:
            Exhausted: These are too many.
        """
        self.spent += resources
        self._left -= resources
        if self._left < 0:
            LIMIT_REFUSALS.labels("resources").inc()
            raise Exhausted(
                "This answer has too many parts. Ask for smaller pages.",
                reason="TOO_MANY_RESOURCES",
            )

    def renew(self) -> None:
        """Counts resources anew, for the next message of a subscription."""
        self._left, self._answered = self._most, 0

    def subscribe(self, of_message: int) -> None:
        """Begins a subscription, until `close`.

        Args:
            of_message: What each message can cost at most.

        Raises:
            Exhausted: The caller has too many subscriptions, or too few points to begin one.
        """
        self.is_stream = True
        self.charge(OPERATION)
        for account in self.accounts:
            account.subscribe()
            self._subscribed.append(account)
        self._of_message = of_message

    async def begin_message(self) -> None:
        """Waits until there are points for a message of the subscription, and a turn to make it."""
        self.end_message()
        for account in self.accounts:
            await account.wait(self._of_message)
        await self._turns.take(self._payer)
        self._has_turn = True
        self.taken, self.spent = self._of_message, OPERATION
        self.renew()

    def end_message(self) -> None:
        """Ends the turn of a message, if one is being made."""
        if self._has_turn:
            self._has_turn = False
            self._turns.end()
            self.settle()

    def close(self) -> None:
        """Ends a subscription, if the operation is one."""
        self.end_message()
        while self._subscribed:
            self._subscribed.pop().unsubscribe()
