"""The formats of texts: what the contract marks with `format`, and what is wrong with a value of another form."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from banyan.annotations.v1 import annotations_pb2

from services.kit.contract.contacts import LONGEST_PHONE, is_email, is_phone, is_website
from services.kit.contract.time_zones import is_time_zone
from services.kit.language import NO_PARAMS, Params, phrase


class Format(NamedTuple):
    """A format.

    Attributes:
        is_valid: Tells whether a value has it.
        text: What is wrong with one that does not.
        reason: The reason of that error.
        params: What the text names.
    """

    is_valid: Callable[[str], bool]
    text: str
    reason: str
    params: Params = NO_PARAMS


def is_date(value: str) -> bool:
    """Tells whether a value is a day that exists, as `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


FORMATS: Mapping[int, Format] = {
    annotations_pb2.TEXT_FORMAT_PHONE: Format(
        is_phone,
        phrase("is longer than {max} characters"),
        "PHONE_NOT_VALID",
        {"max": LONGEST_PHONE, "unit": "characters"},
    ),
    annotations_pb2.TEXT_FORMAT_EMAIL: Format(
        is_email,
        phrase("is not an email address. Write it like name@example.org"),
        "EMAIL_NOT_VALID",
    ),
    annotations_pb2.TEXT_FORMAT_WEBSITE: Format(
        is_website,
        phrase("is not the address of a website. Write it like https://example.org"),
        "WEBSITE_NOT_VALID",
    ),
    annotations_pb2.TEXT_FORMAT_TIME_ZONE: Format(
        is_time_zone, phrase("is not an IANA time zone, such as Asia/Shanghai"), "NO_SUCH_TIME_ZONE"
    ),
    annotations_pb2.TEXT_FORMAT_DATE: Format(
        is_date, phrase("is not a date. Write it like 2026-11-28"), "DATE_NOT_VALID"
    ),
}
