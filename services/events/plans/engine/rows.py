"""Columns and rows of a mixed-integer program, gathered sparsely and handed to HiGHS at once."""

from collections.abc import Iterable, Sequence
from math import inf

import highspy
import numpy as np


class Rows:
    """A program that grows: minimize the costs of its columns within its rows.

    Attributes:
        offset: What is added to the cost of every solution.
    """

    def __init__(self) -> None:
        """Starts empty."""
        self.offset = 0.0
        self._costs: list[float] = []
        self._least: list[float] = []
        self._most: list[float] = []
        self._whole: list[bool] = []
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._factors: list[float] = []
        self._row_least: list[float] = []
        self._row_most: list[float] = []

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self._costs)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._row_least)

    def column(
        self, cost: float = 0, least: float = 0, most: float = inf, *, whole: bool = False
    ) -> int:
        """Adds a column, and returns its number."""
        self._costs.append(cost)
        self._least.append(least)
        self._most.append(most)
        self._whole.append(whole)
        return len(self._costs) - 1

    def choice(self, cost: float = 0, *, fixed: bool = False) -> int:
        """Adds a column that is 0 or 1, and returns its number."""
        return self.column(cost, float(fixed), 1, whole=True)

    def charge(self, column: int, cost: float) -> None:
        """Adds to the cost of a column."""
        self._costs[column] += cost

    def row(
        self,
        terms: Iterable[tuple[int, float]],
        least: float = -inf,
        most: float = inf,
    ) -> None:
        """Adds a row: the sum of columns times factors is between two bounds."""
        for column, factor in terms:
            self._columns.append(column)
            self._factors.append(factor)
        self._close(least, most)

    def total(self, columns: Sequence[int], least: float = -inf, most: float = inf) -> None:
        """Adds a row about the plain sum of columns."""
        self._columns.extend(columns)
        self._factors.extend([1.0] * len(columns))
        self._close(least, most)

    def _close(self, least: float, most: float) -> None:
        self._starts.append(len(self._columns))
        self._row_least.append(least)
        self._row_most.append(most)

    def program(self) -> highspy.HighsLp:
        """Returns the program in the form that HiGHS takes."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.width, self.height
        lp.offset_ = self.offset
        lp.col_cost_ = np.array(self._costs, dtype=np.float64)
        lp.col_lower_ = np.array(self._least, dtype=np.float64)
        lp.col_upper_ = np.array(self._most, dtype=np.float64)
        lp.row_lower_ = np.array(self._row_least, dtype=np.float64)
        lp.row_upper_ = np.array(self._row_most, dtype=np.float64)
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            for whole in self._whole
        ]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = self.width, self.height
        lp.a_matrix_.start_ = np.array(self._starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self._columns, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self._factors, dtype=np.float64)
        return lp
