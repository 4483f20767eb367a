"""Discovery: what an issuer publishes badly is not used, and it is not asked too often."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.kit.errors import DomainError
from services.organizations.passports.discovery import (
    LARGEST_ANSWER_BYTES,
    DiscoveryError,
    Fetcher,
    is_safe_address,
)
from services.organizations.passports.issuers import TrustedIssuers
from tests.oidc import Publisher, Reply, answer, jwk
from tests.organizations.operators import trusting
from tests.waiting import eventually

KEY = Ed25519PrivateKey.generate()


@pytest_asyncio.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with Publisher.listening() as publisher:
        publisher.keys = [jwk(KEY.public_key(), "known")]
        yield publisher


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    fetcher = Fetcher()
    yield fetcher
    await fetcher.close()


@pytest_asyncio.fixture
async def issuers(publisher: Publisher, tmp_path: Path) -> AsyncIterator[TrustedIssuers]:
    """The publisher as the only issuer, left alone for an hour after each question."""
    entry = {"issuer": publisher.issuer, "audience": "banyan"}
    issuers = trusting(tmp_path, entry, issuer_keys_pause=3600.0)
    yield issuers
    await issuers.close()


def token(publisher: Publisher, kid: str = "known", key: Ed25519PrivateKey = KEY) -> str:
    claims = {"iss": publisher.issuer, "aud": "banyan", "sub": "lin", "exp": 2**33}
    return jwt.encode(claims, key, "EdDSA", headers={"kid": kid})


async def outcome(issuers: TrustedIssuers, credential: str) -> str:
    try:
        await issuers.identify(credential, datetime.now(UTC))
    except DomainError as error:
        return error.code
    return "OK"


def on(path_end: str, reply: Callable[[], bytes]) -> Callable[[Publisher], Reply]:
    """Returns an answer of its own for some paths, and the proper one for others."""

    def of(publisher: Publisher) -> Reply:
        async def answer_to(path: str) -> bytes:
            return reply() if path.endswith(path_end) else publisher.proper(path)

        return answer_to

    return of


def document(value: object) -> Callable[[], bytes]:
    return lambda: answer(json.dumps(value).encode())


CONFIGURATION, KEY_SET = "openid-configuration", "/jwks"
HUGE = json.dumps({"keys": [], "padding": "x" * LARGEST_ANSWER_BYTES}).encode()
BAD: dict[str, Callable[[Publisher], Reply]] = {
    "redirect": on(CONFIGURATION, lambda: answer(b"", "302 Found", "location: /elsewhere")),
    "redirect of the keys": on(KEY_SET, lambda: answer(b"", "307 X", "location: /elsewhere")),
    "error": on(KEY_SET, lambda: answer(b'{"keys": []}', "500 Internal Server Error")),
    "huge": on(KEY_SET, lambda: answer(HUGE)),
    "huge once unpacked": on(
        KEY_SET, lambda: answer(gzip.compress(HUGE), "200 OK", "content-encoding: gzip")
    ),
    "cut off": on(KEY_SET, lambda: answer(b'{"keys": []}' * 9)[:-50]),
    "not HTTP": on(KEY_SET, lambda: b"hello\r\n\r\n"),
    "not JSON": on(CONFIGURATION, lambda: answer(b"<html>")),
    "not UTF-8": on(KEY_SET, lambda: answer(b"\xff\xfe\xfd")),
    "nested too deep": on(KEY_SET, lambda: answer(b"[" * 100_000)),
    "a list": on(CONFIGURATION, document([])),
    "no issuer": on(CONFIGURATION, document({"jwks_uri": "https://id.example.org/jwks"})),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
async def test_what_is_published_badly_is_not_used(
    publisher: Publisher, issuers: TrustedIssuers, bad: Callable[[Publisher], Reply]
) -> None:
    publisher.reply = bad(publisher)
    assert await outcome(issuers, token(publisher)) == "UNAVAILABLE"
    assert "/elsewhere" not in publisher.asked


async def test_the_fetcher_says_what_was_wrong(publisher: Publisher, fetcher: Fetcher) -> None:
    publisher.reply = BAD["redirect"](publisher)
    with pytest.raises(DiscoveryError, match="status 302"):
        await fetcher.key_set(publisher.issuer)


@pytest.mark.parametrize(
    "change",
    [
        lambda issuer: {"issuer": issuer + "/"},
        lambda issuer: {"issuer": issuer.upper()},
        lambda _: {"issuer": "https://id.example.org"},
        lambda _: {"issuer": None},
        lambda _: {"jwks_uri": None},
        lambda _: {"jwks_uri": 7},
        lambda _: {"jwks_uri": "http://id.example.org/jwks"},
        lambda _: {"jwks_uri": "file:///etc/passwd"},
        lambda _: {"jwks_uri": "https://[::1/jwks"},
    ],
)
async def test_a_configuration_has_to_be_that_of_the_issuer(
    publisher: Publisher, fetcher: Fetcher, change: Callable[[str], dict[str, Any]]
) -> None:
    publisher.configuration |= change(publisher.issuer)
    with pytest.raises(DiscoveryError):
        await fetcher.key_set(publisher.issuer)
    assert publisher.asked == ["/.well-known/openid-configuration"]


async def test_a_slow_issuer_is_not_waited_for(publisher: Publisher, fetcher: Fetcher) -> None:
    publisher.gate.clear()
    begun = asyncio.get_running_loop().time()
    with pytest.raises(DiscoveryError, match="too long"):
        await fetcher.key_set(publisher.issuer)
    assert asyncio.get_running_loop().time() - begun < 2.5


async def test_the_request_says_who_asks_and_nothing_else(
    publisher: Publisher, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    await fetcher.key_set(publisher.issuer)
    for head in publisher.heads:
        assert "user-agent: banyan-organizations" in head.lower()
        assert "authorization" not in head.lower()


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example.org", True),
        ("https://id.example.org:8443/realms/banyan", True),
        ("http://localhost:8080", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8080", True),
        ("http://id.example.org", False),
        ("http://localhost.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://10.0.0.1", False),
        ("https://", False),
        ("https://id.example.org:none", False),
        ("ftp://localhost", False),
        ("id.example.org", False),
        ("", False),
    ],
)
def test_safe_addresses(address: str, safe: bool) -> None:
    assert is_safe_address(address) is safe


async def test_keys_are_fetched_at_their_first_use_and_kept(
    publisher: Publisher, issuers: TrustedIssuers
) -> None:
    assert publisher.asked == []
    for _ in range(20):
        assert await outcome(issuers, token(publisher)) == "OK"
    assert publisher.asked == ["/.well-known/openid-configuration", "/jwks"]


async def test_those_who_come_at_once_share_one_question(
    publisher: Publisher, issuers: TrustedIssuers
) -> None:
    publisher.gate.clear()
    asking = [asyncio.create_task(outcome(issuers, token(publisher))) for _ in range(100)]
    await eventually(lambda: publisher.asked)
    asking[0].cancel()  # the one who asked first goes away
    publisher.gate.set()
    assert set(await asyncio.gather(*asking[1:])) == {"OK"}
    assert len(publisher.asked) == 2


async def test_a_flood_of_unknown_keys_is_not_passed_on(
    publisher: Publisher, issuers: TrustedIssuers
) -> None:
    flood = [token(publisher, f"random-{number}") for number in range(1000)]
    assert set(await asyncio.gather(*(outcome(issuers, each) for each in flood))) == {
        "UNAUTHENTICATED"
    }
    for each in flood[:50]:  # and again, one after the other
        assert await outcome(issuers, each) == "UNAUTHENTICATED"
    # Those that nobody has looked for, while the issuer is left alone.
    assert await outcome(issuers, token(publisher, "random-again")) == "UNAVAILABLE"
    assert await outcome(issuers, token(publisher)) == "OK"
    assert len(publisher.asked) == 2


async def test_without_the_pause_the_same_flood_reaches_the_issuer(
    publisher: Publisher, tmp_path: Path
) -> None:
    entry = {"issuer": publisher.issuer, "audience": "banyan"}
    issuers = trusting(tmp_path, entry, issuer_keys_pause=1e-9)
    clock = asyncio.get_running_loop().time

    def later_than(moment: float) -> Callable[[], bool]:
        return lambda: clock() > moment

    for number in range(20):
        assert await outcome(issuers, token(publisher, f"random-{number}")) == "UNAUTHENTICATED"
        await eventually(later_than(clock()))  # it counts milliseconds
    assert len(publisher.asked) == 40
    await issuers.close()


async def test_a_key_that_came_while_the_issuer_was_asked_is_not_called_unknown(
    publisher: Publisher, tmp_path: Path
) -> None:
    entry = {"issuer": publisher.issuer, "audience": "banyan"}
    issuers = trusting(tmp_path, entry, issuer_keys_pause=0.02)
    other = Ed25519PrivateKey.generate()
    publisher.gate.clear()
    first = asyncio.create_task(outcome(issuers, token(publisher)))
    await eventually(lambda: publisher.asked)
    late = asyncio.create_task(outcome(issuers, token(publisher, "new", other)))
    await asyncio.sleep(0)
    publisher.gate.set()
    assert await first == "OK"
    assert await late == "UNAVAILABLE"
    publisher.keys.append(jwk(other.public_key(), "new"))

    async def counts() -> bool:
        return await outcome(issuers, token(publisher, "new", other)) == "OK"

    await eventually(counts)
    await issuers.close()


async def test_an_issuer_that_withdraws_every_key_is_believed(
    publisher: Publisher, tmp_path: Path
) -> None:
    entry = {"issuer": publisher.issuer, "audience": "banyan"}
    issuers = trusting(tmp_path, entry, issuer_keys_renewal=0.05, issuer_keys_pause=0.01)
    assert await outcome(issuers, token(publisher)) == "OK"
    publisher.keys = []

    async def is_refused() -> bool:
        return await outcome(issuers, token(publisher)) == "UNAUTHENTICATED"

    await eventually(is_refused)
    await issuers.close()


async def test_keys_that_cannot_be_used_are_left_aside(
    publisher: Publisher, issuers: TrustedIssuers
) -> None:
    odd: list[Any] = [7, {}, {"kty": "RSA", "n": 1, "e": None, "kid": "x"}, {"kty": ["RSA"]}]
    odd += [{"kty": "oct", "k": "c2VjcmV0", "kid": "secret"}, {"kty": "OKP", "alg": []}]
    odd += [jwk(KEY.public_key(), "y") | {"kid": 7}, jwk(KEY.public_key(), "z", use="enc")]
    publisher.keys = [*odd, *publisher.keys]
    assert await outcome(issuers, token(publisher)) == "OK"
    assert await outcome(issuers, token(publisher, "z")) != "OK"


async def test_an_outage_is_told_once(
    publisher: Publisher, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    entry = {"issuer": publisher.issuer, "audience": "banyan"}
    issuers = trusting(tmp_path, entry, issuer_keys_renewal=0.02, issuer_keys_pause=0.01)
    caplog.set_level(logging.INFO, "services.organizations")
    assert await outcome(issuers, token(publisher)) == "OK"
    publisher.reply = BAD["error"](publisher)
    asked = len(publisher.asked)
    await eventually(lambda: len(publisher.asked) > asked + 6)
    assert await outcome(issuers, token(publisher)) == "OK"
    publisher.reply = None
    await eventually(lambda: len(caplog.records) == 2)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    await issuers.close()
