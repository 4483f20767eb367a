"""The guard: nothing is sent to addresses that are not public, whatever a name says at first."""

import ssl
from collections.abc import Sequence

import pytest
import trustme

from services.kit.calls.guard import Guard, is_public
from services.organizations.webhook_deliveries.sending import Sender, readable
from tests.organizations.webhooks.receiver import Receiver, receiving

NOT_PUBLIC = """
    0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.254 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8
    192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 240.0.0.1
    255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:db8::1
    2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 127.1 nothing
"""
PUBLIC = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 2606:4700::1111 2a00:1450::1"
FORMS = (
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
)


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_is_not_public(address: str) -> None:
    assert not is_public(address)
    assert not Guard().lets(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_is_public(address: str) -> None:
    assert is_public(address)


def test_lets_through_what_is_exempt_and_no_more() -> None:
    guard = Guard(["127.0.0.0/8"])
    assert guard.lets("127.0.0.1")
    assert not guard.lets("10.0.0.1")
    assert not guard.lets("::1")


async def _sent(guard: Guard, url: str, trusted: ssl.SSLContext | None = None) -> str:
    sender = Sender(guard, 1, trusted)
    try:
        return (await sender.send(url, {"webhook-id": "msg_1"}, "{}")).error
    finally:
        await sender.close()


@pytest.mark.parametrize("host", FORMS)
async def test_nothing_reaches_this_machine_however_it_is_written(
    receiver: Receiver, host: str
) -> None:
    error = await _sent(Guard(), f"http://{host}:{receiver.port}/")
    assert error in ("ADDRESS_NOT_PUBLIC", "NO_CONNECTION")
    assert receiver.received == []


async def test_control_the_receiver_is_reached_where_that_is_allowed(receiver: Receiver) -> None:
    assert await _sent(Guard(["127.0.0.0/8"]), receiver.url) == ""
    assert len(receiver.received) == 1


class Rebinding:
    """A resolver that gives a public address when it is first asked, and this machine from then on."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        del host, port
        self.asked += 1
        return ["203.0.112.1"] if self.asked == 1 else ["127.0.0.1"]


async def test_a_name_that_leads_elsewhere_a_moment_later_is_refused(receiver: Receiver) -> None:
    resolver = Rebinding()
    assert all(map(is_public, await resolver("evil.example", 80)))  # as a check beforehand would
    error = await _sent(Guard(resolve=resolver), f"http://evil.example:{receiver.port}/")
    assert error == "ADDRESS_NOT_PUBLIC"
    assert receiver.received == []


async def test_control_a_check_of_the_name_beforehand_lets_it_through(receiver: Receiver) -> None:
    resolver = Rebinding()

    class CheckedBefore(Guard):
        """A guard that trusts the check of a moment ago."""

        def lets(self, address: str) -> bool:
            del address
            return True

    assert all(map(is_public, await resolver("evil.example", 80)))
    url = f"http://evil.example:{receiver.port}/"
    assert await _sent(CheckedBefore(resolve=resolver), url) == ""
    assert len(receiver.received) == 1


async def test_one_address_that_is_not_public_is_enough(receiver: Receiver) -> None:
    async def both(host: str, port: int) -> Sequence[str]:
        del host, port
        return ["127.0.0.1", "203.0.112.1"]

    error = await _sent(Guard(resolve=both), f"http://evil.example:{receiver.port}/")
    assert error == "ADDRESS_NOT_PUBLIC"
    assert receiver.received == []


async def _here(host: str, port: int) -> Sequence[str]:
    del host, port
    return ["127.0.0.1"]


async def test_the_certificate_must_be_of_the_name() -> None:
    authority = trustme.CA()
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("receiver.example").configure_cert(served)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    guard = Guard(["127.0.0.0/8"], resolve=_here)
    async with receiving(served) as receiver:
        place = f"receiver.example:{receiver.port}/"
        assert await _sent(guard, f"https://{place}", trusting) == ""
        assert len(receiver.received) == 1
        assert await _sent(guard, f"https://other.{place}", trusting) == "CERTIFICATE"
        assert await _sent(guard, f"https://{place}") == "CERTIFICATE"
        assert len(receiver.received) == 1


def test_what_looks_like_a_secret_is_not_kept_of_an_answer() -> None:
    secret = "whsec_" + "A" * 43 + "="
    said = readable(f"key {secret}, authorization: Bearer abc.def\x00 {'x' * 2000}".encode())
    assert said.startswith("key [redacted], authorization: [redacted]")
    assert "\x00" not in said
    assert len(said) == 1000
    assert readable(b"\xff\xfe") == "��"
