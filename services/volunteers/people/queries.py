"""Queries for people that several subjects ask."""

from banyan.volunteers.v1 import person_pb2 as pb
from sqlalchemy import Text, any_
from sqlmodel import col

from services.kit.text.names import is_found
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.volunteers.people.models import Person

PEOPLE = Resources[pb.Person](Person, "view_person")

_NAME = (col(Person.sort_name), col(Person.id))
BY_NAME = PEOPLE.listing(
    *_NAME,
    filters={
        "standings": col(Person.standing) == any_(given("standings", TEXTS)),
        "states": col(Person.state) == any_(given("states", TEXTS)),
        "query": is_found(col(Person.search_name), given("query", Text())),
    },
    orders={"NAME": _NAME, "CREATE_TIME": (col(Person.create_time), col(Person.id))},
)
