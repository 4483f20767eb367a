"""docs/examples/club_list.py: a club list from a file to the roster and back, through an app's key alone."""

import asyncio
import csv
import io
import os
import re
import sys
from pathlib import Path

import pytest

from tests.gateway.conftest import Gateway
from tests.gateway.test_partner_apps import ROOT, Owner, owner

__all__ = ["owner"]  # the fixture
EXAMPLE = ROOT / "docs" / "examples" / "club_list.py"
COLUMNS = ["External ID", "Name", "Roles", "Labels", "组 Team", "备注"]
LIST = [
    ["0012", "林秀英", "", "司机", "一组", '说 "好", 谢谢'],
    ["a-7", "María García", "COORDINATOR", "cook; 司机", "Blue", "=1+1"],
    ["0x", "吕布", "LEADER", "", "", "-1.5"],
    ["9", "O'Brien, Ann", "", "cook", "@home", "'quoted"],
]


def written(path: Path, rows: list[list[str]]) -> Path:
    """Writes a list as a spreadsheet does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


async def run(gateway: Gateway, secret: str, *arguments: str) -> tuple[int, str, str]:
    """Runs the example; returns its exit code, and what it says."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(EXAMPLE),
        *arguments,
        env={"PATH": os.environ["PATH"], "BANYAN_URL": gateway.url, "BANYAN_KEY": secret},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode("utf-8-sig"), err.decode()


async def exported(gateway: Gateway, secret: str, path: Path) -> list[list[str]]:
    """Exports the roster to a file, and returns its rows in the order of the names."""
    code, out, err = await run(gateway, secret, "export")
    assert code == 0, err
    await asyncio.to_thread(path.write_text, f"\ufeff{out}", encoding="utf-8", newline="")
    header, *rows = list(csv.reader(io.StringIO(out)))
    assert header == COLUMNS
    return rows


async def test_a_list_goes_in_and_comes_back_as_it_was(
    gateway: Gateway, owner: Owner, tmp_path: Path
) -> None:
    secret = await owner.key("MEMBERS_READ", "MEMBERS_WRITE")
    source = written(tmp_path / "members.csv", LIST)
    assert await run(gateway, secret, "import", str(source)) == (0, "", "")
    rows = await exported(gateway, secret, tmp_path / "out.csv")
    # No cell is a formula to a spreadsheet; the mark before it is all that differs.
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert rows[2] == ["a-7", "María García", "COORDINATOR", "cook; 司机", "Blue", "'=1+1"]
    unguarded = [[re.sub("^'(?=[=+@-])", "", cell) for cell in row] for row in rows]
    assert sorted(unguarded) == sorted(LIST)
    # Both files can be sent again: nobody is entered twice.
    for path in (source, tmp_path / "out.csv"):
        assert await run(gateway, secret, "import", str(path)) == (0, "", "")
        assert await exported(gateway, secret, tmp_path / "again.csv") == rows


async def test_a_row_that_changes_changes_the_entry(
    gateway: Gateway, owner: Owner, tmp_path: Path
) -> None:
    secret = await owner.key("MEMBERS_READ", "MEMBERS_WRITE")
    path = tmp_path / "members.csv"
    await run(gateway, secret, "import", str(written(path, LIST[:1])))
    changed = [*LIST[0][:3], "cook", "", "new"]
    assert await run(gateway, secret, "import", str(written(path, [changed]))) == (0, "", "")
    assert await exported(gateway, secret, tmp_path / "out.csv") == [changed]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "Nobody", "", "", "", ""], "line 3: External ID is empty"),
        (["1", "Owner", "OWNER", "", "", ""], "line 3: "),
        (["2", "", "", "", "", ""], "line 3: "),
    ],
)
async def test_says_by_line_what_was_refused(
    gateway: Gateway, owner: Owner, tmp_path: Path, row: list[str], said: str
) -> None:
    secret = await owner.key("MEMBERS_READ", "MEMBERS_WRITE")
    source = written(tmp_path / "members.csv", [LIST[0], row])
    code, _, err = await run(gateway, secret, "import", str(source))
    assert code == 1
    assert said in err
    assert await exported(gateway, secret, tmp_path / "out.csv") == LIST[:1]


async def test_needs_the_scope_to_write(gateway: Gateway, owner: Owner, tmp_path: Path) -> None:
    source = written(tmp_path / "members.csv", LIST)
    secret = await owner.key("MEMBERS_READ")
    code, _, err = await run(gateway, secret, "import", str(source))
    assert code == 1
    assert "members.write" in err
