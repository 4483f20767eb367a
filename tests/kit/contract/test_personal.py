"""Personal data: messages with it taken out."""

from typing import Any

import pytest
from google.protobuf.json_format import MessageToJson
from hypothesis import given
from hypothesis import strategies as st

from services.kit.contract import personal
from services.kit.contract.personal import REDACTED, without_personal_data
from tests.kit.messages import contract_messages, filled
from tests.kit.notes import contract as pb


def test_no_personal_value_of_any_message_survives_and_every_other_does() -> None:
    for descriptor in contract_messages():
        whole = filled(descriptor)
        rest = MessageToJson(without_personal_data(whole.message))
        assert [value for value in whole.personal if value in rest] == [], descriptor.full_name
        assert [value for value in whole.harmless if value not in rest] == [], descriptor.full_name


def test_the_message_itself_stays_whole() -> None:
    whole = filled(pb.Diary.DESCRIPTOR).message
    before = whole.SerializeToString(deterministic=True)
    without_personal_data(whole)
    assert whole.SerializeToString(deterministic=True) == before


def test_control_the_values_are_found_where_nothing_is_redacted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(personal, "is_personal", lambda _: False)
    whole = filled(pb.Diary.DESCRIPTOR)
    rest = MessageToJson(without_personal_data(whole.message))
    assert [value for value in whole.personal if value in rest]


def test_a_redacted_text_shows_that_there_was_one() -> None:
    redacted = without_personal_data(pb.Diary(text="Dear diary", cover="red"))
    assert redacted == pb.Diary(text=REDACTED, cover="red")


def test_a_text_that_is_absent_stays_absent() -> None:
    assert without_personal_data(pb.Diary()) == pb.Diary()
    assert not without_personal_data(pb.Note()).HasField("secret")


places = st.builds(
    lambda name, residents: pb.Place(name=name, residents=residents),
    st.text(max_size=5),
    st.lists(st.text(min_size=1), max_size=3),
)


@given(text=st.text(), photo=st.binary(), weight=st.integers(1, 2**40), home=places, visited=places)
def test_whatever_the_values_the_personal_ones_go(
    text: str, photo: bytes, weight: int, home: object, visited: object
) -> None:
    diary = pb.Diary(
        text=text, photo=photo, weight_grams=weight, home=home, workplace=home, visited=[visited]
    )
    rest: Any = without_personal_data(diary)
    assert rest.text in ("", REDACTED)
    assert (rest.photo, rest.weight_grams, rest.HasField("home")) == (b"", 0, False)
    assert not rest.workplace.residents
    assert not any(place.residents for place in rest.visited)
    assert rest.workplace.name == diary.workplace.name
