"""Distances on the globe."""

import math

EARTH_RADIUS_METERS = 6_371_008.8  # the mean radius (IUGG)


def meters_between(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Returns how far two points are apart as the crow flies, by the haversine formula.

    Args:
        latitude: The latitude of one point in degrees.
        longitude: Its longitude.
        other_latitude: The latitude of the other point.
        other_longitude: Its longitude.
    """
    lat, lng, other_lat, other_lng = map(
        math.radians, (latitude, longitude, other_latitude, other_longitude)
    )
    part = (
        math.sin((other_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(other_lat) * math.sin((other_lng - lng) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_METERS * math.asin(math.sqrt(min(1, part)))
