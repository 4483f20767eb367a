"""Rounds: several contenders measured in turns, A B A B, so that noise hits all of them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

Work = Callable[[], Awaitable[None]]
Numbers = Mapping[str, float]


@dataclass(frozen=True)
class Options:
    """How much is measured.

    Attributes:
        scale: The part of the data to make, 1.0 for all.
        rounds: How often each contender is measured.
        seconds: For how long each time.
    """

    scale: float
    rounds: int
    seconds: float

    def of(self, count: int, least: int = 1) -> int:
        """Returns the part of a count."""
        return max(round(count * self.scale), least)


@dataclass(frozen=True)
class Row:
    """A line of the table: one figure of ours, beside that of what it is held against.

    Attributes:
        subject: What was measured.
        measure: Which figure of it.
        unit: "ms", "KiB" or "points", or "/s" or "%" where more is better.
        ours: Banyan's figure in each round.
        against: What it is held against; empty where there is nothing.
        theirs: Its figure in each round.
    """

    subject: str
    measure: str
    unit: str
    ours: Sequence[float]
    against: str = ""
    theirs: Sequence[float] = ()

    @property
    def ratios(self) -> list[float]:
        """How many times as long it takes us, round by round."""
        pairs = zip(self.ours, self.theirs, strict=bool(self.against))
        if self.unit == "/s":
            return [theirs / ours for ours, theirs in pairs]
        return [ours / theirs for ours, theirs in pairs]


@dataclass
class Rounds:
    """The numbers of some contenders, by name of the contender and of the number."""

    figures: dict[str, dict[str, list[float]]] = field(default_factory=dict)

    @classmethod
    async def of(
        cls,
        options: Options,
        contenders: Mapping[str, Callable[[], Awaitable[Numbers]]],
        say: Callable[[str], None],
    ) -> "Rounds":
        """Measures each contender in each round, one after the other."""
        rounds = cls({name: {} for name in contenders})
        for number in range(1, options.rounds + 1):
            for name, measure in contenders.items():
                say(f"round {number} of {options.rounds}: {name}")
                for figure, value in (await measure()).items():
                    rounds.figures[name].setdefault(figure, []).append(value)
        return rounds

    def rows(
        self, subject: str, figures: Mapping[str, tuple[str, str]], ours: str, theirs: str = ""
    ) -> list[Row]:
        """Returns the lines that hold figures of one contender against those of another.

        Args:
            subject: What was measured.
            figures: For each figure, which it is in words, and its unit.
            ours: The contender that is ours.
            theirs: What it is held against, if anything.
        """
        other = self.figures[theirs] if theirs else {}
        return [
            Row(subject, measure, unit, self.figures[ours][figure], theirs, other.get(figure, ()))
            for figure, (measure, unit) in figures.items()
        ]


async def times(work: Work, *, seconds: float, least: int = 5) -> list[float]:
    """Does some work again and again, and returns how many milliseconds it took each time."""
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < least or time.perf_counter() < end:
        started = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


async def rate(works: Sequence[Work], *, seconds: float) -> float:
    """Does several works side by side, again and again, and returns how many were done a second."""
    done = 0
    started = time.perf_counter()
    end = started + seconds

    async def repeat(work: Work) -> None:
        nonlocal done
        while time.perf_counter() < end:
            await work()
            done += 1

    async with asyncio.TaskGroup() as group:
        for work in works:
            group.create_task(repeat(work))
    return done / (time.perf_counter() - started)


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Returns the median and the 99th percentile (nearest rank)."""
    ordered = sorted(values)
    return {"p50": median(ordered), "p99": ordered[max(-(-99 * len(ordered) // 100) - 1, 0)]}
