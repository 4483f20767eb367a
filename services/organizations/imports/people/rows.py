"""What the rows of a list say of people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from uuid import UUID

from services.kit.contract.global_ids import GlobalId
from services.kit.contract.texts import FORBIDDEN, tidy
from services.kit.errors import InvalidArgument, Violation
from services.kit.text.cells import LOST
from services.kit.text.folding import comparable
from services.kit.text.headers import TEXT_LOST
from services.kit.text.names import sort_name
from services.kit.text.records import Reason, Record
from services.kit.text.tabular import Table
from services.kit.work.roles import Role
from services.organizations.imports.mending import kept
from services.organizations.imports.people.cells import day_of, one_line, roles_of, words, yes_or_no
from services.organizations.imports.people.columns import CONTACT, Column, Layout
from services.organizations.imports.people.contacts import NO_CONTACT, Contact, contact_of
from services.organizations.imports.people.known import KnownField
from services.organizations.roster_fields.models import RosterFieldKind
from services.organizations.roster_fields.values import understood

LONGEST_NAME = 100
LONGEST_LABEL = 50
LONGEST_VALUE = 500
# A file in which so many names have lost characters, and such a part of all, was read in a wrong encoding.
_MANY_DAMAGED = 3
_PART_DAMAGED = 0.1
_NO_DAY = "This is no day. It was left out. Write it like 2024-05-31."
# What is said of a cell that cannot be used, by the code.
_LEFT_OUT = {
    each.code: each
    for each in (
        Reason(
            "DATE_AMBIGUOUS", "This can be two days. It was left out. Write it like 2024-05-31."
        ),
        Reason("DATE_NOT_VALID", _NO_DAY),
        Reason("DATE_IN_FUTURE", "This day is in the future. It was left out."),
        Reason("NOT_A_DAY", _NO_DAY),
        Reason("NOT_A_NUMBER", "This is no number. It was left out. Write it like 42 or -1.5."),
        Reason("NOT_A_CHOICE", "This is none of the choices of the field. It was left out."),
        Reason("NOT_YES_OR_NO", "This is neither yes nor no. It was left out."),
        Reason("VALUE_TOO_LONG", "A value has 500 characters at most. This one was cut."),
        Reason("LABEL_TOO_LONG", "A label has 50 characters at most. This one was left out."),
        Reason(
            "NOT_A_PHONE",
            "This is no phone number. It was left out. Write it with + and the country code, such as +49301234567.",
        ),
        Reason(
            "NOT_AN_EMAIL",
            "This is no email address. It was left out. Write it like name@example.org.",
        ),
        Reason(
            "CONSENT_NOT_GIVEN",
            "The file does not say when this person agreed to be reached. Phone and email were left out.",
        ),
        Reason(
            "ROLE_NOT_KNOWN",
            "This is no role. It was left out. Write leader, coordinator, or supervisor.",
        ),
    )
}


@dataclass(slots=True)
class PersonRow:
    """What a row says of a person.

    Attributes:
        line: The line of the file.
        membership_id: The membership that they have, if the row says so.
        name: The name; cut, and without control characters, where it is shown only.
        external_id: The id that they have elsewhere.
        birth_date: The day of their birth, as `YYYY-MM-DD`.
        join_date: Since when they have been a member.
        owner_column: The column that calls them an owner, which an import makes nobody.
        roles: The roles that they get.
        labels: The labels that they get.
        values: Their values, by the names of the fields of the roster.
        contact: How to reach them, if they agreed to that.
        reasons: What there is to be said of the row.
        refused: Whether the row cannot be used at all.
        cells: Its cells, as they are kept: without those that are not imported, which may be how to reach somebody.
    """

    line: int
    name: str = ""
    membership_id: UUID | None = None
    external_id: str = ""
    birth_date: str = ""
    join_date: str = ""
    owner_column: str = ""
    roles: list[Role] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    contact: Contact = NO_CONTACT
    reasons: list[Reason] = field(default_factory=list)
    refused: bool = False
    cells: list[str] = field(default_factory=list)

    @property
    def name_key(self) -> str:
        """The name as it is compared."""
        return comparable(self.name)

    @property
    def id_key(self) -> str:
        """The external id as it is compared."""
        return comparable(self.external_id)

    @property
    def sort_name(self) -> str:
        """The name as rosters sort it."""
        return sort_name(self.name, of_person=True)

    def note(self, code: str, column: str) -> None:
        """Says why what a column says was left out."""
        self.reasons.append(_LEFT_OUT[code]._replace(column=column))

    def refuse(self, code: str, message: str, column: str) -> None:
        """Refuses the row, with the reason."""
        self.reasons.append(Reason(code, message, column))
        self.refused = True


def read_people(
    table: Table, layout: Layout, path: str, today: date, region: str = ""
) -> list[PersonRow]:
    """Returns what the rows of a table say of people.

    Args:
        table: The table.
        layout: What its columns are.
        path: Where the file is in the request.
        today: The day on which it is read.
        region: The country of phone numbers without a country code; empty if it is not known.

    Raises:
        InvalidArgument: So many names have lost characters that the file was read in a wrong encoding.
    """
    rows = [_read(record, layout, today, region) for record in table.records]
    damaged = sum(LOST in row.name for row in rows)
    if damaged >= max(_MANY_DAMAGED, _PART_DAMAGED * len(rows)):
        raise InvalidArgument.of(path, TEXT_LOST, "TEXT_LOST")
    return rows


def _read(record: Record, layout: Layout, today: date, region: str) -> PersonRow:
    row = PersonRow(record.line, reasons=list(record.reasons), refused=record.refused)
    row.cells = kept(
        cell if column is None or (column.field and column.field not in CONTACT) else ""
        for column, cell in zip_longest(layout.columns, record.cells)
        if cell is not None
    )
    cells = [tidy(cell) for cell in record.cells]
    said: dict[str, str] = {}
    for column, cell in zip(layout.columns, cells, strict=False):
        if not cell or not column.field:
            continue
        if column.roster_field is not None:
            _value(column, column.roster_field, cell, row)
        elif column.field in _READERS:
            _READERS[column.field](column, cell, row)
        elif column.field not in CONTACT:
            said[column.field] = one_line(cell)
    _contact(cells, layout, row, today, region)
    row.name = said.get("name", "") or _whole_name(said)
    _check_name(row, layout.name_of("name", "family_name", "given_name"))
    if row.join_date > today.isoformat():
        row.join_date = ""
        row.note("DATE_IN_FUTURE", layout.name_of("join_date"))
    return row


def _contact(
    cells: Sequence[str], layout: Layout, row: PersonRow, today: date, region: str
) -> None:
    said = [
        (column, cell)
        for column, cell in zip(layout.columns, cells, strict=False)
        if cell and column.field in CONTACT
    ]
    row.contact, wrong = contact_of(said, layout.name_of("consent_date"), today, region)
    for code, column in wrong:
        row.note(code, column)


def _whole_name(said: dict[str, str]) -> str:
    """Returns a name of two parts: the family name first where it is written without Latin letters."""
    given, family = said.get("given_name", ""), said.get("family_name", "")
    if (given + family).isascii() or any("LATIN" in _script(each) for each in given + family):
        return f"{given} {family}".strip()
    return f"{family}{given}"


def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() or "\u00c0" <= letter <= "\u024f" else ""


def _check_name(row: PersonRow, column: str) -> None:
    name = row.name
    if FORBIDDEN.search(name) or len(name) > LONGEST_NAME:
        row.name = FORBIDDEN.sub("", name)[:LONGEST_NAME]
    if row.refused:
        return
    if not name:
        row.refuse("NAME_MISSING", "Give the person a name.", column)
    elif len(name) > LONGEST_NAME:
        row.refuse("NAME_TOO_LONG", "Shorten the name to 100 characters.", column)
    elif LOST in name:
        row.refuse(
            "NAME_DAMAGED",
            "The name has lost characters. Correct it in the file and import the row again.",
            column,
        )


def _value(column: Column, known: KnownField, cell: str, row: PersonRow) -> None:
    text = one_line(cell)
    if column.field == "birth_date" or known.kind == RosterFieldKind.DATE:
        day, wrong = day_of(text)
        if wrong:
            row.note(wrong, column.name)
            return
        text = day
    elif known.kind == RosterFieldKind.YES_NO:
        text = yes_or_no(text)
    if len(text) > LONGEST_VALUE:
        row.note("VALUE_TOO_LONG", column.name)
        text = text[:LONGEST_VALUE].rstrip()
    value = understood(known, text, "")
    if isinstance(value, Violation):
        row.note(value.reason, column.name)
        return
    row.values[known.name] = value.value
    if column.field == "external_id":
        row.external_id = value.value
    elif column.field == "birth_date":
        row.birth_date = value.value


def _roles(column: Column, cell: str, row: PersonRow) -> None:
    for role in roles_of(cell):
        if role is None:
            row.note("ROLE_NOT_KNOWN", column.name)
        elif role == Role.OWNER:
            row.owner_column = column.name
        elif role != Role.MEMBER and role not in row.roles:
            row.roles.append(role)
    if Role.SUPERVISOR in row.roles and len(row.roles) > 1:
        row.refuse(
            "ROLES_EXCLUDE_EACH_OTHER",
            "A supervisor cannot hold another role. Name one of the two.",
            column.name,
        )


def _labels(column: Column, cell: str, row: PersonRow) -> None:
    for word in words(cell):
        if len(word) > LONGEST_LABEL:
            row.note("LABEL_TOO_LONG", column.name)
        else:
            row.labels.append(word)


def _join_date(column: Column, cell: str, row: PersonRow) -> None:
    row.join_date, wrong = day_of(one_line(cell))
    if wrong:
        row.note(wrong, column.name)


def _membership(column: Column, cell: str, row: PersonRow) -> None:
    del column  # who was exported elsewhere, or has left, is known by what else the row says
    known = GlobalId.parse(cell)
    if known is not None and known.type_name == "Membership":
        row.membership_id = UUID(known.id)


_READERS: dict[str, Callable[[Column, str, PersonRow], None]] = {
    "roles": _roles,
    "labels": _labels,
    "join_date": _join_date,
    "membership_id": _membership,
}
