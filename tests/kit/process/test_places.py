"""Which addresses, targets and URLs are of this machine alone."""

import pytest

from services.kit.process.places import (
    bus_is_elsewhere,
    database_is_elsewhere,
    target_is_elsewhere,
)


@pytest.mark.parametrize(
    "target",
    [
        "localhost:1",
        "127.0.0.1:80",
        "127.9.9.9:80",
        "[::1]:80",
        "unix:/run/events",
        "ipv4:127.0.0.1:1,127.0.0.2:1",
        "ipv6:[::1]:1",
        "dns:///localhost:1",
    ],
)
def test_a_target_of_this_machine(target: str) -> None:
    assert not target_is_elsewhere(target)


@pytest.mark.parametrize(
    "target",
    [
        "events:1",
        "0.0.0.0:80",
        "[::]:80",
        "10.0.0.1:1",
        "ipv4:127.0.0.1:1,10.0.0.1:1",
        "dns:///localhost.example:1",
        "127.0.0.1.example:1",
    ],
)
def test_a_target_elsewhere(target: str) -> None:
    assert target_is_elsewhere(target)


@pytest.mark.parametrize(
    "place",
    [
        "u:p@127.0.0.1:5432",
        "localhost",
        "u@[::1]:1",
        "127.0.0.1:1,localhost:2",
        "u:p%40a@localhost",
    ],
)
def test_a_server_of_this_machine(place: str) -> None:
    assert not database_is_elsewhere(f"postgresql://{place}/d")
    assert not bus_is_elsewhere(f"nats://{place}".replace(",", ",nats://"))


def test_a_socket_is_of_this_machine() -> None:
    assert not database_is_elsewhere("postgresql://u:p@/d?host=/run/postgresql")


@pytest.mark.parametrize("place", ["u:p@db", "127.0.0.1:1,db:2", "u:localhost@10.0.0.1:1"])
def test_a_server_elsewhere(place: str) -> None:
    assert database_is_elsewhere(f"postgresql://{place}/d")
    assert bus_is_elsewhere(f"nats://{place}".replace(",", ",nats://"))


def test_a_host_in_the_options_counts() -> None:
    assert database_is_elsewhere("postgresql://u:p@localhost/d?host=/run,db.example")
