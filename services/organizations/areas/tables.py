"""Tables of areas: which column says what, and what the rows say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.kit.errors import InvalidArgument
from services.kit.text.records import Reason, Record
from services.kit.text.tabular import read_table
from services.organizations.areas.models import AreaKind
from services.organizations.organizations.names import match_name

MOST_ROWS = 500
LONGEST_CODE = 50
# The names of columns, in any script: they are compared as `match_name` writes them.
_COLUMNS = {
    "code": "code, area code, 代码, 编码, 编号, 区划代码, 行政区划代码, 代碼, 編碼, 編號",
    "name": "name, area, area name, 名称, 区域名称, 区划名称, 名稱",
    "kind": "kind, type, 类型, 类别, 级别, 類型, 類別, 級別",
    "parent": "parent code, parent, 上级代码, 上级编码, 上级, 上级区划代码, 上級代碼, 上級",
}
_FIELD_OF = {match_name(name): key for key, names in _COLUMNS.items() for name in names.split(", ")}
_IN_LANGUAGE = re.compile(
    r"\s*(?:name|名称|名稱)[\s_(（]+([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)[)）]?\s*", re.IGNORECASE
)
_WORDS = {
    AreaKind.DISTRICT: "区, 县, 区县, 城区, 區, 縣",
    AreaKind.SUBDISTRICT: "街道, 街镇, 镇, 乡, 乡镇, 街道办, 鎮, 鄉",
    AreaKind.COMMUNITY: "社区, 村, 居委, 居委会, 社區",
    AreaKind.QUARTER: "小区, 住宅小区, 小區",
    AreaKind.BUILDING: "楼, 楼栋, 栋, 幢, 楼宇, 樓, 樓棟",
}
KIND_OF = {
    match_name(word): kind for kind, words in _WORDS.items() for word in words.split(", ")
} | {match_name(kind): kind for kind in AreaKind}


@dataclass(slots=True)
class AreaRow:
    """What a row says of an area.

    Attributes:
        line: The line of the table.
        code: The code, cut to what can be one.
        name: The name; empty if the row says none.
        names: The names in other languages, by language.
        kind: The kind; None if the row says none.
        parent_code: The code of the area above; empty if the row says none.
        reasons: What there is to be said of the row.
        refused: Whether the row cannot be used.
    """

    line: int
    code: str = ""
    name: str = ""
    names: dict[str, str] = field(default_factory=dict)
    kind: AreaKind | None = None
    parent_code: str = ""
    reasons: list[Reason] = field(default_factory=list)
    refused: bool = False

    def refuse(self, code: str, message: str, column: str = "") -> None:
        """Refuses the row, with the reason."""
        self.reasons.append(Reason(code, message, column))
        self.refused = True


def read_rows(content: str) -> list[AreaRow]:
    """Returns the rows of a table of areas.

    Raises:
        InvalidArgument: It cannot be read, or no column has the code.
    """
    table = read_table(content, "content", most_rows=MOST_ROWS, known=_is_known)
    fields = [_FIELD_OF.get(match_name(name)) for name in table.columns]
    if "code" not in fields:
        raise InvalidArgument.of(
            "content",
            "has no column with the codes of the areas. Name one of its columns `code`",
            "CODE_COLUMN_MISSING",
        )
    languages = [_IN_LANGUAGE.fullmatch(name) for name in table.columns]
    rows = [
        _row(record, table.columns, fields, [found[1] if found else "" for found in languages])
        for record in table.records
    ]
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            row.refuse("AREA_CODE_REPEATED", "Another row has this code. Keep one of them.")
        seen.add(row.code)
    return rows


def _is_known(cell: str) -> bool:
    return match_name(cell) in _FIELD_OF or _IN_LANGUAGE.fullmatch(cell) is not None


def _row(
    record: Record,
    columns: Sequence[str],
    fields: Sequence[str | None],
    languages: Sequence[str],
) -> AreaRow:
    row = AreaRow(record.line, reasons=list(record.reasons), refused=record.refused)
    if row.refused:
        return row
    for cell, column, known, language in zip(record.cells, columns, fields, languages, strict=True):
        if known == "code":
            row.code = row.code or cell
        elif known == "name":
            row.name = row.name or cell
        elif known == "parent":
            row.parent_code = row.parent_code or cell
        elif known == "kind" and cell:
            row.kind = KIND_OF.get(match_name(cell))
            if row.kind is None:
                row.refuse(
                    "AREA_KIND_UNKNOWN",
                    "This is not a kind of area. Write DISTRICT, SUBDISTRICT, COMMUNITY, QUARTER, or BUILDING.",
                    column,
                )
        elif language and cell:
            row.names[language] = cell
    if not row.code:
        row.refuse("AREA_CODE_MISSING", "This row has no code. Give it one.")
    return row
