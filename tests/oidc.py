"""OpenID providers to sign in with: a real one, written by others, and one that misbehaves."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from tests.gateway.transport.conftest import start_node
from tests.waiting import TIMEOUT

AUDIENCE = "https://banyan.example.org/graphql"
REDIRECT = "http://localhost:1/signed-in"
SECRET = "a-secret-that-is-none-in-a-test"
Json = dict[str, Any]


def jwk(key: Any, kid: str, **values: str) -> Json:
    """Returns a key, private or public, as JSON (RFC 7517)."""
    name = type(key).__name__
    text: Any
    if "Ed25519" in name:
        text = OKPAlgorithm.to_jwk(key)
    elif "RSA" in name:
        text = RSAAlgorithm.to_jwk(key)
    else:
        text = ECAlgorithm.to_jwk(key)
    return {**json.loads(text), "kid": kid, **values}


def new_key(kid: str, algorithm: str = "EdDSA") -> Json:
    """Returns a new private key to sign with."""
    makers: dict[str, Callable[[], Any]] = {
        "EdDSA": Ed25519PrivateKey.generate,
        "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "RS256": lambda: rsa.generate_private_key(65537, 2048),
    }
    return jwk(makers[algorithm](), kid, alg=algorithm, use="sig")


class Provider:
    """The npm library oidc-provider, as a process of its own.

    Attributes:
        issuer: Its address, which is its name.
    """

    def __init__(self, issuer: str, process: asyncio.subprocess.Process) -> None:
        self.issuer = issuer
        self._process = process

    @classmethod
    async def start(cls, keys: Iterable[Json], *, algorithm: str = "EdDSA", port: int = 0) -> Self:
        """Starts a provider that signs with the first of its keys; port 0 takes a free one."""
        settings = {
            "port": port,
            "keys": list(keys),
            "algorithm": algorithm,
            "audience": AUDIENCE,
            "redirect": REDIRECT,
        }
        process = await start_node("provider.mjs", settings)
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), TIMEOUT)
        return cls(json.loads(line), process)

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return int(self.issuer.rpartition(":")[2])

    async def stop(self) -> None:
        """Ends the process, if it still runs."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def restart(self, keys: Iterable[Json], *, algorithm: str = "EdDSA") -> "Provider":
        """Starts it again at the same address with other keys."""
        await self.stop()
        return await Provider.start(keys, algorithm=algorithm, port=self.port)

    async def app_token(self, scope: str = "events.read") -> str:
        """Returns an access token of an app that acts for itself (client credentials)."""
        tokens = await self._tokens("app", grant_type="client_credentials", scope=scope)
        return str(tokens["access_token"])

    async def sign_in(self, subject: str, scope: str = "openid events.read") -> Json:
        """Returns the tokens that a browser gets for a person (authorization code)."""
        question = {
            "client_id": "browser",
            "response_type": "code",
            "scope": scope,
            "redirect_uri": REDIRECT,
            "login_hint": subject,
            "nonce": "nonce",
        }
        async with _http() as http:
            address = httpx.URL(f"{self.issuer}/auth", params=question)
            while not str(address).startswith(REDIRECT):
                response = await http.get(address)
                assert response.status_code == 303, response.text
                address = address.join(response.headers["location"])
        code = address.params["code"]
        return await self._tokens(
            "browser", grant_type="authorization_code", code=code, redirect_uri=REDIRECT
        )

    async def _tokens(self, client: str, **form: str) -> Json:
        async with _http() as http:
            response = await http.post(f"{self.issuer}/token", data=form, auth=(client, SECRET))
            assert response.status_code == 200, response.text
            tokens: Json = response.json()
            return tokens


def _http() -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False, timeout=TIMEOUT)


Reply = Callable[[str], Awaitable[bytes]]


class Publisher:
    """An issuer that only publishes keys, and may do so badly.

    Attributes:
        issuer: Its address.
        keys: What it publishes, each a public key.
        asked: The paths asked for, in order.
        reply: Answers a path in place of the proper answer, if set.
        gate: Held back while it is not set.
        heads: The request heads, as they came.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.keys: list[Json] = []
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.configuration: Json = {"issuer": issuer, "jwks_uri": f"{issuer}/jwks"}
        self.reply: Reply | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    @classmethod
    @asynccontextmanager
    async def listening(cls) -> AsyncIterator[Self]:
        """Listens on a free port for the time of the block."""
        publisher: Self | None = None

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            assert publisher is not None
            await publisher.serve(reader, writer)

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        publisher = cls(f"http://127.0.0.1:{port}")
        try:
            yield publisher
        finally:
            publisher.gate.set()
            server.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one request."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split()[1]
            self.heads.append(head)
            self.asked.append(path)
            await self.gate.wait()
            writer.write(await self.reply(path) if self.reply else self.proper(path))
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def proper(self, path: str) -> bytes:
        """Returns the answer that the path should have."""
        document = {"keys": self.keys} if path == "/jwks" else self.configuration
        return answer(json.dumps(document).encode())


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """Returns an HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body
