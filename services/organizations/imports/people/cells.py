"""What the cells of lists of people say: days, roles, and lists of words, as people write them."""

import re
from collections.abc import Iterator
from datetime import date

from services.kit.work.roles import Role
from services.organizations.organizations.names import match_name

# Several words in one cell: parted by signs, unless they stand in quotation marks.
_WORD = re.compile(r'\s*"((?:[^"\n]|"")+)"\s*(?=[;,、，；/／|\n]|$)|([^;,、，；/／|\n]+)')
_EARLIEST_YEAR = 1900
_DAY = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?:[T ]00:00(?::00(?:\.0+)?)?)?",
    re.ASCII,
)
_SMALL_FIRST = re.compile(
    r"(?P<one>\d{1,2})\s*(?P<sign>[-/.])\s*(?P<two>\d{1,2})\s*[-/.]\s*(?P<year>\d{4})", re.ASCII
)
_JOINED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_ROLES = {
    Role.OWNER: "owner, president, chair, chairman, chairwoman, chairperson, 所有者, 会长, 會長, 主席, 理事长, 理事長, 负责人, 負責人",
    Role.LEADER: "leader, team leader, group leader, head, 组长, 队长, 领队, 带头人, 骨干, 組長, 隊長, 領隊, leiter, leiterin, leitung",
    Role.COORDINATOR: "coordinator, co ordinator, organizer, organiser, 协调员, 联络员, 干事, 秘书, 副组长, 副队长, 協調員, 聯絡員, "
    "副組長, 副隊長, koordinator, koordinatorin",
    Role.SUPERVISOR: "supervisor, auditor, 监督, 监督员, 监事, 監督, 監事, aufsicht",
    Role.MEMBER: "member, volunteer, participant, 成员, 会员, 组员, 队员, 志愿者, 普通成员, 成員, 會員, 組員, 隊員, 志工, mitglied",
}
ROLE_OF = {match_name(name): role for role, names in _ROLES.items() for name in names.split(", ")}
_YES = frozenset(
    ["yes", "y", "true", "1", "x", "✓", "✔", "√", "是", "有", "对", "ja", "oui", "si", "sí"]
)
_NO = frozenset(["no", "n", "false", "否", "没有", "不", "nein", "non"])


def words(cell: str) -> list[str]:
    """Returns the words of a cell, each once."""
    found = (quoted.replace('""', '"') or bare for quoted, bare in _WORD.findall(cell))
    return list(dict.fromkeys(word for each in found if (word := one_line(each))))


def one_line(cell: str) -> str:
    """Returns a cell in one line."""
    return " ".join(cell.split())


def day_of(cell: str) -> tuple[str, str]:
    """Returns the day that a cell says as `YYYY-MM-DD`, and empty; or empty, and the code of what is wrong.

    `5/6/2024` is one day here and another there, so it is none. With periods, the day comes first.
    """
    text = cell.strip()
    if found := _DAY.fullmatch(text) or _JOINED.fullmatch(text):
        parts = found["year"], found["month"], found["day"]
    elif found := _SMALL_FIRST.fullmatch(text):
        one, two = int(found["one"]), int(found["two"])
        if found["sign"] != "." and one != two and one <= 12 and two <= 12:
            return "", "DATE_AMBIGUOUS"
        day_first = found["sign"] == "." or one > 12
        parts = (found["year"], *((two, one) if day_first else (one, two)))
    else:
        return "", "DATE_NOT_VALID"
    try:
        day = date(*map(int, parts))
    except ValueError:
        return "", "DATE_NOT_VALID"
    return ("", "DATE_NOT_VALID") if day.year < _EARLIEST_YEAR else (day.isoformat(), "")


def yes_or_no(cell: str) -> str:
    """Returns a cell as the value of a field of the kind YES_NO has it, if it says that."""
    word = cell.strip().casefold()
    return "true" if word in _YES else "false" if word in _NO else cell


def roles_of(cell: str) -> Iterator[Role | None]:
    """Yields the roles that a cell names; None for each word that is none."""
    for word in words(cell):
        yield ROLE_OF.get(match_name(word))
