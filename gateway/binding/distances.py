"""How far a place is from a point that the caller names."""

from collections.abc import Sequence
from typing import Any

from google.protobuf.message import Message

from gateway.binding.fields import derived
from gateway.binding.parameters import fill, parameter
from gateway.contract import reading as contract
from services.kit.globe import meters_between


def distance(request_type: type[Message], name: str) -> Any:
    """Makes a field that shows how many meters an object with coordinates is from a point.

    Args:
        request_type: A request that names such a point.
        name: Its field with the point, which becomes the argument: so a list by distance and this field take
            the same variable.
    """
    point = parameter(
        contract.fields_of(request_type)[name],
        required=True,
        description="The point. A radius makes no difference here.",
    )

    def values(roots: Sequence[Any], **given: Any) -> Sequence[int | None]:
        here = getattr(fill(request_type, [point], given), name)
        return [
            round(meters_between(here.latitude, here.longitude, root.latitude, root.longitude))
            if root.HasField("latitude")
            else None
            for root in roots
        ]

    return derived(
        values,
        returns=int | None,
        description="How many meters it is from a point to the place, as the crow flies. Null if the place has no "
        "coordinates.",
        arguments=[point],
        reads=["latitude", "longitude"],
    )
