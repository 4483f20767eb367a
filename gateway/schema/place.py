"""Places, and whom to ask: what events and organizations have in common."""

from banyan.events.v1 import event_pb2
from banyan.places.v1 import place_pb2
from strawberry import auto

from gateway.binding.distances import distance
from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.texts import text


@shows(place_pb2.Place)
class Place:
    """Where something takes place, or where an organization is found."""

    latitude: auto
    longitude: auto
    online_url: auto
    translations: auto

    name = text("name")
    address = text("address")
    instructions = text("instructions")
    distance_meters = distance(event_pb2.ListEventsRequest, "near")


@shows(place_pb2.PlaceTranslation)
class PlaceTranslation:
    """The texts of a place in another language."""

    language: auto
    name: auto
    address: auto
    instructions: auto


@shows(place_pb2.Contact)
class Contact:
    """Who answers questions: a person, or a public phone number or email address."""

    phones: auto
    email: auto

    person = reference("person_id")
