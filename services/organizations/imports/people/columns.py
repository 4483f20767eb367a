"""Which column of a list of people says what: by the name in the header, or as the importer says."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from services.kit.errors import InvalidArgument
from services.organizations.imports.people.known import KnownField
from services.organizations.organizations.names import match_name
from services.organizations.roster_fields.models import RosterFieldKind
from services.organizations.roster_fields.servicer import MOST_FIELDS

LONGEST_FIELD_NAME = 50
# The names of columns, in any script: they are compared as `match_name` writes them.
_COLUMNS = {
    "name": "name, full name, display name, member, member name, volunteer, volunteer name, participant, 姓名, 名字, 成员, "
    "成员姓名, 会员, 会员姓名, 志愿者, 志愿者姓名, 居民姓名, 人员姓名, 联系人, 成員, 成員姓名, 會員, 會員姓名, 志工, 志工姓名, 氏名, 名前",
    "given_name": "first name, given name, forename, firstname, vorname, prénom, 名",
    "family_name": "last name, family name, surname, lastname, nachname, nom de famille, 姓, 姓氏",
    "external_id": "external id, id, member id, member no, member number, membership number, no, code, 外部编号, 编号, "
    "会员编号, 会员号, 成员编号, 志愿者编号, 学号, 工号, 編號, 會員編號, 會員號, 志工編號, mitgliedsnummer",
    # What an export of the roster says, so that it can be imported again.
    "membership_id": "banyan id",
    "birth_date": "birth date, birthdate, date of birth, birthday, dob, born, 出生日期, 生日, 出生年月日, 出生年月, 出生, geburtsdatum",
    "phone": "phone, landline, home phone, mobile, cell, cell phone, mobile phone, telephone, tel, phone number, mobile number, contact number, "
    "手机, 手机号, 手机号码, 电话, 电话号码, 联系电话, 固定电话, 座机, 家庭电话, 联系方式, 手機, 手機號碼, 電話, 電話號碼, 聯絡電話, "
    "固定電話, 座機, telefon, handy, festnetz",
    "email": "email, e mail, mail, email address, 邮箱, 电子邮箱, 电子邮件, 邮件, 電子郵件, 電子信箱, 電郵, 信箱",
    "consent_date": "consent date, consent, date of consent, agreed to be contacted, 同意日期, 同意联系日期, 同意联系, 是否同意联系, 授权日期, "
    "同意聯絡, 同意聯絡日期, einwilligung, datum der einwilligung",
    "roles": "role, roles, position, function, title, 角色, 职务, 职位, 职责, 身份, 職務, 職位, 職責, funktion, rolle",
    "labels": "label, labels, tag, tags, group, groups, team, teams, 标签, 组, 组别, 小组, 分组, 队伍, 标记, 標籤, 組, 組別, 小組, "
    "分組, gruppe",
    "join_date": "join date, joined, join, joined on, member since, start date, date joined, 加入日期, 入会日期, 入会时间, 加入时间, "
    "入队日期, 入队时间, 注册日期, 入會日期, 入會時間, 加入時間, eintritt, eintrittsdatum, mitglied seit",
    "note": "note, notes, remark, remarks, comment, comments, 备注, 说明, 附注, 備註, 備考, 說明, bemerkung, bemerkungen",
}
FIELD_OF = {match_name(name): key for key, names in _COLUMNS.items() for name in names.split(", ")}
# What is a value of a field of the roster, and what its values are.
KEPT = {
    "external_id": RosterFieldKind.TEXT,
    "birth_date": RosterFieldKind.DATE,
    "note": RosterFieldKind.TEXT,
}
CONTACT = ("phone", "email", "consent_date")
# A number that is rather reached by another one, if there is one.
_LANDLINES = frozenset(
    match_name(name)
    for name in [
        "landline",
        "home phone",
        "telephone",
        "固定电话",
        "座机",
        "家庭电话",
        "固定電話",
        "座機",
        "festnetz",
    ]
)
PARTS_OF_NAME = ("given_name", "family_name")


class Column(NamedTuple):
    """A column, and what its cells are.

    Attributes:
        name: Its name in the header.
        field: What its cells are, as the contract names it; empty if they are not imported.
        roster_field: The field of the roster whose values they are.
        is_remembered: Whether an earlier import said so.
    """

    name: str
    field: str = ""
    roster_field: KnownField | None = None
    is_remembered: bool = False

    @property
    def is_landline(self) -> bool:
        """Whether its phone numbers count only where there is no other."""
        return match_name(self.name) in _LANDLINES

    @property
    def understood(self) -> dict[str, Any]:
        """What was understood of it, as `ImportColumn` has it."""
        said: dict[str, Any] = {"name": self.name, "is_remembered": self.is_remembered}
        if self.field:
            said["field"] = self.field
        if self.roster_field is not None:
            is_new = self.roster_field.is_new
            said |= {"roster_field": self.roster_field.name, "creates_roster_field": is_new}
        return said


def is_known(column: str) -> bool:
    """Tells whether a cell is the name of a column that says something known of a person."""
    return match_name(column) in FIELD_OF


class Layout:
    """Which column says what.

    Args:
        names: The names of the columns.
        chosen: What the importer says of columns, as `PeopleImportColumn` has it.
        fields: The fields of the roster.
        path: Where the file is in the request.
        create_missing: Whether columns that are not known become new fields.
        with_contacts: Whether contact details are imported.
        remembered: What importers said of lists with the same header, with the names as they are compared. What does not fit
            any more is left out.

    Attributes:
        columns: The columns.
        new_fields: The fields of the roster that the import creates.
        said: What is said of columns now, or was before, to be remembered.

    Raises:
        InvalidArgument: There is no column with names, too many new fields, or a column or field that is not there.
    """

    def __init__(
        self,
        names: Sequence[str],
        chosen: Sequence[Mapping[str, str]],
        fields: Sequence[KnownField],
        path: str,
        *,
        create_missing: bool,
        with_contacts: bool = False,
        remembered: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self._with_contacts = with_contacts
        self._fields = {match_name(each.name): each for each in fields}
        self._exactly = {each.name: each for each in fields}
        self._by_id = {str(each.id): each for each in fields}
        self._create_missing = create_missing
        self._taken: set[str] = set()
        self._used: set[str] = set()  # fields of the roster that a column is already
        self.new_fields: list[KnownField] = []
        self.said: list[dict[str, str]] = []
        said = self._said(names, chosen)
        # What the importer says comes first, so that a guess does not take its place.
        found = {at: self._column(names[at], each) for at, each in said.items()}
        found |= self._remembered(
            {at: each for at, each in enumerate(names) if at not in found}, remembered
        )
        self.said += (
            {"name": match_name(names[at])} | self._what(each) for at, each in found.items()
        )
        found |= {at: self._guessed(name) for at, name in enumerate(names) if at not in found}
        self.columns = [found[at] for at in range(len(names))]
        if not self._taken & {"name", "given_name", "family_name"}:
            raise InvalidArgument.of(
                path,
                "has no column with the names of people; call one `Name`, or say in `columns` which it is",
                "NAME_COLUMN_MISSING",
            )
        if len(fields) + len(self.new_fields) > MOST_FIELDS:
            raise InvalidArgument.of(
                path,
                "would give the roster more than {max} fields; ignore columns that are not needed",
                "TOO_MANY_NEW_FIELDS",
                params={"max": MOST_FIELDS, "unit": "fields"},
            )

    def name_of(self, *fields: str) -> str:
        """Returns the name of the first column of one of these fields; empty if there is none."""
        return next((each.name for each in self.columns if each.field in fields), "")

    @property
    def understood(self) -> list[dict[str, Any]]:
        """What was understood of each column, as `ImportColumn` has it."""
        return [each.understood for each in self.columns]

    def _said(
        self, names: Sequence[str], chosen: Sequence[Mapping[str, str]]
    ) -> dict[int, tuple[int, Mapping[str, str]]]:
        """Returns what the importer says of columns, by their places; of a name that several have, of the first."""
        places = {name: at for at, name in reversed(list(enumerate(names)))}
        said: dict[int, tuple[int, Mapping[str, str]]] = {}
        for index, each in enumerate(chosen):
            if each["name"] not in places:
                raise InvalidArgument.of(
                    f"columns[{index}].name",
                    "is no column of the file; write it as its header does",
                    "NO_SUCH_COLUMN",
                )
            said[places[each["name"]]] = (index, each)
        return said

    def _remembered(
        self, names: Mapping[int, str], said: Sequence[Mapping[str, str]]
    ) -> dict[int, Column]:
        """Returns columns as they were said to be, unless that does not fit any more."""
        known = {each["name"]: each for each in said}
        found: dict[int, Column] = {}
        for at, name in names.items():
            each = known.get(match_name(name))
            if each is None:
                continue
            if each["field"] in CONTACT and not self._with_contacts:
                self.said.append(dict(each))  # which counts again with consent
                continue
            try:
                found[at] = self._column(name, (0, each))._replace(is_remembered=True)
            except InvalidArgument:
                continue
        return found

    @staticmethod
    def _what(column: Column) -> dict[str, str]:
        """Returns what is remembered of a column."""
        known = column.roster_field
        if column.field == "value" and known is not None:
            return {"field": "value", "roster_field_id": str(known.id)}
        return {"field": column.field or "ignored", "roster_field_id": ""}

    def _column(self, name: str, said: tuple[int, Mapping[str, str]]) -> Column:
        index, chosen = said
        field = chosen["field"]
        if field == "ignored":
            return Column(name)
        if field in CONTACT and not self._with_contacts:
            raise InvalidArgument.of(
                "contact_consent",
                "is needed for columns with contact details; say how and when the people agreed to be reached",
                "CONSENT_MISSING",
            )
        if field in self._taken and field != "phone":
            raise InvalidArgument.of(
                f"columns[{index}].field",
                "is what another column is already; say `ignored` of one",
                "COLUMN_REPEATED",
            )
        if field == "value":
            known = self._by_id.get(chosen["roster_field_id"])
            if known is None:
                raise InvalidArgument.of(
                    f"columns[{index}].roster_field_id",
                    "is no field of this roster; read its fields again",
                    "NO_SUCH_ROSTER_FIELD",
                )
            return self._value(name, known)
        if field == "new_field":
            return self._value(name, self._field(name, RosterFieldKind.TEXT))
        return self._plain(name, field)

    def _guessed(self, name: str) -> Column:
        field = FIELD_OF.get(match_name(name), "")
        known = self._known(name)
        is_free = known is not None and not known.is_new and known.name not in self._used
        if known is not None and is_free and self._is_rather(known, field):
            return self._value(name, known)
        if field in CONTACT and (not self._with_contacts or field in self._taken - {"phone"}):
            return Column(name)
        if field and (field not in self._taken or field == "phone"):
            return self._plain(name, field)
        if known is not None and not known.is_new:
            return self._value(name, known)
        if self._create_missing and len(name) <= LONGEST_FIELD_NAME and known is None:
            return self._value(name, self._field(name, RosterFieldKind.TEXT))
        return Column(name)

    def _known(self, name: str) -> KnownField | None:
        """Returns the field of the roster of this name: of exactly this one, if there is one."""
        return self._exactly.get(name) or self._fields.get(match_name(name))

    def _is_rather(self, known: KnownField, field: str) -> bool:
        """Tells whether a column is rather the field of the roster with its name than what it means elsewhere."""
        if field in KEPT:
            return known.kind not in (KEPT[field], RosterFieldKind.TEXT)
        return field in CONTACT or (field in PARTS_OF_NAME and "name" in self._taken)

    def _plain(self, name: str, field: str) -> Column:
        self._taken.add(field)
        kind = KEPT.get(field)
        return Column(name, field, self._kept(name, field, kind) if kind else None)

    def _kept(self, name: str, field: str, kind: RosterFieldKind) -> KnownField:
        """Returns the field of the roster for an external id, a birth date, or notes: whatever its name in that meaning."""
        of_name = self._known(name)
        for known in [*filter(None, [of_name]), *self._fields.values()]:
            if FIELD_OF.get(match_name(known.name)) == field and known.kind in (
                kind,
                RosterFieldKind.TEXT,
            ):
                return known
        return self._field(name[:LONGEST_FIELD_NAME], kind)

    def _value(self, name: str, known: KnownField) -> Column:
        self._used.add(known.name)
        return Column(name, "new_field" if known.is_new else "value", known)

    def _field(self, name: str, kind: RosterFieldKind) -> KnownField:
        """Returns the field of the roster of this name, new if there is none."""
        known = self._fields.get(match_name(name))
        if known is None:
            known = KnownField(None, name, kind)
            self._fields[match_name(name)] = known
            self.new_fields.append(known)
        return known
