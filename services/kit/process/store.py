"""The store of files: a directory of this machine, or a bucket of a server that speaks S3.

obstore serves both, so that what is tried on one machine is what runs on many. It reads the credentials and the
address of S3 from the usual variables: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, S3Store

from services.kit.errors import Unavailable

S3 = "s3://"
# How long S3 may take for one answer, and with repetitions. Whether it is spoken to in clear, its address says.
_OPTIONS: Any = {"timeout": "10s", "allow_http": True}
_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_LISTED_AT_ONCE = 1000


class Store:
    """Where files are kept.

    Args:
        place: A directory, or `s3://bucket` with or without a folder.

    Its methods raise `Unavailable` while it cannot be reached.
    """

    def __init__(self, place: str) -> None:
        self._store: Any
        if place.startswith(S3):
            self._store = S3Store.from_url(place, client_options=_OPTIONS, retry_config=_RETRIES)
        else:
            self._store = LocalStore(place, automatic_cleanup=True)

    async def put(self, name: str, content: bytes) -> None:
        """Stores a file, in the place of one of the same name."""
        with _reached():
            await obstore.put_async(self._store, name, content)

    async def get(self, name: str) -> bytes | None:
        """Returns the content of a file, or None if there is none."""
        with _reached():
            try:
                found = await obstore.get_async(self._store, name)
                return bytes(await found.bytes_async())
            except (NotFoundError, FileNotFoundError):
                return None

    async def names(self, folder: str) -> Sequence[str]:
        """Returns the names of the files in a folder."""
        with _reached():
            found = await obstore.list(self._store, folder).collect_async()
        return [each["path"] for each in found]

    async def folders(self) -> AsyncIterator[Sequence[str]]:
        """Yields the names of all folders, some at a time; one may come twice."""
        with _reached():
            async for some in obstore.list(self._store, chunk_size=_LISTED_AT_ONCE):
                yield sorted({each["path"].partition("/")[0] for each in some})

    async def remove(self, folder: str) -> None:
        """Removes a folder with all its files."""
        names = await self.names(folder)
        if names:
            with _reached():
                await obstore.delete_async(self._store, list(names))


@contextmanager
def _reached() -> Iterator[None]:
    """Says of a store that cannot be reached that it may be later."""
    try:
        yield
    except BaseError as error:
        raise Unavailable(
            "Images cannot be read or stored right now. Try again in a moment."
        ) from error
