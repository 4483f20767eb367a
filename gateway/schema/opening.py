"""Openings: the shifts that a person can do, the most fitting first."""

from banyan.events.v1 import opening_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows


@shows(opening_pb2.Openings)
class Openings:
    """The shifts that the viewer can do."""

    fits: auto
    is_complete: auto


@shows(opening_pb2.Opening)
class Opening:
    """A shift that the viewer can do."""

    reasons: auto
    distance_meters: auto

    shift = reference("shift_id")
