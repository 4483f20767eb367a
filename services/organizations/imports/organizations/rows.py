"""What the rows of a file say of organizations: columns to fields, cells to values.

A cell becomes facts, each a value of a field. What a field cannot hold is kept in the description, under
the name of its column, so that nothing is lost: second addresses of the web, remarks beside an email
address, columns that are not known.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from banyan.organizations.v1 import organization_pb2 as pb

from services.kit.errors import InvalidArgument
from services.kit.tabular import Reason, Record, Table
from services.kit.validation import FORBIDDEN
from services.kit.values import enum_numbers
from services.organizations.models.organization import match_name

LONGEST_NAME = 200

# The names of columns, each written as `match_name` writes it.
_COLUMNS = {
    "name": "name, organization, organisation, organization name, organisation name, agency, 名称, 名字, "
    "组织, 组织名称, 机构, 机构名称, 团体名称, 单位名称",
    "external_id": "external id, id, code, 外部编号, 编号, 代码, 组织编号, 统一社会信用代码",
    "description": "description, about, summary, 描述, 简介, 介绍, 说明, 组织简介",
    "kind": "kind, type, organization kind, organization type, 类型, 类别, 组织类型",
    "phone": "phone, telephone, tel, phone number, telephone number, 电话, 电话号码, 联系电话, 手机",
    "email": "email, e mail, mail, email address, 邮箱, 电子邮箱, 电子邮件, 邮件",
    "address": "address, street address, location, 地址, 联系地址, 办公地址, 详细地址",
    "website": "website, web site, web, url, homepage, home page, 网站, 网址, 官网, 主页",
}
FIELD_OF = {name: key for key, names in _COLUMNS.items() for name in names.split(", ")}
_KINDS = {
    "居委会": "RESIDENTS_COMMITTEE",
    "居民委员会": "RESIDENTS_COMMITTEE",
    "居民代表会议": "RESIDENTS_CONGRESS",
    "业委会": "OWNERS_COMMITTEE",
    "业主委员会": "OWNERS_COMMITTEE",
    "服务站": "SERVICE_STATION",
    "社区服务站": "SERVICE_STATION",
    "社会组织": "SOCIAL_ORGANIZATION",
    "志愿队": "VOLUNTEER_GROUP",
    "志愿服务队": "VOLUNTEER_GROUP",
    "兴趣小组": "INTEREST_GROUP",
    "互助小组": "MUTUAL_AID_GROUP",
    "企业": "ENTERPRISE",
    "物业": "PROPERTY_MANAGER",
    "政府机构": "AGENCY",
    "卫生站": "HEALTH_STATION",
    "合作社": "COOPERATIVE",
}
KIND_OF = _KINDS | {
    match_name(name.replace("_", " ")): name
    for name, number in enum_numbers(pb.OrganizationKind.DESCRIPTOR).items()
    if number
}
# The form of HTML (https://html.spec.whatwg.org/#valid-e-mail-address), with a dot in the host.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]"
# It begins where no such character stands before, so that a long text is looked through once.
_EMAIL = re.compile(rf"(?<!{_MAILBOX}){_MAILBOX}+@{_LABEL}(?:\.{_LABEL})+")
_WEBSITE = re.compile(
    rf"(https?://)?({_LABEL}(?:\.{_LABEL})+(?::\d+)?(?:[/?#]\S*)?)", re.IGNORECASE
)
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
        match_name: The name as it is matched.
        external_id: The id that it has elsewhere; empty where the file says none.
        facts: What the row says, in the order of its columns.
        reasons: What there is to be said of the row.
        refused: Whether the row cannot be used at all.
    """

    line: int
    name: str = ""
    match_name: str = ""
    external_id: str = ""
    facts: list[Fact] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    refused: bool = False

    def note(self, code: str, message: str, column: str) -> None:
        """Adds a reason."""
        self.reasons.append(Reason(code, message, column))

    def say(self, name: str, value: str, column: str) -> None:
        """Adds a fact about a field."""
        self.facts.append(Fact(name, value, column))

    def describe(self, value: str, column: str) -> None:
        """Keeps a value in the description, under the name of its column."""
        self.say("description", f"{column}: {value}", column)


