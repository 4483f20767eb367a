"""States and roles: enums in Python, text in the database, the names of the contract."""

import ast
from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from banyan.events.v1 import event_pb2
from google.protobuf.descriptor import EnumDescriptor
from sqlalchemy import ARRAY, Enum, insert, inspect, select
from sqlalchemy.exc import StatementError
from sqlmodel import col

from services.catalogue import NAMES
from services.kit.contract.fields import fields_of
from services.kit.contract.rpc import Method, method_for, methods_of
from services.kit.contract.values import enum_numbers
from services.kit.process.ids import uuid7
from services.kit.work import roles
from services.kit.work.models import Resource, enum_field, listed
from services.kit.work.states import check_declared, handling
from services.kit.work.unit import Units
from tests.kit.messages import contract_files, contract_messages
from tests.kit.notes.models import Color, Copy, Note
from tests.kit.notes.service import caller_named
from tests.kit.work.working import store
from tests.services import service_named

SERVICES = Path(__file__).parents[3] / "services"


def contract_enums() -> dict[str, EnumDescriptor]:
    """Returns the enums of the platform's contract by their names."""
    enums = [enum for file in contract_files() for enum in file.enum_types_by_name.values()]
    return {enum.name: enum for enum in enums}


def declared_enums() -> Iterator[type[StrEnum]]:
    """Yields every enum that the kit and the services declare beside their tables."""
    paths = sorted(SERVICES.glob("*/*/models.py"))
    names = [".".join(path.relative_to(SERVICES.parent).with_suffix("").parts) for path in paths]
    for module in (roles, *map(import_module, names)):
        for value in vars(module).values():
            is_enum = isinstance(value, type) and issubclass(value, StrEnum)
            if is_enum and value.__module__ == module.__name__:
                yield value


def is_complete(enum: type[StrEnum], contract: EnumDescriptor) -> bool:
    """Tells whether an enum must have every value of the contract.

    A service that repeats what another one owns names only the states that it acts on.
    """
    owner = contract.file.package.split(".")[1]
    return enum.__module__.startswith((f"services.{owner}.", "services.kit."))


def faults(enum: type[StrEnum], contract: EnumDescriptor) -> set[str]:
    """Returns the names in which an enum and the contract differ, though they must not."""
    names = enum_numbers(contract).keys() - {"UNSPECIFIED"}
    declared = set(enum.__members__)
    missing = names - declared if is_complete(enum, contract) else set()
    return missing | (declared - names)


def columns_of_states() -> Iterator[tuple[type[Resource], str, EnumDescriptor]]:
    """Yields the columns of resources that hold a value of an enum of the contract."""
    for name in NAMES:
        for mapper in inspect_tables(name):
            for field in fields_of(mapper.class_.message):
                if field.enum_type is not None and field.name in mapper.columns:
                    yield mapper.class_, field.name, field.enum_type


def inspect_tables(service: str) -> list[Any]:
    """Returns the mappers of the resources of a service."""
    registry: Any = service_named(service).tables
    mappers = registry._sa_registry.mappers
    return [mapper for mapper in mappers if issubclass(mapper.class_, Resource)]


ENUMS = list(declared_enums())


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: f"{enum.__module__}.{enum.__name__}")
class TestEveryEnum:
    def test_has_the_names_of_the_contract(self, enum: type[StrEnum]) -> None:
        assert faults(enum, contract_enums()[enum.__name__]) == set()

    def test_is_stored_by_the_name_that_code_uses(self, enum: type[StrEnum]) -> None:
        assert {member.name: member.value for member in enum} == {
            name: name for name in enum.__members__
        }


def test_they_are_found_in_the_kit_and_in_services() -> None:
    rooms = {enum.__module__.split(".")[1] for enum in ENUMS}
    assert rooms >= {"kit", "events", "organizations", "volunteers"}


def enum_of(names: Iterable[str], module: str) -> type[StrEnum]:
    """Returns roles of these names as a module would declare them."""
    make: Any = StrEnum
    made: type[StrEnum] = make("Role", list(names), module=module)
    return made


class TestADriftIsFound:
    def test_a_name_too_many(self) -> None:
        role = enum_of([*roles.Role.__members__, "GUEST"], "services.kit.work.roles")
        assert faults(role, contract_enums()["Role"]) == {"GUEST"}

    def test_a_name_too_few_where_the_state_is_the_services_own(self) -> None:
        role = enum_of(["OWNER"], "services.organizations.memberships.models")
        assert faults(role, contract_enums()["Role"]) == set(roles.Role.__members__) - {"OWNER"}

    def test_not_where_another_service_acts_on_some_only(self) -> None:
        role = enum_of(["OWNER"], "services.events.organizations.models")
        assert faults(role, contract_enums()["Role"]) == set()


