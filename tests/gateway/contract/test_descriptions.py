"""Descriptions: the comments of the contract, from the modules generated next to its messages."""

from typing import Any

import pytest
from banyan.events.v1 import shift_pb2
from buf.validate import validate_pb2

from gateway.contract import describe
from gateway.contract.reading import description, enum_values, rpc_description, value_description
from tests.kit.descriptors import message_with


def test_are_current() -> None:
    fresh = describe.generate()
    assert len(fresh) > 15
    generated = describe.ROOT / "proto" / "gen"
    current = {name: (generated / name).read_text() for name in fresh}
    assert current == fresh, "run make proto"


def test_every_element_of_the_contract_is_found() -> None:
    shift: Any = shift_pb2.Shift.DESCRIPTOR
    assert description(shift)
    assert description(shift.fields_by_name["capacity"])
    assert rpc_description(shift_pb2.GetShiftRequest)
    for enum in shift.file.enum_types_by_name.values():
        for value in enum_values(enum).values():
            assert value_description(value)


def test_an_element_without_a_comment_is_refused() -> None:
    made = message_with("Bare")
    with pytest.raises(LookupError, match=r"made/\d+\.proto has no descriptions. Run 'make proto'"):
        description(made)
    with pytest.raises(LookupError, match=r"validate\.proto has no descriptions"):
        description(validate_pb2.FieldRules.DESCRIPTOR)
