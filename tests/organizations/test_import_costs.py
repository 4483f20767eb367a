"""What a hostile file costs the service that reads it: time and memory in the measure of its size."""

import time

import pytest

from services.kit.tabular import read_table
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
