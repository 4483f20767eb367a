"""The bench runs, measures everything once, and leaves nothing behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.account import CHECKOUT
from tests.bench.__main__ import MEASURES


@pytest.mark.timeout(660)
def test_it_measures_everything_on_little_data(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--json", "--without-postgraphile"]
    command += ["--scale", "0.01", "--rounds", "1", "--seconds", "0.2"]
    run = subprocess.run(
        command,
        cwd=CHECKOUT,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert len({row["subject"] for row in report["rows"]}) == len(MEASURES)
    for row in report["rows"]:
        assert all(figure > 0 for figure in row["banyan"]), row
        assert len(row["times_as_long"]) == bool(row["against"]), row
    assert {"gateway", "events", "PostgreSQL", "NATS"} <= set(report["memory"])
    assert list(tmp_path.iterdir()) == []
