"""docs/scaling.md shows what the simulation says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_is_the_one_of_the_simulation() -> None:
    text = (ROOT / "docs/scaling.md").read_text(encoding="utf-8")
    shown = text.split("```\n")[1]
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.queueing"], cwd=ROOT, capture_output=True, check=True
    )
    assert said.stdout.decode() == shown
