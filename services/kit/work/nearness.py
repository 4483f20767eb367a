"""Lists by distance: what lies near a point, the nearest first.

The database keeps where things are as points on a globe of radius 1, of which a GiST index finds the nearest (the
extension cube). The straight line between two points through the globe is the longer, the farther apart they are on
it, so it serves as their distance, near the poles and the 180th meridian too.

    __table_args__ = (position_index("event_position"),)

    filters={"near": is_near(Event.place)}, orders={DISTANCE: (distance(Event.place), col(Event.id))}
    page = await BY_START.page(request, work, **nearness(request))
"""

import math
from typing import Any

from sqlalchemy import ColumnElement, Double, Index, and_, func, text
from sqlmodel import col

from services.kit.globe import EARTH_RADIUS_METERS
from services.kit.work.viewer import given

DISTANCE = "DISTANCE"  # the name of the order in the contract
DEFAULT_RADIUS_METERS = 50_000


def position_index(name: str) -> Index:
    """Returns the index that `is_near` and `distance` use for the column `place`."""
    return Index(
        name,
        text("place_on_globe(place)"),
        postgresql_using="gist",
        postgresql_where=text("place ? 'latitude'"),
    )


def distance(place: Any) -> ColumnElement[float]:
    """Returns how far a place is from the point of the request.

    Args:
        place: The column with the place.
    """
    return func.place_on_globe(col(place)).op("<->", return_type=Double())(_point())


def is_near(place: Any) -> ColumnElement[bool]:
    """Returns the condition that a place lies within the radius of the request.

    Args:
        place: The column with the place.
    """
    line = given("near_line", Double())
    return and_(
        col(place).op("?")("latitude"),
        func.place_on_globe(col(place)).op("<@")(func.cube_enlarge(_point(), line, 3)),
        distance(place) <= line,
    )


def _point() -> Any:
    return func.point_on_globe(given("near_latitude", Double()), given("near_longitude", Double()))


def nearness(request: Any) -> dict[str, Any]:
    """Returns the values of the parameters for the point of a List request; none if it names none."""
    if not request.HasField("near"):
        return {}
    near = request.near
    radius = near.radius_meters or DEFAULT_RADIUS_METERS
    return {
        "near_latitude": near.latitude,
        "near_longitude": near.longitude,
        "near_line": 2 * math.sin(radius / (2 * EARTH_RADIUS_METERS)),
    }