class Layout:
    """Which column says what.

    Attributes:
        columns: The columns, each with the field that it says, if it is known and the first to say so.
        column_of: For each field that the file has, the name of its column.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.columns: list[tuple[str, str | None]] = []
        self.column_of: dict[str, str] = {}
        for name in names:
            known = FIELD_OF.get(match_name(name))
            if known in self.column_of:
                known = None
            self.columns.append((name, known))
            if known is not None:
                self.column_of[known] = name


def read_organizations(table: Table) -> list[OrganizationRow]:
    """Returns what the rows of a table say of organizations.

    Raises:
        InvalidArgument: No column is the name.
    """
    layout = Layout(table.columns)
    if "name" not in layout.column_of:
        raise InvalidArgument.of(
            "content", "has no column for the name; call one of them Name", "NAME_COLUMN_MISSING"
        )
    return [read_row(record, layout) for record in table.records]


def read_row(record: Record, layout: Layout) -> OrganizationRow:
    """Returns what a record says of an organization."""
    row = OrganizationRow(record.line, reasons=list(record.reasons), refused=record.refused)
    if any(map(_is_stacked, record.cells)):
        row.refused = True
        row.note("MARKS_STACKED", f"More than {_MOST_MARKS} accents stand on one letter.", "")
        return row
    cells = [unicodedata.normalize("NFC", cell) for cell in record.cells]
    for (column, known), cell in zip(layout.columns, cells, strict=False):
        if known in _READERS:
            _READERS[known](cell, column, row)
        elif cell and known is not None:
            row.say(known, cell, column)
        elif cell:
            row.describe(cell, column)
    if not row.refused and not row.match_name:
        row.refused = True
        row.note("NAME_MISSING", "Give the organization a name.", layout.column_of["name"])
    return row


def _is_stacked(cell: str) -> bool:
    if cell.isascii():
        return False
    runs = groupby(cell, lambda character: unicodedata.combining(character) > 0)
    return any(marks and len(list(run)) > _MOST_MARKS for marks, run in runs)


def _name(cell: str, column: str, row: OrganizationRow) -> None:
    name = " ".join(cell.split())
    row.name, row.match_name = FORBIDDEN.sub("", name)[:LONGEST_NAME], match_name(name)
    row.say("name", name, column)


def _external_id(cell: str, column: str, row: OrganizationRow) -> None:
    if FORBIDDEN.search(cell):  # refused here: it would be looked for in the database
        row.refused = True
        row.note("CONTROL_CHARACTERS", "The id must not hold control characters.", column)
        return
    row.external_id = cell
    if cell:
        row.say("external_id", cell, column)


def _email(cell: str, column: str, row: OrganizationRow) -> None:
    found = _EMAIL.findall(cell)
    if found:
        row.say("email", found[0], column)
    if cell and found != [cell]:
        row.describe(cell, column)
        if found:
            row.note("EMAIL_SHORTENED", f"The first address was taken; {_KEPT}", column)
        else:
            row.note("EMAIL_NOT_VALID", f"This is no email address; {_KEPT}", column)


def _website(cell: str, column: str, row: OrganizationRow) -> None:
    parts = [part.partition("(")[0].strip() for part in re.split("[,;\n]", cell)]
    found = [match for part in parts if (match := _WEBSITE.fullmatch(part))]
    if found:
        scheme, rest = found[0].groups()
        row.say("website", f"{(scheme or 'http://').lower()}{rest}", column)
        if not scheme:
            row.note("WEBSITE_SCHEME_ADDED", "The website was given the scheme http://.", column)
    if cell and (not found or found[0][0] != cell):
        row.describe(cell, column)
        if found:
            row.note("WEBSITE_SHORTENED", f"The first website was taken; {_KEPT}", column)
        else:
            row.note("WEBSITE_NOT_VALID", f"This is no website; {_KEPT}", column)


def _kind(cell: str, column: str, row: OrganizationRow) -> None:
    known = KIND_OF.get(match_name(cell))
    if known is not None:
        row.say("kind", known, column)
    elif cell:
        row.describe(cell, column)
        row.note("KIND_NOT_KNOWN", f"This kind is not known; {_KEPT}", column)


_READERS: dict[str | None, Callable[[str, str, OrganizationRow], None]] = {
    "name": _name,
    "external_id": _external_id,
    "email": _email,
    "website": _website,
    "kind": _kind,
}
