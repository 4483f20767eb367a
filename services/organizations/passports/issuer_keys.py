"""The public keys of an issuer: from a file, or discovered and kept up to date.

Discovered keys are fetched at their first use, renewed in the background, and once more when a token
names a key that is not among them. Whatever tokens arrive, an issuer is asked one thing at a time, with
a pause before the next. While it is away, the keys that are known go on being used.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Protocol

import jwt

from services.kit.errors import Unavailable
from services.kit.process.backoff import Backoff
from services.kit.process.tasks import end
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.discovery import DiscoveryError, Fetcher

log = logging.getLogger(__name__)
# Asymmetric signatures only: a holder of the public keys must not be able to sign.
ALGORITHMS = ("EdDSA", "ES256", "RS256")
UNKNOWN_SECONDS = 60.0
MOST_UNKNOWN = 1000


class IssuerKeys(Protocol):
    """The public keys of an issuer."""

    async def find(self, key_id: str) -> jwt.PyJWK | None:
        """Returns the key of that name, or None if the issuer has none.

        Raises:
            Unavailable: It cannot be verified now.
        """
        ...

    async def close(self) -> None:
        """Ends background tasks."""
        ...


class FixedKeys:
    """Keys from a file.

    Args:
        issuer: Whose they are.
        key_set: The key set (RFC 7517).

    Raises:
        ValueError: No key can be used.
    """

    def __init__(self, issuer: str, key_set: object) -> None:
        self._keys = usable_keys(key_set)
        if not self._keys:
            raise ValueError(f"{issuer}: there is no public key to verify tokens with")

    async def find(self, key_id: str) -> jwt.PyJWK | None:
        """Returns the key of that name, or None."""
        return self._keys.get(key_id)

    async def close(self) -> None:
        """Does nothing: nothing goes on."""


class DiscoveredKeys:
    """Keys that an issuer publishes.

    Args:
        issuer: The issuer, by its address.
        fetcher: Fetches the keys.
        settings: How often they are renewed, the pause, and how long they serve without the issuer.
    """

    def __init__(self, issuer: str, fetcher: Fetcher, settings: OrganizationsSettings) -> None:
        self._issuer = issuer
        self._fetcher = fetcher
        self._renewal = settings.issuer_keys_renewal
        self._pause = settings.issuer_keys_pause
        self._retention = settings.issuer_keys_retention
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._fetched: float | None = None  # by the clock of the event loop, as all times here
        self._next = 0.0
        self._unknown: OrderedDict[str, float] = OrderedDict()
        self._fetching: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._away = False

    async def find(self, key_id: str) -> jwt.PyJWK | None:
        """Returns the key of that name, fetching the keys if it is not known.

        Raises:
            Unavailable: The issuer could not be asked for it: it is away, or was asked just now.
        """
        asked = _now()
        known = self._known(key_id)
        if known is not None or self._unknown.get(key_id, 0.0) > asked:
            return known
        await self._fetch()
        if self._fetched is None or self._fetched < asked:
            # Even a recently fetched key set may be older than the key.
            known = self._known(key_id)
            if known is None:
                raise Unavailable(
                    "The access token cannot be verified right now. Try again in a moment."
                )
            return known
        if key_id not in self._keys:
            self._remember_unknown(key_id)
        return self._keys.get(key_id)

    async def close(self) -> None:
        """Ends the renewing."""
        await end(task for task in (self._renewing, self._fetching) if task is not None)

    def _known(self, key_id: str) -> jwt.PyJWK | None:
        if self._fetched is None or _now() - self._fetched > self._retention:
            return None
        return self._keys.get(key_id)

    def _remember_unknown(self, key_id: str) -> None:
        self._unknown[key_id] = _now() + UNKNOWN_SECONDS
        self._unknown.move_to_end(key_id)
        if len(self._unknown) > MOST_UNKNOWN:
            self._unknown.popitem(last=False)

    async def _fetch(self) -> None:
        """Fetches the keys, or waits for who does so already; does nothing during the pause."""
        if self._fetching is None:
            if _now() < self._next:
                return
            self._fetching = asyncio.create_task(self._fetch_once())
        # A caller who goes away must not end it for the others.
        await asyncio.shield(self._fetching)

    async def _fetch_once(self) -> None:
        begun = _now()
        try:
            self._keys = usable_keys(await self._fetcher.key_set(self._issuer))
        except (DiscoveryError, ValueError) as error:
            if not self._away:
                extra = {"issuer": self._issuer, "error": str(error)}
                log.warning("the keys of an issuer cannot be fetched", extra=extra)
            self._away = True
        else:
            if self._away:
                log.info("the keys of an issuer are there again", extra={"issuer": self._issuer})
            self._away = False
            self._fetched = begun
            self._renewing = self._renewing or asyncio.create_task(self._keep_renewing())
        finally:
            self._next = _now() + self._pause
            self._fetching = None

    async def _keep_renewing(self) -> None:
        backoff = Backoff(first=self._pause, longest=self._renewal)
        while True:
            if self._renewal_in() <= 0:
                await self._fetch()
            if (left := self._renewal_in()) > 0:
                backoff.reset()
                await asyncio.sleep(left)
            else:
                await backoff.wait()

    def _renewal_in(self) -> float:
        return (self._fetched or 0.0) + self._renewal - _now()


def usable_keys(key_set: object) -> dict[str, jwt.PyJWK]:
    """Returns those keys of a set that can verify tokens, by name; others are left aside.

    Raises:
        ValueError: It is no key set.
    """
    entries = key_set.get("keys") if isinstance(key_set, dict) else None
    if not isinstance(entries, list):
        raise ValueError("there is no key set")  # noqa: TRY004 # of what an issuer sent
    keys: dict[str, jwt.PyJWK] = {}
    for each in entries:
        with contextlib.suppress(
            jwt.PyJWTError, TypeError, ValueError, LookupError, AttributeError
        ):
            key = jwt.PyJWK.from_dict(each)
            fits = key.algorithm_name in ALGORITHMS and key.public_key_use != "enc"
            if fits and isinstance(key.key_id, str) and key.key_id:
                keys[key.key_id] = key
    return keys


def _now() -> float:
    return asyncio.get_running_loop().time()
