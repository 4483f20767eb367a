"""Distances on the globe."""

import math

import pytest

from services.kit.globe import EARTH_RADIUS_METERS, meters_between


@pytest.mark.parametrize(
    ("points", "share"),
    [
        ((0, 0, 0, 90), 1 / 4),
        ((90, 17, -90, 80), 1 / 2),
        ((10, 20, -10, -160), 1 / 2),  # the other end of the world, where rounding exceeds 1
        ((0, 179.5, 0, -179.5), 1 / 360),
        ((12.5, -7.25, 12.5, -7.25), 0),
    ],
)
def test_a_part_of_the_way_around(points: tuple[float, float, float, float], share: float) -> None:
    around = 2 * math.pi * EARTH_RADIUS_METERS
    assert meters_between(*points) == pytest.approx(around * share, abs=1)
