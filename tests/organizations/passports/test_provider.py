"""Tokens of a real OpenID provider: discovered, verified, rotated, and away for a while."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.kit.errors import DomainError, Unauthenticated, Unavailable
from services.organizations.passports.credentials import Identity
from services.organizations.passports.issuers import TrustedIssuers
from tests.gateway.conftest import serving
from tests.oidc import AUDIENCE, Provider, new_key
from tests.organizations.operators import trusting
from tests.services import Platform, Site
from tests.waiting import eventually


@asynccontextmanager
async def provided(
    directory: Path, keys: list[dict[str, Any]], algorithm: str = "EdDSA", **values: Any
) -> AsyncIterator[tuple[Provider, TrustedIssuers]]:
    """Runs a provider, and returns it with the issuers of an operator who trusts it."""
    provider = await Provider.start(keys, algorithm=algorithm)
    issuers = trusting(directory, {"issuer": provider.issuer, "audience": AUDIENCE}, **values)
    try:
        yield provider, issuers
    finally:
        await issuers.close()
        await provider.stop()


async def identify(issuers: TrustedIssuers, token: str) -> Identity:
    return await issuers.identify(token, datetime.now(UTC))


async def outcome(issuers: TrustedIssuers, token: str) -> str:
    try:
        await identify(issuers, token)
    except DomainError as error:
        return error.code
    return "OK"


@pytest.mark.parametrize("algorithm", ["EdDSA", "ES256", "RS256"])
async def test_an_access_token_says_who_it_is(tmp_path: Path, algorithm: str) -> None:
    key = new_key("first", algorithm)
    async with provided(tmp_path, [key], algorithm) as (provider, issuers):
        person = await identify(issuers, (await provider.sign_in("lin"))["access_token"])
        assert (person.issuer, person.subject) == (provider.issuer, "lin")
        assert (person.client_id, set(person.scopes)) == ("browser", {"events.read"})
        assert timedelta(minutes=59) < person.expires - datetime.now(UTC) <= timedelta(hours=1)
        app = await identify(issuers, await provider.app_token("events.read volunteers.read"))
        assert (app.subject, app.client_id) == ("app", "app")
        assert app.scopes == {"events.read", "volunteers.read"}


async def test_an_id_token_is_no_access_token(tmp_path: Path) -> None:
    async with provided(tmp_path, [new_key("first")]) as (provider, issuers):
        tokens = await provider.sign_in("lin")
        assert await outcome(issuers, tokens["access_token"]) == "OK"
        assert await outcome(issuers, tokens["id_token"]) == "UNAUTHENTICATED"


async def test_a_new_key_counts_at_once_and_a_withdrawn_one_until_the_next_renewal(
    tmp_path: Path,
) -> None:
    old, new = new_key("old"), new_key("new")
    values: dict[str, Any] = {"issuer_keys_renewal": 1.0, "issuer_keys_pause": 0.05}
    async with provided(tmp_path, [old], **values) as (provider, issuers):
        before = await provider.app_token()
        assert await outcome(issuers, before) == "OK"
        provider = await provider.restart([new, old])
        try:
            after = await provider.app_token()
            # It was asked a moment ago, and is left alone for as long as the pause is.
            await eventually(lambda: _is(issuers, after, "OK"))
            assert await outcome(issuers, before) == "OK"
            provider = await provider.restart([new])
            await eventually(lambda: _is(issuers, before, "UNAUTHENTICATED"))
            assert await outcome(issuers, after) == "OK"
        finally:
            await provider.stop()


async def _is(issuers: TrustedIssuers, token: str, expected: str) -> bool:
    return await outcome(issuers, token) == expected


async def test_an_outage_is_not_felt_by_those_whose_key_is_known(tmp_path: Path) -> None:
    old, new = new_key("old"), new_key("new")
    values: dict[str, Any] = {"issuer_keys_renewal": 0.1, "issuer_keys_pause": 0.05}
    async with provided(tmp_path, [old], **values) as (provider, issuers):
        known = await provider.app_token()
        assert await outcome(issuers, known) == "OK"
        other = await Provider.start([new])
        unknown = (await other.app_token()).split(".")
        await other.stop()
        await provider.stop()
        # A token that names a key which nobody knows, and the issuer cannot be asked about.
        stranger = ".".join([unknown[0], known.split(".")[1], unknown[2]])
        with pytest.raises(Unavailable):
            await identify(issuers, stranger)
        assert await outcome(issuers, known) == "OK"
        provider = await provider.restart([old])
        try:
            await eventually(lambda: _is(issuers, stranger, "UNAUTHENTICATED"))
            assert await outcome(issuers, known) == "OK"
        finally:
            await provider.stop()


async def test_keys_do_not_serve_for_ever_without_their_issuer(tmp_path: Path) -> None:
    values: dict[str, Any] = {"issuer_keys_retention": 0.3, "issuer_keys_pause": 0.05}
    async with provided(tmp_path, [new_key("first")], **values) as (provider, issuers):
        token = await provider.app_token()
        assert await outcome(issuers, token) == "OK"
        await provider.stop()
        await eventually(lambda: _is(issuers, token, "UNAVAILABLE"))


async def test_a_token_of_the_provider_makes_a_viewer(site: Site, tmp_path: Path) -> None:
    provider = await Provider.start([new_key("first")])
    async with AsyncExitStack() as stack:
        stack.push_async_callback(provider.stop)
        entry = {"issuer": provider.issuer, "audience": ["banyan", AUDIENCE]}
        trusting(tmp_path, entry)  # writes the file
        platform = await Platform.start(
            site,
            stack,
            ("organizations",),
            trusted_issuers=tmp_path / "trusted_issuers.json",
        )
        gateway = await stack.enter_async_context(serving(platform.site))
        token = (await provider.sign_in("lin"))["access_token"]
        query = "{ viewer { personId } }"
        first, second = await asyncio.gather(gateway.ask(query, token), gateway.ask(query, token))
        assert first == second
        assert first["viewer"]["personId"]
        (principal,) = await site.sql("organizations", "SELECT issuer, subject FROM principal")
        assert tuple(principal) == (provider.issuer, "lin")


async def test_a_foreign_provider_counts_nothing(tmp_path: Path) -> None:
    """Even one whose keys have the names of the trusted one's."""
    async with provided(tmp_path, [new_key("first")]) as (_, issuers):
        other = await Provider.start([new_key("first")])
        try:
            with pytest.raises(Unauthenticated):
                await identify(issuers, await other.app_token())
        finally:
            await other.stop()
