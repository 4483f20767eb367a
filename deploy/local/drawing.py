"""The pictures of docs/cultivation.md, drawn from the data of the large demo community: `python -m deploy.local.drawing`.

A picture is SVG in plain text: columns for the stages, with the groups that are there, and the way that groups have come.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from deploy.local.cultivating import Place, places, stages
from deploy.local.residents import GROUPS

DIRECTORY = Path(__file__).parents[2] / "docs" / "pictures"
_COLUMN, _ROW, _BOX, _MARGIN = 216, 58, 48, 16
_HEAD, _LEGEND = 84, 44
_INK, _PAPER, _PALE = "#1f2a24", "#ffffff", "#5b665f"
_FONT = (
    "font-family=\"'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif\""
)
# Fill and edge of a group, by its state. The edge tells them apart without colors, too.
_STATES: Mapping[str, tuple[str, str, str]] = {
    "growing": ("#e4f3e8", "#2f7d4f", ""),
    "stuck": ("#fdf0d5", "#a86400", "6 3"),
    "fading": ("#f9e1df", "#b03a2e", "2 3"),
    "on hold": ("#eceeed", "#6b756f", "10 4"),
    "graduated": ("#dfeaf8", "#2a5f9e", "1 0"),
}


class _Text(NamedTuple):
    """A line of text.

    Attributes:
        x: From where on.
        y: On which height.
        text: What it says.
        size: How large.
        color: In which color.
    """

    x: float
    y: float
    text: str
    size: int = 13
    color: str = _INK

    def __str__(self) -> str:
        """Returns the element."""
        return f'<text x="{self.x:g}" y="{self.y:g}" font-size="{self.size}" fill="{self.color}">{escape(self.text)}</text>'


def _box(x: float, y: float, width: float, height: float, state: str) -> str:
    fill, edge, dashes = _STATES[state]
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{fill}" stroke="{edge}"'
        f' stroke-width="1.5" stroke-dasharray="{dashes or "none"}"/>'
    )


def _picture(width: int, height: int, title: str, elements: Iterator[object]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" {_FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        *map(str, elements),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def groups_by_stage(found: Sequence[Place]) -> str:
    """Returns the picture of which group is at which stage, and how it is doing."""
    columns = [[each for each in found if each.stage == key] for key, *_ in stages()]
    deepest = max(map(len, columns))
    width = _COLUMN * len(columns) + _MARGIN
    height = _HEAD + _ROW * deepest + _LEGEND

    def elements() -> Iterator[object]:
        for number, ((_, name, english, days), column) in enumerate(
            zip(stages(), columns, strict=True)
        ):
            x = _MARGIN + number * _COLUMN
            yield _Text(x, 30, f"{name} {english}", 17)
            yield _Text(x, 50, f"{days} days expected", color=_PALE)
            yield f'<line x1="{x}" y1="62" x2="{x + _COLUMN - _MARGIN}" y2="62" stroke="{_INK}"/>'
            for row, place in enumerate(column):
                y = _HEAD + row * _ROW - 8
                yield _box(x, y, _COLUMN - _MARGIN, _BOX, place.state)
                yield _Text(x + 10, y + 20, place.name, 14)
                yield _Text(x + 10, y + 38, place.english, 11, _PALE)
        x = _MARGIN
        for state in _STATES:
            yield _box(x, height - 30, 26, 16, state)
            yield _Text(x + 34, height - 17, state)
            x += 130

    return _picture(width, height, "Groups by stage", elements())


def ways_of_groups(found: Sequence[Place]) -> str:
    """Returns the picture of how many groups were enrolled, are at a stage, and what became of the others."""
    rows = [
        ("enrolled", len(found) + 1, "growing"),  # and the one that has ended well
        ("at a stage", sum(each.state != "graduated" for each in found), "growing"),
        *(
            (state, sum(each.state == state for each in found), state)
            for state in ("stuck", "fading", "on hold", "graduated")
        ),
        ("completed", 1, "graduated"),
    ]
    unit, left = 44, 120
    width, height = left + unit * rows[0][1] + 60, 24 + 34 * len(rows)

    def elements() -> Iterator[object]:
        for number, (name, count, state) in enumerate(rows):
            y = 16 + 34 * number
            yield _Text(_MARGIN, y + 17, name, 14)
            yield _box(left, y, unit * count, 24, state)
            yield _Text(left + unit * count + 10, y + 17, str(count), 14)

    return _picture(width, height, "What became of the groups", elements())


def pictures() -> Mapping[str, str]:
    """Returns the pictures, by the names of their files."""
    found = places(GROUPS)
    return {
        "cultivation-stages.svg": groups_by_stage(found),
        "cultivation-ways.svg": ways_of_groups(found),
    }


if __name__ == "__main__":
    for name, drawn in pictures().items():
        (DIRECTORY / name).write_text(drawn, encoding="utf-8")
