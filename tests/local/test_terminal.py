"""What the launcher prints."""

import asyncio
import io
import sys
from pathlib import Path

import pytest

from deploy.local.logs import follow
from deploy.local.terminal import Terminal
from services.kit.process.terminal import padded
from tests.waiting import eventually

CHECKOUT = Path(__file__).resolve().parents[2]


class FakeTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_chinese_names_take_two_columns_a_character() -> None:
    assert padded("林秀英", 8) == "林秀英  "
    assert padded("María", 8) == "María   "
    assert padded("too long", 3) == "too long"


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colours_are_for_terminals_and_for_those_who_want_them(
    monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    screen = FakeTerminal()
    monkeypatch.setattr(sys, "stdout", screen)
    Terminal().ready("events", 0.25, "127.0.0.1:1")
    assert ("\033[" in screen.getvalue()) is coloured
    assert "0.2 s" in screen.getvalue()


async def test_new_lines_of_logs_are_shown_with_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    log.write_text("old\n")
    task = asyncio.create_task(follow({"events": log}, Terminal()))
    shown = ""

    def printed(text: str) -> bool:
        nonlocal shown
        shown += capsys.readouterr().out
        return text in shown

    await asyncio.sleep(0)
    with log.open("a") as file:
        file.write("first\nsecond")
    await eventually(lambda: printed("events        | first\n"))
    with log.open("a") as file:
        file.write(" half\n")
    await eventually(lambda: printed("events        | second half\n"))
    assert "old" not in shown
    task.cancel()
