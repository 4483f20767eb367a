"""What a hostile file costs the service that reads it: time and memory in the measure of its size."""

import time
import tracemalloc

import pytest

from services.kit.tabular import read_table
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.organizations.planning import Defaults, plan_organizations
from services.organizations.imports.organizations.rows import OrganizationRow, read_organizations

# An ordinary file of this size takes a tenth of it.
SECONDS = 1.0


def read(content: str) -> list[OrganizationRow]:
    return read_organizations(read_table(content, "content", most_rows=5000))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Email", "a" * 100_000),
        ("Website", "a" + " " * 100_000 + "b"),
        ("Notes", "a" + "\u0301\u0323" * 50_000),
    ],
    ids=["no address", "blanks", "stacked marks"],
)
def test_a_long_cell_takes_no_long_time(column: str, cell: str) -> None:
    began = time.process_time()
    (row,) = read(f"Name,{column}\nChoir,{cell}")
    assert time.process_time() - began < SECONDS
    assert row.refused == (column == "Notes")


def test_many_rows_of_one_organization_take_no_more_memory_than_they_say() -> None:
    rows = read("Name,Notes\n" + "".join(f"Choir,{'x' * 400}{row}\n" for row in range(1000)))
    tracemalloc.start()
    try:
        (group,) = plan_organizations(
            rows, Known(), Defaults(kind="SOCIAL_ORGANIZATION", membership_policy="OPEN")
        )
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000  # the file has 0.4 MB
    assert {row.outcome for row in group.rows} == {"ERROR"}
    assert group.rows[0].reasons[-1].code == "STRING_MAX_LEN"
