"""A GraphQL client that acts for the people of the demo community."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

_AT_ONCE = 8
_ATTEMPTS = 40
_PAUSE = 0.5  # seconds
# Refusals that may be gone in a moment.
_PASSING = frozenset(
    {"FAILED_PRECONDITION", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "UNAVAILABLE", "ABORTED"}
)


class SeedError(Exception):
    """The demo community could not be made; the message says which step failed and why."""


class Frontend:
    """A GraphQL client that acts for several people, with a few requests at a time.

    Args:
        client: Sends the requests.
        endpoint: The address of the gateway's GraphQL.
        tokens: For each person, their access token.
        now: When the community is made. All its times are told from here, so that what is made again at the same
            time is the same, however long it takes. By default the present.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        endpoint: str,
        tokens: dict[str, str],
        now: datetime | None = None,
    ) -> None:
        self.now = now or datetime.now(UTC)
        self._client = client
        self._endpoint = endpoint
        self._tokens = tokens
        self._places = asyncio.Semaphore(_AT_ONCE)

    def midnight(self, days: int) -> datetime:
        """Returns the beginning of the day so many days ago, in UTC."""
        today = self.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=days)

    async def ask(self, person: str, query: str, **variables: Any) -> dict[str, Any]:
        """Sends an operation as a person and returns its data.

        Raises:
            SeedError: The answer has errors.
        """
        body = await self._answer(person, query, variables)
        if body.get("errors"):
            raise SeedError(f"{query.split('(')[0].strip()}: {body['errors'][0]['message']}")
        data: dict[str, Any] = body["data"]
        return data

    async def do(self, person: str, mutation: str, resource: str, **values: Any) -> str:
        """Sends a mutation as a person and returns the global id of the resource, or of the first.

        What exists already is left as it is; the id is empty then. A refusal may pass by itself, while the notice of
        what was done just before is on its way to another service; so the mutation is sent again for a while.

        Raises:
            SeedError: It is still refused, or its input is wrong.
        """
        said = json.dumps([person, mutation, values], sort_keys=True)
        values["requestId"] = str(uuid5(NAMESPACE_URL, said))
        left = _ATTEMPTS
        while True:
            payload, refusal = await self._sent(person, mutation, resource, values)
            if not refusal or refusal["code"] == "ALREADY_EXISTS":
                changed = (payload or {}).get(resource)
                if isinstance(changed, list):  # of a mutation that does the same to several
                    changed = changed[0] if changed else None
                return str(changed["id"]) if changed else ""
            left -= 1
            if not left or refusal["code"] not in _PASSING:
                raise SeedError(f"{mutation}: {refusal['message']}")
            await asyncio.sleep(_PAUSE)

    async def upload(self, person: str, holder_id: str, field: str, file: bytes) -> str:
        """Uploads the picture of an object and returns the receipt, which an update of the object takes.

        Raises:
            SeedError: The object permits no upload, or the file was refused.
        """
        query = (
            "mutation Upload($input: CreateImageUploadInput!) { createImageUpload(input: $input) {"
            " imageUpload { url } errors { message } } }"
        )
        data = await self.ask(person, query, input={"id": holder_id, "field": field})
        payload = data["createImageUpload"]
        if payload["errors"]:
            raise SeedError(f"createImageUpload: {payload['errors'][0]['message']}")
        async with self._places:
            answer = await self._client.put(payload["imageUpload"]["url"], content=file)
        body: dict[str, Any] = answer.json()
        if errors := body.get("errors"):
            raise SeedError(f"upload: {errors[0]['message']}")
        receipt: str = body["receipt"]
        return receipt

    async def _sent(
        self, person: str, mutation: str, resource: str, input_: dict[str, Any]
    ) -> tuple[dict[str, Any] | None, dict[str, str] | None]:
        """Returns the payload of a mutation, and why it was refused, if it was."""
        name = mutation[0].upper() + mutation[1:]
        query = (
            f"mutation {name}($input: {name}Input!) {{ {mutation}(input: $input) {{"
            f" {resource} {{ id }} errors {{ code message }} }} }}"
        )
        body = await self._answer(person, query, {"input": input_})
        if errors := body.get("errors"):
            return None, {"code": errors[0]["extensions"]["code"], "message": errors[0]["message"]}
        payload = body["data"][mutation]
        return payload, next(iter(payload["errors"]), None)

    async def _answer(self, person: str, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        async with self._places:
            answer = await self._client.post(
                self._endpoint,
                json={"query": query, "variables": variables},
                headers={"Authorization": f"Bearer {self._tokens[person]}"},
            )
        body: dict[str, Any] = answer.json()
        return body
