"""Contact details in lists of people: how they are written, and which of them members have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from uuid import UUID

import phonenumbers

from services.kit.contract.contacts import is_email
from services.organizations.imports.people.cells import day_of, one_line, words, yes_or_no
from services.organizations.imports.people.columns import Column
from services.organizations.imports.people.known import Member

FIELDS = ("phone", "email")
_AGREED = "yes"  # on the day that the importer says


class Contact(NamedTuple):
    """How to reach a person.

    Attributes:
        phone: The phone number in E.164 format; empty if there is none.
        email: The email address; empty if there is none.
        consent_date: The day on which they agreed to be reached, as `YYYY-MM-DD`.
    """

    phone: str = ""
    email: str = ""
    consent_date: str = ""

    def __bool__(self) -> bool:
        """Returns whether there is a way to reach them."""
        return bool(self.phone or self.email)


NO_CONTACT = Contact()


@dataclass(slots=True)
class Equalities:
    """Which contact details of a list members have: the phone numbers, and the email addresses."""

    has: dict[UUID, set[str]] = field(default_factory=dict)

    def of(self, member: Member, detail: str) -> bool:
        """Returns whether a member has a phone number or an email address."""
        return bool(detail) and detail in self.has.get(member.person_id, ())


def contact_of(
    cells: Sequence[tuple[Column, str]], consent_column: str, today: date, region: str
) -> tuple[Contact, list[tuple[str, str]]]:
    """Returns how to reach a person, if they agreed to that, and what is wrong, each with its code and its column.

    A phone at home counts only where there is no other.

    Args:
        cells: The cells that say it, with their columns.
        consent_column: The column that says since when people agreed; empty if the importer says it.
        today: The latest day that it is anywhere.
        region: The country of numbers without a country code; empty if it is not known.
    """
    found = {"phone": "", "email": "", "consent_date": ""}
    remarks: list[tuple[str, str]] = []
    for column, cell in sorted(cells, key=lambda each: each[0].is_landline):
        if column.field == "phone":
            said, wrong = phone_of(cell, region), "NOT_A_PHONE"
        elif column.field == "email":
            said, wrong = email_of(cell), "NOT_AN_EMAIL"
        else:
            said, wrong = _consent(cell, today)
        if wrong and not said:
            remarks.append((wrong, column.name))
        found[column.field] = found[column.field] or said
    contact = Contact(**found)
    if not contact:
        return NO_CONTACT, remarks
    if consent_column and not contact.consent_date:
        return NO_CONTACT, [*remarks, ("CONSENT_NOT_GIVEN", consent_column)]
    return contact._replace(consent_date=contact.consent_date.replace(_AGREED, "")), remarks


def _consent(cell: str, today: date) -> tuple[str, str]:
    """Returns since when somebody agrees, and empty; or empty, and the code of what is wrong, if anything is."""
    word = yes_or_no(one_line(cell))
    if word in ("true", "false"):
        return (_AGREED if word == "true" else ""), ""
    day, wrong = day_of(one_line(cell))
    return ("", "DATE_IN_FUTURE") if day > today.isoformat() else (day, wrong)


def more_of(
    contact: Contact, known: Contact, member: Member | None, equal: Equalities
) -> Mapping[str, str]:
    """Returns the details that a person does not have yet, by their names.

    Args:
        contact: The details that a row gives.
        known: Those that earlier rows give.
        member: The member who the person is; None if they are new.
        equal: Which details members have.
    """
    return {
        name: detail
        for name in FIELDS
        if (detail := getattr(contact, name))
        and detail != getattr(known, name)
        and (getattr(known, name) or member is None or not equal.of(member, detail))
    }


def phone_of(cell: str, region: str) -> str:
    """Returns the first phone number in a cell in E.164 format; empty if there is none.

    Args:
        cell: The cell.
        region: The country of numbers without a country code, such as "CN"; empty if it is not known.
    """
    for word in words(cell):
        try:
            number = phonenumbers.parse(word.removeprefix("tel:"), region or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def email_of(cell: str) -> str:
    """Returns the first email address in a cell; empty if there is none."""
    found = (word.removeprefix("mailto:").strip("<>") for word in words(cell))
    return next(filter(is_email, found), "")


@cache
def region_of(time_zone: str) -> str:
    """Returns the country of a time zone, such as "CN"; empty if it has none."""
    return _regions().get(time_zone, "")


@cache
def _regions() -> Mapping[str, str]:
    zones = files("tzdata").joinpath("zoneinfo")
    lines = zones.joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    regions = {row[2]: row[0] for row in rows}
    # Former names, which browsers still report.
    for line in zones.joinpath("tzdata.zi").read_text(encoding="utf-8").splitlines():
        if line.startswith("L "):
            _, target, name = line.split()
            if target in regions:
                regions.setdefault(name, regions[target])
    return regions
