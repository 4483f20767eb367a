"""Time zones: the IANA names of places, whatever else the machine can open."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from banyan.events.v1 import event_pb2

from services.kit.contract.time_zones import TIME_ZONES, is_time_zone
from services.kit.contract.validation import violations_of


@pytest.mark.parametrize(
    "name",
    [
        "Asia/Shanghai",
        "Europe/London",
        "Etc/UTC",
        "UTC",
        "Asia/Calcutta",
        "America/Argentina/Ushuaia",
    ],
)
def test_the_name_of_a_place_is_accepted(name: str) -> None:
    assert is_time_zone(name)


@pytest.mark.parametrize(
    "name",
    [
        "localtime",
        "Factory",
        "posixrules",
        "PRC",
        "EST5EDT",
        "Etc/GMT-8",
        "posix/Asia/Shanghai",
        "right/Asia/Shanghai",
        "asia/shanghai",
        "",
    ],
)
def test_any_other_name_is_refused(name: str) -> None:
    assert not is_time_zone(name)
    found = [
        each for each in violations_of(event_pb2.Event(time_zone=name)) if each.field == "time_zone"
    ]
    assert [each.reason for each in found] == ["NO_SUCH_TIME_ZONE" if name else "STRING_MIN_LEN"]


def test_every_accepted_name_can_be_opened() -> None:
    assert available_timezones() >= TIME_ZONES
    assert len(TIME_ZONES) > 400
    assert all(ZoneInfo(name).key == name for name in TIME_ZONES)
