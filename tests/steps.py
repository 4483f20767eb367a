"""The work that Python code does, as a count that is the same on every machine.

Tests of costs pin this count, or compare it for n and 2n. Time would depend on the processor, and on who
else uses it. Work inside a single call into C (a regular expression, a copy) is one step, whatever it costs.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any


@dataclass(slots=True)
class Steps:
    """A number of steps.

    Attributes:
        count: How many lines were run and functions entered so far, of this thread.
    """

    count: int = 0


@contextmanager
def counted_steps() -> Iterator[Steps]:
    """Counts the steps of all functions that are called within the block.

    Garbage is not collected meanwhile: what a collection calls (`gc.callbacks`, finalizers of objects of
    other tests) would be counted as well.
    """
    steps, before, collects = Steps(), sys.gettrace(), gc.isenabled()

    def step(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        del frame, event, argument
        steps.count += 1
        return step

    gc.disable()
    sys.settrace(step)
    try:
        yield steps
    finally:
        sys.settrace(before)
        if collects:
            gc.enable()


def steps_of(function: Callable[[], object]) -> int:
    """Returns how many steps a call takes."""
    with counted_steps() as steps:
        function()
    return steps.count
