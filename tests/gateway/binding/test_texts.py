"""Texts are shown in the language that is asked for, or in the nearest that there is."""

import pytest
from banyan.events.v1 import event_pb2
from banyan.places.v1 import place_pb2
from banyan.volunteers.v1 import person_pb2

from gateway.binding.messages import Deferred, output_type
from gateway.binding.texts import html, in_language, text
from gateway.contract.reading import fields_of

EVENT = event_pb2.Event(
    title="长桌午餐",
    description="一起吃饭",
    language="zh-Hans",
    translations=[
        event_pb2.EventTranslation(language="en-US", title="Long-table lunch"),
        event_pb2.EventTranslation(language="de", title="Mittagstafel", description="Gemeinsam"),
        event_pb2.EventTranslation(language="zh-Hant-TW", title="長桌午餐"),
    ],
)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("", "长桌午餐"),
        ("zh-Hans", "长桌午餐"),
        ("ZH-hans", "长桌午餐"),
        ("zh-Hans-CN", "长桌午餐"),
        ("zh", "长桌午餐"),  # the first that is Chinese
        ("zh-Hant-TW", "長桌午餐"),
        ("zh-Hant", "長桌午餐"),
        ("zh-Hant-HK", "長桌午餐"),
        ("en-US", "Long-table lunch"),
        ("en", "Long-table lunch"),
        ("en-GB", "Long-table lunch"),
        ("de-Latn-DE-1996", "Mittagstafel"),
        ("de-x-own", "Mittagstafel"),
        ("d", "长桌午餐"),  # no part of a tag is cut
        ("fr", "长桌午餐"),
        ("-", "长桌午餐"),
        ("en_US", "长桌午餐"),
    ],
)
def test_the_nearest_language_is_found(language: str, title: str) -> None:
    assert in_language(EVENT, "title", language) == title


def test_each_text_is_looked_for_by_itself() -> None:
    assert in_language(EVENT, "description", "de") == "Gemeinsam"
    assert in_language(EVENT, "description", "en") == "一起吃饭"
    assert in_language(EVENT, "what_to_bring", "en") == ""


def test_any_language_is_better_than_none() -> None:
    place = place_pb2.Place(
        translations=[place_pb2.PlaceTranslation(language="en", name="The yard")]
    )
    assert in_language(place, "name", "fr") == "The yard"
    assert in_language(place, "name", "") == "The yard"


def test_the_contract_says_how_a_text_is_shown() -> None:
    with pytest.raises(TypeError, match=r"show it with text\(\)"):
        output_type(fields_of(event_pb2.Event)["title"])
    for made, message, complaint in (
        (text("time_zone"), event_pb2.Event, "no translations"),
        (text("display_name"), person_pb2.Person, "no translations"),
        (html("title"), event_pb2.Event, "no Markdown"),
    ):
        assert isinstance(made, Deferred)
        with pytest.raises(TypeError, match=complaint):
            made.make(message)
