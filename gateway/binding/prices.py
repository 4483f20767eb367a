"""Prices: what a field of the schema costs, told before anything is executed.

One point is one resource that a service is asked for. What else an operation does is priced in the same
unit, by the time that it takes: a call of its own to a service as much as ten resources.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.backend.budgets import CALL

__all__ = ["CALL", "LISTED", "MUTATION", "PRICE", "SEARCH", "Price"]
# The key of a price in the metadata of a field of Strawberry.
PRICE = "price"
MUTATION = 20
# A search reads an index and may look at many more rows than it returns.
SEARCH = 20
# A resource that refers to several others lists them itself; the contract has no larger list of such.
LISTED = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a field costs each time it is resolved.

    Attributes:
        once: The points for resolving it.
        each: The points for each item that it returns.
        counted_by: The arguments that can give the number of items, as a number or as a list, or fields of
            an argument: "input.signUpIds".
        items: The number of items if no argument says otherwise.
        most: The largest number of items; the field refuses to return more.
        is_page: Whether the items are in the lists of the object that the field returns, as `nodes` and
            `edges` are in a connection.
        extra: The further points if an argument is given, by the name of the argument.
    """

    once: int = 0
    each: int = 0
    counted_by: tuple[str, ...] = ()
    items: int = 1
    most: int = 100
    is_page: bool = False
    extra: Mapping[str, int] = field(default_factory=dict)
