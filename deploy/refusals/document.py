"""The catalogue of reasons as people read it: docs/errors.md."""

from collections import defaultdict
from inspect import cleandoc
from pathlib import Path

from deploy.refusals.source import ROOT, Found, reasons_of, sources
from services.kit import errors

OUTPUT = ROOT / "docs" / "errors.md"
_HEADER = """
# Error reasons

Every error has a `code`, a `reason` and a `message`. The code says what kind of error it is. The
reason says exactly which one, and never changes: branch on it. The message is for people, in the language that
`Accept-Language` asks for; `params` has the values for the braces below, for texts of your own. A mutation
lists the errors that a person can act on in the `errors` of its payload; everything else is a
top-level error with `extensions.code` and `extensions.reason`.

In the payload of a mutation the reason is a value of the enum `ErrorReason`, and the description of each mutation
lists those that it can give. A service may be newer than the gateway: a reason that the gateway does not know is
`OTHER` there. Show its message.

This file is generated from the source by `make docs`.

## Codes

| code | meaning | default reason |
| --- | --- | --- |
"""


def generate() -> str:
    """Returns the text of docs/errors.md as the source is now."""
    lines = [_HEADER.lstrip().rstrip("\n")]
    for error in errors.BY_CODE.values():
        meaning = cleandoc(error.__doc__ or "").partition("\n")[0]
        lines.append(f"| `{error.code}` | {meaning} | `{error.default_reason}` |")
    rooms: dict[str, set[Found]] = defaultdict(set)
    for path in sources():
        for each in reasons_of(path)[0]:
            rooms[_room(path)].add(each)
    for room, found in sorted(rooms.items()):
        lines += ["", f"## {room}", "", "| reason | code | message |", "| --- | --- | --- |"]
        lines += (
            f"| `{each.reason}` | {f'`{each.code}`' if each.code else ''} | {each.message} |"
            for each in sorted(found)
        )
    return "\n".join(lines) + "\n"


def _room(path: Path) -> str:
    root, service, *rest = path.relative_to(ROOT).parts
    if root == "gateway":
        return "Gateway"
    return (
        "Every service"
        if service == "kit"
        else f"{service.capitalize()}: {rest[0].removesuffix('.py')}"
    )
