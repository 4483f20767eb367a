"""The rows of a new resource in the tables of access, aligned with the heading of their file."""

import re
from collections.abc import Mapping

# The app of the tables acts for an active member, with this scope alone.
_APP_SCOPE = "events.read"
_MEMBERS = ("subject", "member", "supervisor")
_MANAGERS = ("coordinator", "leader", "owner", "administrator")


def rpc_rows(forms: Mapping[str, str], service: str) -> dict[str, dict[str, str]]:
    """Returns, for each RPC of a resource, the sign of each kind of caller."""
    app = "+" if f"{service}.read" == _APP_SCOPE else "-"
    name, names = forms["Name"], forms["Names"]
    change = _signs(anonymous="!", app="-", stranger="-", members="-")
    get = _signs(anonymous="!", app=app, stranger="-")
    several = _signs(anonymous="!", app=app, stranger="0")
    rows = {
        f"Create{name}": change,
        f"Get{name}": get,
        f"BatchGet{names}": several,
        f"List{names}": several,
        f"Update{name}": change,
    }
    return {f"{name}Service.{rpc}": signs for rpc, signs in rows.items()}


def field_rows(forms: Mapping[str, str], service: str) -> dict[str, dict[str, str]]:
    """Returns, for each field of GraphQL that shows a resource, the sign of each kind of caller."""
    app = "+" if f"{service}.read" == _APP_SCOPE else "-"
    visible = _signs(anonymous="-", app=app, stranger="-")
    own = ("id", "displayName", "etag", "createTime", "updateTime")
    return {
        f"Query.{forms['camel']}": visible,
        f"Query.{forms['camels']}": _signs(anonymous="-", app=app, stranger="0"),
        **{f"{forms['Name']}.{field}": visible for field in own},
        f"{forms['Name']}.organization": _signs(anonymous="-", app="-", stranger="-"),
    }


def aligned(table: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """Returns the lines of rows, each sign below the middle of its column.

    Args:
        table: The table, whose first line that is no comment is its heading.
        rows: For each operation, the sign of each kind of caller.
    """
    heading = heading_of(table).splitlines()[-1]
    columns = list(re.finditer(r"\S+", heading))[1:]
    lines = []
    for operation, signs in rows.items():
        line = operation
        for column in columns:
            middle = (column.start() + column.end() - 1) // 2
            line = f"{line} ".ljust(middle) + signs[column.group()]
        lines.append(line)
    return "\n".join(lines) + "\n"


def heading_of(table: str) -> str:
    """Returns the beginning of a table: its comments and its heading."""
    found = re.match(r"(?:(?:#.*)?\n)*operation .*\n", table)
    if found is None:
        raise ValueError("a table of access begins with comments and a heading")
    return found.group()


def _signs(anonymous: str, app: str, stranger: str, members: str = "+") -> dict[str, str]:
    return {
        "anonymous": anonymous,
        "app": app,
        "stranger": stranger,
        **dict.fromkeys(_MEMBERS, members),
        **dict.fromkeys(_MANAGERS, "+"),
    }
