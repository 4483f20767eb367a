"""States: holds the verbs that change the state of a resource against what the contract says of their methods.

The contract lists for each method from which states it changes the state of the resource that it acts on
(`from_states`), and user interfaces offer it in these. The verb has the same list, and refuses in all others. If the two
differ, the call fails, so that no method can say what its verb does not do.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from services.kit.contract.rpc import Method

_current: ContextVar[Method | None] = ContextVar("method", default=None)


@contextmanager
def handling(method: Method) -> Iterator[None]:
    """Says for the time of the block which method is handled."""
    token = _current.set(method)
    try:
        yield
    finally:
        _current.reset(token)


def check_declared(resource: str, sources: Collection[str]) -> None:
    """Checks what a verb says about the states that allow it.

    Args:
        resource: The full name of the message of the resource whose state changes.
        sources: The states that allow it.

    Raises:
        RuntimeError: The contract says otherwise of the method that is handled.
    """
    method = _current.get()
    if method is None or method.target != resource:
        return
    if set(method.from_states) != set(map(str, sources)):
        raise RuntimeError(
            f"{method.path} changes the state from {sorted(map(str, sources))}. Declare that as `from_states`."
        )
