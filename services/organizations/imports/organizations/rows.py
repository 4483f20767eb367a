"""What the rows of a file say of organizations: columns to fields, cells to values.

A cell becomes facts, each a value of a field. What a field cannot hold is kept in the description, under
the name of its column, so that nothing is lost: second websites, remarks beside an email address, columns
that are not known.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from services.kit.contract.contacts import MAILBOX, cleaned, is_email, is_phone, is_website
from services.kit.contract.texts import FORBIDDEN, tidy
from services.kit.errors import InvalidArgument
from services.kit.text.cells import LOST
from services.kit.text.headers import TEXT_LOST
from services.kit.text.records import Reason, Record
from services.kit.text.tabular import Table
from services.organizations.imports.mending import CELLS, kept
from services.organizations.imports.organizations.columns import KIND_OF, Layout
from services.organizations.imports.organizations.values import PHONES
from services.organizations.organizations.names import match_name

LONGEST_NAME = 200
LONGEST_ADDRESS = 500
# A file in which so many names have lost characters, and such a part of all, was read in a wrong encoding.
_MANY_DAMAGED = 3
_PART_DAMAGED = 0.1
# A candidate begins where no such character stands before, so that a long text is looked through once.
_EMAIL = re.compile(rf"(?<!{MAILBOX}){MAILBOX}+@[\w-]+(?:\.[\w-]+)+")
_EMAIL_ASCII = re.compile(rf"{MAILBOX}+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEBSITE = re.compile(r"(https?://)?(\S+)", re.IGNORECASE)
_KEPT = "the whole cell is kept in the description."
# How many accents may stand on one letter (Unicode TR 15, "Stream-Safe Text Format"): composing them takes
# time by the square of that.
_MOST_MARKS = 30


class Fact(NamedTuple):
    """Something that a row says of an organization.

    Attributes:
        field: The field of the organization.
        value: Its value.
        column: The column that says so.
    """

    field: str
    value: str
    column: str


@dataclass(slots=True)
class OrganizationRow:
    """What a row says of an organization.

    Attributes:
        line: The line of the file.
        name: The name; cut, and without control characters, where it is shown only.
        match_name: The name as it is matched; empty if the row is refused.
        external_id: The id that it has elsewhere; empty where the file says none.
        facts: What the row says, in the order of its columns.
        reasons: What there is to be said of the row.
        refused: Whether the row cannot be used at all.
        cells: Its cells, as they are kept.
    """

    line: int
    name: str = ""
    match_name: str = ""
    external_id: str = ""
    facts: list[Fact] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    refused: bool = False
    cells: list[str] = field(default_factory=list)

    def note(self, code: str, message: str, column: str) -> None:
        """Adds a reason."""
        self.reasons.append(Reason(code, message, column))

    def refuse(self, code: str, message: str, column: str) -> None:
        """Refuses the row, with the reason."""
        self.note(code, message, column)
        self.drop()

    def drop(self) -> None:
        """Forgets what the row says but for its name: the database may be unable to hold it."""
        self.refused, self.match_name, self.external_id = True, "", ""
        self.facts.clear()

    def say(self, name: str, value: str, column: str) -> None:
        """Adds a fact about a field."""
        self.facts.append(Fact(name, value, column))

    def describe(self, value: str, column: str) -> None:
        """Keeps a value in the description, under the name of its column.

        Blank lines go: in the description they stand between the rows of an organization.
        """
        lines = "\n".join(line for line in value.split("\n") if line.strip())
        self.say("description", f"{column}: {lines}", column)

    def stored(self) -> dict[str, Any]:
        """Returns the row as it is stored with its plan, to be planned again."""
        return {
            "line": self.line,
            "name": self.name,
            "match_name": self.match_name,
            "external_id": self.external_id,
            "facts": [list(fact) for fact in self.facts],
            "reasons": [reason._asdict() for reason in self.reasons],
            "refused": self.refused,
            CELLS: self.cells,
        }

    @classmethod
    def restored(cls, stored: dict[str, Any]) -> "OrganizationRow":
        """Returns the row that was stored."""
        row = cls(**stored)
        row.facts = [Fact(*fact) for fact in row.facts]
        row.reasons = [Reason(**reason) for reason in stored["reasons"]]
        return row


def read_organizations(table: Table, field_name: str) -> list[OrganizationRow]:
    """Returns what the rows of a table say of organizations.

    Args:
        table: The table.
        field_name: Where the file stands in the request, for errors.

    Raises:
        InvalidArgument: No column is the name, or too many names have lost their characters.
    """
    layout = Layout(table.columns)
    if "name" not in layout.column_of:
        raise InvalidArgument.of(
            field_name,
            "has no column for the name; name one of the columns `Name`",
            "NAME_COLUMN_MISSING",
        )
    rows = [read_row(record, layout) for record in table.records]
    damaged = sum(LOST in row.name for row in rows)
    if damaged >= max(_MANY_DAMAGED, _PART_DAMAGED * len(rows)):
        raise InvalidArgument.of(field_name, TEXT_LOST, "TEXT_LOST")
    return rows


def read_row(record: Record, layout: Layout) -> OrganizationRow:
    """Returns what a record says of an organization."""
    row = OrganizationRow(record.line, reasons=list(record.reasons), cells=kept(record.cells))
    if any(map(_is_stacked, record.cells)):
        row.refuse(
            "MARKS_STACKED", f"A letter has more than {_MOST_MARKS} accents. Remove them.", ""
        )
        return row
    cells = [tidy(cell) for cell in record.cells]
    for (column, known), cell in zip(layout.columns, cells, strict=False):
        if cell and known is not None:
            _READERS.get(known, _plain)(known, cell, column, row)
        elif cell:
            row.describe(cell, column)
    if record.refused:
        row.drop()
    elif not row.match_name:
        row.refuse("NAME_MISSING", "Give the organization a name.", layout.column_of["name"])
    elif LOST in row.name:
        message = "The name has lost characters. Correct it in the file and import the row again."
        row.refuse("NAME_DAMAGED", message, layout.column_of["name"])
    return row


def _is_stacked(cell: str) -> bool:
    if cell.isascii():
        return False
    runs = groupby(cell, lambda character: unicodedata.combining(character) > 0)
    return any(marks and len(list(run)) > _MOST_MARKS for marks, run in runs)


def _plain(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    row.say(known, cell, column)


def _name(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    name = " ".join(cell.split())
    row.name, row.match_name = FORBIDDEN.sub("", name)[:LONGEST_NAME], match_name(name)
    row.say(known, name, column)


def _external_id(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    row.external_id = cell
    row.say(known, cell, column)


def _phone(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    numbers = [number for part in cell.split(";") if (number := cleaned(part))]
    if all(map(is_phone, numbers)):
        row.say(known, PHONES.join(numbers), column)
    else:
        row.describe(cell, column)
        row.note("PHONE_NOT_VALID", f"This is too long for a phone number; {_KEPT}", column)


def _address(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    if len(cell) <= LONGEST_ADDRESS:
        row.say(known, cell, column)
    else:
        row.describe(cell, column)
        row.note("ADDRESS_TOO_LONG", f"This is too long for an address; {_KEPT}", column)


def _email(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    value = cleaned(cell)
    found = list(filter(None, map(_address_in, _EMAIL.findall(value))))
    if found:
        row.say(known, found[0], column)
    if found != [value]:
        row.describe(cell, column)
        if found:
            row.note("EMAIL_SHORTENED", f"The first address was taken; {_KEPT}", column)
        else:
            row.note("EMAIL_NOT_VALID", f"This is no email address; {_KEPT}", column)


def _address_in(candidate: str) -> str:
    """Returns the email address with which a text begins; text in another script may follow at once."""
    shorter = _EMAIL_ASCII.match(candidate)
    for address in (candidate, shorter[0] if shorter else ""):
        if is_email(address):
            return address
    return ""


def _website(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    value = cleaned(cell)
    parts = [part.partition("(")[0].strip() for part in re.split("[,;\n]", value)]
    found = [(part, website) for part in parts if (website := _website_in(part))]
    if found:
        part, website = found[0]
        row.say(known, website, column)
        if "://" not in part:
            row.note("WEBSITE_SCHEME_ADDED", "The website was given the scheme http://.", column)
    if not found or found[0][0] != value:
        row.describe(cell, column)
        if found:
            row.note("WEBSITE_SHORTENED", f"The first website was taken; {_KEPT}", column)
        else:
            row.note("WEBSITE_NOT_VALID", f"This is no website; {_KEPT}", column)


def _website_in(part: str) -> str:
    """Returns the website that a text is, with a scheme; empty if it is none.

    Without a scheme only a host with a dot counts: `www/a` is no website.
    """
    found = _WEBSITE.fullmatch(part)
    if found is None:
        return ""
    scheme, rest = found.groups()
    website = f"{(scheme or 'http://').lower()}{rest}"
    if not is_website(website):
        return ""
    host = urlsplit(website).hostname or ""
    return website if scheme or "." in host.strip(".") else ""


def _kind(known: str, cell: str, column: str, row: OrganizationRow) -> None:
    kind = KIND_OF.get(match_name(cell))
    if kind is not None:
        row.say(known, kind, column)
    else:
        row.describe(cell, column)
        row.note("KIND_NOT_KNOWN", f"This kind is not known; {_KEPT}", column)


_READERS: dict[str, Callable[[str, str, str, OrganizationRow], None]] = {
    "name": _name,
    "external_id": _external_id,
    "phone": _phone,
    "email": _email,
    "address": _address,
    "website": _website,
    "kind": _kind,
}
