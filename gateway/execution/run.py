"""A run: one execution of a plan, level by level."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Library

from gateway.binding.fields import Together
from gateway.execution.tally import Tally

Rows = list[dict[str, Any]]


class Trouble(Exception):
    """Something for which graphql-core would report an error."""


class Run:
    """One execution of a plan.

    Args:
        library: The executor of graphql-core for the operation: its schema, variables and context.

    Attributes:
        library: As above.
        tally: What the output holds so far.
        asks: What services are to be asked next.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.tally = Tally()
        self.asks: list[Ask] = []
        self._had_trouble = False

    async def output(self, rows: Callable[["Run", Sequence[Any]], Rows], source: Any) -> Any:
        """Returns the output for an object, once everything has been asked for.

        Args:
            rows: Gives the output of a selection; see `gateway.execution.plan`.
            source: The object.

        Raises:
            Trouble: There is no such output, or graphql-core would report errors with it.
        """
        try:
            [output] = rows(self, [source])
        except Exception as error:
            raise Trouble from error
        await self._follow(self._taken())
        if self._had_trouble:
            raise Trouble
        return output

    def _taken(self) -> "Sequence[Ask]":
        taken, self.asks = self.asks, []
        return taken

    async def _follow(self, asks: "Sequence[Ask]") -> None:
        """Asks the services, and then for what the answers lead to; what is independent, at once."""
        while len(asks) == 1:
            await self._answer(asks[0])
            asks = self._taken()
        if asks:
            await asyncio.gather(*(self._follow([ask]) for ask in asks))

    async def _answer(self, ask: "Ask") -> None:
        try:
            ask.finish(self, await ask.outcomes(self))
        except Exception:  # whatever it is, graphql-core tells it; meanwhile the others are asked
            self._had_trouble = True


@dataclass(frozen=True, slots=True)
class Ask:
    """A field that services are asked for, of all objects at its place.

    Attributes:
        name: Its name in the output.
        together: Asks the services.
        arguments: Returns what the caller gave.
        complete: Makes the output of the outcomes.
        objects: The objects.
        rows: The output for each object, into which that of the field is put.
    """

    name: str
    together: Together
    arguments: Callable[[Run], Mapping[str, Any]]
    complete: Callable[[Run, Sequence[Any]], Sequence[Any]]
    objects: Sequence[Any]
    rows: Rows

    async def outcomes(self, run: Run) -> Sequence[Any]:
        """Returns what the services answer for each object: a value, or an exception."""
        given = self.arguments(run)
        return await self.together(self.objects, run.library.context_value, **given)

    def finish(self, run: Run, outcomes: Sequence[Any]) -> None:
        """Puts the output into the rows.

        Raises:
            Exception: There is none for one of the objects.
        """
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
        for row, output in zip(self.rows, self.complete(run, outcomes), strict=True):
            row[self.name] = output
