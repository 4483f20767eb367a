"""The properties of components of a calendar, as values: tidied, and no longer than an event can have them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import icalendar

from services.events.event_imports.recurring import readable
from services.events.event_imports.remarks import TEXT_SHORTENED, Remark
from services.events.event_imports.values import LONGEST_NAME, written
from services.kit.contract.contacts import is_website
from services.kit.contract.texts import FORBIDDEN, LINE_BREAK, tidy
from services.kit.text.folding import comparable

LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 5000
_LONGEST_LOCATION = 500
_MOST_TAGS, _LONGEST_TAG = 10, 40
_ONLINE = ("URL", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")


def line_of(said: list[Remark], value: Any, longest: int) -> str:
    """Returns a text of one line."""
    return _shortened(said, LINE_BREAK.sub(" ", _clean(value)), longest)


def text_of(said: list[Remark], value: Any, longest: int) -> str:
    """Returns a text."""
    return _shortened(said, _clean(value), longest)


def _clean(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return tidy(FORBIDDEN.sub("", str(first).replace("\r\n", "\n")))


def _shortened(said: list[Remark], text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    if TEXT_SHORTENED not in said:
        said.append(TEXT_SHORTENED)
    return tidy(text[:longest])


def location_of(said: list[Remark], component: icalendar.Component) -> str:
    """Returns where it takes place."""
    found = LINE_BREAK.sub(", ", _clean(component.get("LOCATION", "")))
    name, _, address = found.partition(", ")
    if len(found) > LONGEST_NAME and (len(name) > LONGEST_NAME or not address):
        return _shortened(said, found, LONGEST_NAME)
    return _shortened(said, found, _LONGEST_LOCATION)


def geo_of(component: icalendar.Component) -> str:
    """Returns the coordinates, as `latitude;longitude`; empty if there are none."""
    value = readable(component, "GEO")
    latitude, longitude = getattr(value, "latitude", None), getattr(value, "longitude", None)
    if latitude is None or longitude is None:
        return ""
    is_valid = -90 <= latitude <= 90 and -180 <= longitude <= 180
    return f"{latitude};{longitude}" if is_valid and (latitude or longitude) else ""


def url_of(component: icalendar.Component) -> str:
    """Returns the address of an online meeting, or of a page about it; empty if there is none."""
    found = (str(component.get(name, "")).strip() for name in _ONLINE)
    return next((each for each in found if is_website(each) and len(each) <= 500), "")


def tags_of(component: icalendar.Component) -> list[str]:
    """Returns the categories."""
    value = component.get("CATEGORIES", [])
    lists: Iterable[Any] = value if isinstance(value, list) else [value]
    found: dict[str, str] = {}
    for each in lists:
        for text in getattr(each, "cats", ()):
            tag = tidy(LINE_BREAK.sub(" ", FORBIDDEN.sub("", str(text))))
            if tag and len(tag) <= _LONGEST_TAG:
                found.setdefault(comparable(tag), tag)
    return list(found.values())[:_MOST_TAGS]


def number_of(value: Any) -> int:
    """Returns a number; 0 if it is none."""
    try:
        return max(0, min(int(value or 0), 2**31 - 1))
    except (TypeError, ValueError):
        return 0


def moment_of(component: icalendar.Component, name: str) -> str | None:
    """Returns a moment; None if there is none."""
    moment = getattr(readable(component, name), "dt", None)
    return written(moment) if isinstance(moment, datetime) and moment.tzinfo else None
