"""What the tables of access refuse to be read as."""

import pytest

from tests.access.table import read_rows
from tests.world import KINDS

SIGNS = "+~0-!"
HEADING = " ".join(("operation", *KINDS))


def test_a_row_has_a_cell_for_each_kind_and_a_code_for_its_refusals() -> None:
    (row,) = read_rows(
        ["# a comment", "", HEADING, "S.Do ! - ~ + + + + + + 0  ~ ALREADY_EXISTS: a reason"], SIGNS
    )
    assert row.operation == "S.Do"
    assert [row.expected(kind) for kind in KINDS] == [
        *("!", "-", "ALREADY_EXISTS", "+", "+", "+", "+", "+", "+", "0")
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("S.Do ! - + + + + + + +", "has 9 cells"),
        ("S.Do ! - + + + + + + + ?", "has a cell that is none of"),
        ("S.Do ! - + + + + + + + ~", "needs a code if it has a ~"),
        ("S.Do ! - + + + + + + + +  ~ ALREADY_EXISTS: a reason", "needs a code if it has a ~"),
        ("S.Do ! - + + + + + + + ~  ~ ALREADY_EXISTS", "needs a code and a reason"),
        ("S.Do ! - + + + + + + + ~  ~ INVALID_ARGUMENT: a reason", "needs a code and a reason"),
    ],
)
def test_a_malformed_row_is_refused(row: str, why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        read_rows([HEADING, row], SIGNS)


def test_other_columns_are_refused() -> None:
    with pytest.raises(AssertionError, match="the columns are not KINDS"):
        read_rows([HEADING.replace("stranger", "friend")], SIGNS)
