"""What tables say about people is declared for every table and every column that names somebody."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from google.protobuf.descriptor import Descriptor
from sqlalchemy import ARRAY, Column, Date, Enum, MetaData, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.catalogue import NAMES
from services.kit.contract.fields import referenced
from services.kit.work import tables
from services.kit.work.holdings import Held, Holdings, held, holdings, nobody
from services.kit.work.models import Resource
from services.kit.work.tokens import plain_type
from tests.services import service_named

PERSON = "banyan.volunteers.v1.Person"
# How columns are called that name somebody, whatever the contract says of them.
NAMES_SOMEBODY = re.compile(r"person|principal|(?:er|or)_ids?$")
# They only sound like it.
OTHERS = {
    "ancestor_ids",
    "cultivator_id",
    "successor_id",
    "keeper_organization_id",
    "lender_id",
    "verifier_id",
}
# What projections keep of states and kinds, which their owners name.
STATES = {"state", "standing", "attendance_review", "roles"}


def row_types(service: str) -> dict[str, Any]:
    """Returns the classes of the rows of a service, by their tables."""

    def below(kind: Any) -> Iterator[Any]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    found = below(service_named(service).tables)
    return {each.__tablename__: each for each in found if hasattr(each, "__table__")}


def names_people(descriptor: Descriptor) -> bool:
    """Returns whether a message names people, in itself or in what it consists of."""
    return any(
        referenced(field) == PERSON
        or (field.message_type is not None and names_people(field.message_type))
        for field in descriptor.fields
    )


def naming(table: Table, row_type: Any) -> set[str]:
    """Returns the columns of a table that name people."""
    fields = row_type.message.DESCRIPTOR.fields if issubclass(row_type, Resource) else ()
    by_contract = {
        field.name
        for field in fields
        if referenced(field) == PERSON
        or (field.message_type is not None and names_people(field.message_type))
    }
    by_name = {
        column.name
        for column in table.columns
        if isinstance(column.type, Uuid | ARRAY) and NAMES_SOMEBODY.search(column.name)
    }
    return {*by_contract, *by_name} & {column.name for column in table.columns} - OTHERS


def undeclared(found: Holdings, known: dict[str, Any], every: list[Table]) -> list[str]:
    """Returns what is declared not at all, or twice."""
    declared = found.tables()
    wrong = [each.name for each in every if declared.count(each) != 1]
    of_people = {each.table: each for each in found.held}
    for table in every:
        if table.name in known and table.metadata is not tables.metadata:
            one = of_people.get(table, Held(table))
            columns = {*one.of, *one.by, *one.listed, *one.inside}
            wrong += [f"{table.name}.{name}" for name in naming(table, known[table.name]) - columns]
    return wrong


@pytest.mark.parametrize("service", NAMES)
def test_every_table_and_every_column_that_names_somebody_is_declared(service: str) -> None:
    of_service = service_named(service)
    every = [*of_service.tables.metadata.sorted_tables, *tables.metadata.sorted_tables]
    assert undeclared(of_service.personal, row_types(service), every) == []


def test_control_what_is_forgotten_is_found() -> None:
    organizations = service_named("organizations")
    known, every = row_types("organizations"), organizations.tables.metadata.sorted_tables
    first_step, label = known["first_step"], known["label"]
    forgetful = holdings(nobody(first_step, label))
    wrong = undeclared(forgetful, known, [first_step.__table__, label.__table__])
    assert wrong == ["first_step.doer_id"]
    assert "membership" in undeclared(forgetful, known, every)


def test_a_column_without_an_index_gets_one() -> None:
    table = Table(
        "thing",
        MetaData(),
        Column("id", Uuid, primary_key=True),
        Column("doer_id", Uuid),
        Column("name", String),
    )
    held(table, of=["id"], by=["doer_id"])
    held(table, by=["doer_id"])
    assert [index.name for index in table.indexes] == ["thing_by_doer_id"]


def is_text(column: Any) -> bool:
    kind = plain_type(column)
    kind = kind.item_type if isinstance(kind, ARRAY) else kind
    is_state = isinstance(kind, Enum) or column.name in STATES
    return (
        isinstance(plain_type(SimpleNamespace(type=kind)), String | JSONB | Date) and not is_state
    )


def kept_silently(found: Holdings) -> list[str]:
    """Returns the texts of people's rows of which nobody says whether they go or stay when a person is erased."""
    return [
        f"{one.table.name}.{column.name}"
        for one in found.held
        if (one.of or one.within) and one.table.metadata is not tables.metadata
        for column in one.table.columns
        if one.clears is not None and column.name not in {*one.clears, *one.keeps}
        if is_text(column)
    ]


@pytest.mark.parametrize("service", NAMES)
def test_of_every_text_it_is_said_whether_it_goes_with_the_person(service: str) -> None:
    assert kept_silently(service_named(service).personal) == []


def test_control_a_text_that_stays_silently_is_found() -> None:
    first_step = row_types("organizations")["first_step"]
    assert "first_step.title" in kept_silently(holdings(held(first_step, of=["doer_id"])))
