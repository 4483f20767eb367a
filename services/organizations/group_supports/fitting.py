"""What belongs to which kind of support: an amount and a currency to money, a booking to space, and so on."""

from collections.abc import Iterator

from banyan.organizations.v1 import group_support_pb2, support_kind_pb2
from google.protobuf.message import Message

from services.kit.errors import Violation
from services.organizations.group_supports.currencies import CURRENCIES

_SPACE, _MONEY, _TRAINING, _EQUIPMENT = (
    support_kind_pb2.GROUP_SUPPORT_KIND_SPACE,
    support_kind_pb2.GROUP_SUPPORT_KIND_MONEY,
    support_kind_pb2.GROUP_SUPPORT_KIND_TRAINING,
    support_kind_pb2.GROUP_SUPPORT_KIND_EQUIPMENT,
)
# What else belongs to some kinds only. A group accounts for money, and gives equipment back.
_BELONGS = {
    "booking_id": {_SPACE},
    "event_id": {_TRAINING},
    "settle_due_time": {_MONEY, _EQUIPMENT},
}


def broken_money(kind: int, amount: int, currency: str, field: str) -> Iterator[Violation]:
    """Yields what is missing of money, and what something else has too much.

    Args:
        kind: The kind of the support, by its number.
        amount: The amount; 0 if there is none.
        currency: The currency; empty if there is none.
        field: The path of the support.
    """
    is_money = kind == _MONEY
    for name, is_given in (("amount", bool(amount)), ("currency", bool(currency))):
        if is_money != is_given:
            yield Violation(
                f"{field}.{name}",
                "must be set for money, and for nothing else",
                "MONEY_DOES_NOT_FIT",
            )
    if is_money and len(currency) == 3 and currency not in CURRENCIES:
        yield Violation(
            f"{field}.currency",
            "is not a currency in use. Write its code of ISO 4217, like CNY",
            "CURRENCY_UNKNOWN",
        )


def broken_support(support: group_support_pb2.GroupSupport, field: str) -> Iterator[Violation]:
    """Yields what is missing of support, and what does not belong to its kind."""
    yield from broken_money(support.kind, support.amount, support.currency, field)
    yield from misplaced(support.kind, support, f"{field}.")


def misplaced(kind: int, named: Message, path: str = "") -> Iterator[Violation]:
    """Yields what a message names that does not belong to support of a kind.

    Args:
        kind: The kind of the support, by its number.
        named: A message that names it, or some of it.
        path: The path of the message, with a dot at its end; empty for the request.
    """
    for name, kinds in _BELONGS.items():
        if name in named.DESCRIPTOR.fields_by_name and named.HasField(name) and kind not in kinds:
            yield Violation(
                f"{path}{name}",
                "does not belong to support of this kind. Leave it out",
                "NOT_FOR_THIS_KIND",
            )
