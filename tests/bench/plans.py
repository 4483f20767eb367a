"""Plans: until the best is proven, beside HiGHS on a plain model of the same problem; and repairs."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.place import Place
from tests.bench.rounds import Options, Row, percentiles

_SEASONS = ((50, 40), (200, 100), (1000, 500))
_INSTANCES = (1, 2, 3)
# A search that has proven nothing by then is ended; its time is then the least that it takes.
_MOST_SECONDS = 240
_SUBJECT = "A plan, people x shifts"
_PLAIN = "HiGHS on a plain model"


async def measure(place: Place, options: Options, say: Callable[[str], None]) -> Sequence[Row]:
    """Returns the rows about plans; nothing of the platform is needed for them."""
    sizes = {
        (options.of(people, least=8), options.of(shifts, least=6)) for people, shifts in _SEASONS
    }
    cases: list[tuple[str, tuple[int, ...]]] = [("season", size) for size in sorted(sizes)]
    if options.scale >= 1:
        cases += [("instance", (number,)) for number in _INSTANCES]
    rows: list[Row] = []
    for kind, which in cases:
        name = " x ".join(map(str, which)) if kind == "season" else f"public instance {which[0]}"
        results = {}
        for by in ("engine", "plain"):
            say(f"plans, {name}: {by}")
            results[by] = await _solve(by, kind, *which)
        rows += _rows(name, **results)
    return rows


def _rows(name: str, engine: dict[str, Any], plain: dict[str, Any]) -> list[Row]:
    if engine["is_proven"] and plain["is_proven"]:
        assert abs(engine["objective"] - plain["objective"]) < 1e-3, (name, engine, plain)
    rows = [
        Row(_SUBJECT, f"{name}: {words}", unit, [engine[unit]], _PLAIN, [plain[unit]])
        for unit, words in (("ms", "until it is proven, at most"), ("KiB", "memory of the process"))
    ]
    for who, result in (("the engine", engine), ("the plain model", plain)):
        if not result["is_proven"]:
            missing = result["objective"] - result["bound"]
            rows.append(Row(_SUBJECT, f"{name}: {who} leaves open", "points", [missing]))
    if engine["repairs"]:
        for figure, value in percentiles(engine["repairs"]).items():
            rows.append(Row(_SUBJECT, f"{name}: repair, {figure}", "ms", [value]))
    return rows


async def _solve(by: str, kind: str, *numbers: int) -> dict[str, Any]:
    arguments = [str(number) for number in (*numbers, _MOST_SECONDS)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.plan_solver", by, kind, *arguments),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, (by, kind, numbers)
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result
