"""Part 1: an administrator imports a real, messy file as organizations under a service station."""

from collections import Counter
from datetime import UTC, datetime

from deploy.local.terminal import Terminal
from tests.journeys.cast import Cast
from tests.journeys.frontend import Json

# What is known of the file: its records, the distinct names in them, and those with too many columns.
RECORDS, NAMES, TOO_WIDE = 341, 320, 8


async def import_directory(cast: Cast, terminal: Terminal, file_name: str, content: str) -> str:
    """Tells the first part; returns the station under which the organizations are now."""
    terminal.heading("1. A directory is imported under a service station")
    station = await cast.administrator.do(
        "CreateOrganization",
        name=f"服务站 Service station {datetime.now(UTC):%Y-%m-%d %H:%M:%S}",
        kind="SERVICE_STATION",
        membershipPolicy="APPLICATION",
    )
    job = await _preview(cast, terminal, station["id"], file_name, content)
    assert (job["rowsTotal"], job["createCount"]) == (RECORDS, NAMES), job
    assert job["mergeCount"] == RECORDS - NAMES, job
    await _show_rows(cast, terminal, job)
    await _execute(cast, terminal, job)
    again = await _preview(cast, terminal, station["id"], file_name, content)
    assert again["unchangedCount"] == RECORDS, again
    return str(station["id"])


async def _preview(
    cast: Cast, terminal: Terminal, station: str, file_name: str, content: str
) -> Json:
    """Asks what an import would do."""
    job = await cast.administrator.do(
        "CreateOrganizationImportJob",
        parentId=station,
        fileName=file_name,
        content=content,
        kind="SOCIAL_ORGANIZATION",
        membershipPolicy="APPLICATION",
    )
    counts = {name.removesuffix("Count"): job[name] for name in job if name.endswith("Count")}
    terminal.line("preview", ", ".join(f"{number} {what}" for what, number in counts.items()))
    return job


async def _show_rows(cast: Cast, terminal: Terminal, job: Json) -> None:
    """Reads the preview row by row, and shows one row for each reason."""
    after, reasons, shown = None, Counter[str](), dict[str, str]()
    while True:
        answer = await cast.administrator.ask("ImportJobRows", id=job["id"], after=after)
        page = answer["node"]["rows"]
        for row in page["nodes"]:
            for reason in row["reasons"]:
                reasons[reason["code"]] += 1
                shown.setdefault(reason["code"], f"line {row['line']}: {reason['message']}")
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    for code, example in shown.items():
        terminal.line(f"{reasons[code]:4} times", f"{code}, as in {example}")
    assert reasons["TOO_MANY_COLUMNS_REPAIRED"] == TOO_WIDE, reasons


async def _execute(cast: Cast, terminal: Terminal, job: Json) -> None:
    """Executes that very preview, and watches it go on."""
    async with cast.administrator.watching("ImportJobProgress", importJobId=job["id"]) as progress:
        await cast.administrator.do("ExecuteImportJob", importJobId=job["id"])
        last = await progress.until(lambda shown: shown["state"] == "COMPLETED")
    done = [shown["rowsDone"] for shown in progress.items]
    assert done == sorted(done), done
    assert len(set(done)) > 2, done  # it came in steps
    assert (done[0], last["rowsDone"], last["conflictCount"]) == (0, RECORDS, 0), last
    terminal.line("executed", " → ".join(map(str, done)) + f" of {RECORDS} rows")
