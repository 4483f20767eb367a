"""The scalars that strings with a format have in the schema.

Values stay strings. Services check them, so that a value of a wrong form is an error of its input field like any
other.
"""

from typing import NewType

from banyan.annotations.v1 import annotations_pb2

Date = NewType("Date", str)
TimeZone = NewType("TimeZone", str)
LanguageTag = NewType("LanguageTag", str)
EmailAddress = NewType("EmailAddress", str)
PhoneNumber = NewType("PhoneNumber", str)
URL = NewType("URL", str)

# The scalar of each format.
TEXT_SCALARS: dict[int, object] = {
    annotations_pb2.TEXT_FORMAT_PHONE: PhoneNumber,
    annotations_pb2.TEXT_FORMAT_EMAIL: EmailAddress,
    annotations_pb2.TEXT_FORMAT_WEBSITE: URL,
    annotations_pb2.TEXT_FORMAT_DATE: Date,
    annotations_pb2.TEXT_FORMAT_TIME_ZONE: TimeZone,
    annotations_pb2.TEXT_FORMAT_LANGUAGE: LanguageTag,
}