def bare_comparisons(source: str, attributes: set[str]) -> list[int]:
    """Returns the lines on which one of the attributes is compared with a text; mypy lets them pass."""
    tree = ast.parse(source)
    names = [  # of parameters, which are no values
        argument
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "given"
        for argument in node.args
    ]
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(
            isinstance(each, ast.Attribute) and each.attr in attributes for each in ast.walk(node)
        )
        and any(
            isinstance(each, ast.Constant) and isinstance(each.value, str) and each not in names
            for each in ast.walk(node)
        )
    ]


class TestComparisons:
    def test_name_members(self) -> None:
        attributes = {name for _, name, _ in columns_of_states()} | {"role", "outcome"}
        for path in SERVICES.glob("*/*/**/*.py"):
            assert not bare_comparisons(path.read_text(), attributes), path

    @pytest.mark.parametrize(
        "source",
        [
            'event.state == "PUBLISHD"',
            'col(Event.state) == "PUBLISHED"',
            'event.state in ("DRAFT", "PUBLISHED")',
        ],
    )
    def test_control_a_text_is_found(self, source: str) -> None:
        assert bare_comparisons(source, {"state"}) == [1]


def test_every_state_of_a_resource_is_declared_as_its_enum() -> None:
    found = list(columns_of_states())
    assert len(found) >= 12
    for row_type, name, contract in found:
        column_type = inspect(row_type).columns[name].type
        if isinstance(column_type, ARRAY):
            column_type = column_type.item_type
        assert isinstance(column_type, Enum), (row_type, name)
        assert column_type.enum_class is not None
        assert column_type.enum_class.__name__ == contract.name


class TestColumn:
    async def test_holds_plain_text(self, units: Units, database_url: str) -> None:
        await store(units, color=Color.BLUE)
        connection = await asyncpg.connect(database_url)
        try:
            kept = await connection.fetchval("SELECT color FROM note")
            kind = await connection.fetchval(
                "SELECT data_type FROM information_schema.columns"
                " WHERE table_name = 'note' AND column_name = 'color'"
            )
        finally:
            await connection.close()
        assert (kept, kind) == ("BLUE", "character varying")

    async def test_is_read_as_a_member(self, units: Units) -> None:
        await store(units, color=Color.BLUE)
        async with units.reading() as session:
            assert (await session.scalars(select(Note))).one().color is Color.BLUE

    async def test_cannot_be_compared_with_a_misspelt_state(self, units: Units) -> None:
        async with units.reading() as session:
            with pytest.raises(StatementError, match="'BLEU' is not among the defined enum values"):
                await session.scalars(select(Note).where(col(Note.color) == "BLEU"))

    async def test_cannot_take_a_misspelt_state(self, units: Units) -> None:
        async with units.writing(caller_named(None)) as work:
            with pytest.raises(StatementError, match="'BLEU' is not among the defined enum values"):
                await work.session.execute(
                    insert(Copy).values(id=uuid7(), title="", color="BLEU", tags=[])
                )

    def test_declares_no_type_of_the_database(self) -> None:
        column_type = enum_field(Color).sa_type
        assert not column_type.native_enum
        assert not column_type.create_constraint
        assert column_type.length is None


def test_members_are_listed_in_sql_as_text() -> None:
    assert listed((Color.RED, Color.BLUE)) == "('RED', 'BLUE')"


# What the contract says of the states from which a method acts


def test_every_state_that_a_method_names_exists() -> None:
    states = {
        f"{message.full_name}": set(enum_numbers(message.fields_by_name["state"].enum_type))
        for message in contract_messages()
        if "state" in message.fields_by_name
    }
    named = [method for method in contract_methods() if method.from_states]
    assert named
    for method in named:
        assert set(method.from_states) <= states[method.target or ""], method.path


def test_a_verb_that_says_otherwise_than_the_contract_fails() -> None:
    publish = method_for(event_pb2.PublishEventRequest.DESCRIPTOR)
    event = event_pb2.Event.DESCRIPTOR.full_name
    with handling(publish):
        check_declared(event, {"DRAFT"})
        check_declared("banyan.events.v1.SignUp", {"CONFIRMED"})  # changes with it
        for others in (set[str](), {"DRAFT", "PUBLISHED"}):
            with pytest.raises(RuntimeError, match="Declare that as `from_states`"):
                check_declared(event, others)
    check_declared(event, {"PUBLISHED"})  # a job, or a notice


def contract_methods() -> list[Method]:
    """Returns every method of the contract."""
    return [
        method
        for file in contract_files()
        for service in file.services_by_name.values()
        for method in methods_of(service)
    ]
