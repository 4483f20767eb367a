"""Where images are sent to, and where browsers get them.

    PUT /images/uploads/{permission}     the file; answers with the receipt
    GET /images/{upload}/{file}          the image in one of its widths

A permission is signed by the service that has the resource, so no token is needed, and none is looked at. An image is at
an address that nobody can guess, and what is there never changes: browsers and proxies may keep it.
"""

import asyncio
import logging
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.backend.allowances import Allowances
from gateway.backend.budgets import Budgets
from gateway.binding.images import UPLOADS
from gateway.images import processing
from gateway.images.processing import Made, Problem
from gateway.request_errors import RequestError
from gateway.transport.request import read_body
from gateway.transport.routes import answering
from services.kit.calls.uploads import (
    RECEIPT_LIFETIME,
    Permission,
    Receipt,
    UploadSigner,
)
from services.kit.contract.images import MOST_BYTES, file_name, is_key
from services.kit.errors import Exhausted
from services.kit.language import worded
from services.kit.process.clock import Clock, SystemClock
from services.kit.process.store import Store
from services.kit.process.workers import WorkerDied, Workers

_log = logging.getLogger("banyan.gateway")
# How many files are held in memory at once, and how many images are read from the store.
_MOST_UPLOADS, _MOST_READS = 12, 64
# The time for a file to arrive, and to become an image.
_READ_SECONDS, _MAKE_SECONDS = 60.0, 20.0
_SHOWN = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


class Images:
    """Takes and shows images.

    Args:
        signer: Reads permissions, and signs receipts.
        store: Where the files are.
        budgets: Who may upload how much.
        allowances: How much that is.
        at_once: How many images are made at once.
        memory: How many bytes making one may take.
        clock: The clock.

    Attributes:
        uploading: The principals whose files are on their way.
    """

    def __init__(
        self,
        signer: UploadSigner,
        store: Store,
        budgets: Budgets,
        allowances: Allowances,
        *,
        at_once: int,
        memory: int,
        clock: Clock = SystemClock(),  # noqa: B008 # has no state
    ) -> None:
        self._signer = signer
        self._store = store
        self._workers = Workers(
            "image", at_once=at_once, memory=memory, modules=[processing.__name__]
        )
        self._budgets = budgets
        self._policy = allowances.uploads
        self._clock = clock
        self.uploading: set[str] = set()
        self._reads = asyncio.Semaphore(_MOST_READS)

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        return [
            Route(f"/images/{UPLOADS}/{{token}}", answering("image", self.take), methods=["PUT"]),
            Route("/images/{upload}/{name}", answering("image", self.show), methods=["GET"]),
        ]

    async def close(self) -> None:
        """Ends the processes that make images."""
        await self._workers.close()

    async def take(self, request: Request) -> Response:
        """Takes a file, and answers with the receipt.

        Raises:
            RequestError: The permission does not hold (403), the file is too large (413), is no image that can be
                taken (422), takes too long (408), or differs from one that was sent before (409); or the
                caller, or all together, send too much (429, 503).
        """
        permission = self._signer.permission(request.path_params["token"], self._clock.now())
        if permission is None:
            raise RequestError(
                403,
                "PERMISSION_DENIED",
                worded(
                    "This address is good for ten minutes only. Ask for a new one, and send the file there."
                ),
                reason="UPLOAD_NOT_VALID",
            )
        self._admit(permission)
        self.uploading.add(permission.principal)
        try:
            receipt = await self._taken(permission, request)
        finally:
            self.uploading.discard(permission.principal)
        until = self._clock.now() + RECEIPT_LIFETIME
        content = {
            "receipt": self._signer.acknowledge(receipt, until),
            "width": receipt.width,
            "height": receipt.height,
            "blurHash": receipt.blur_hash,
        }
        return JSONResponse(content, 201, {"Cache-Control": "no-store"})

    def _admit(self, permission: Permission) -> None:
        """Refuses to take a file from those who send too much, or while too many do.

        Raises:
            RequestError: Nothing was read yet.
        """
        if permission.principal in self.uploading:
            raise RequestError(
                429,
                "RESOURCE_EXHAUSTED",
                worded("Another file of yours is on its way. Send one after the other."),
                {"Retry-After": "2"},
                reason="UPLOAD_RUNNING",
            )
        if len(self.uploading) >= _MOST_UPLOADS:
            raise RequestError(
                503,
                "UNAVAILABLE",
                worded("Too many files are on their way. Send this one again in a moment."),
                {"Retry-After": "2"},
            )
        try:
            self._budgets.account(self._policy, permission.principal).spend(1)
        except Exhausted as error:
            headers = {"Retry-After": str(error.retry_seconds or 1)}
            raise RequestError(
                429, error.code, error.message, headers, reason=error.reason
            ) from error

    async def _taken(self, permission: Permission, request: Request) -> Receipt:
        """Reads, makes and stores an image."""
        made = await self._made(await _file_in(request))
        key = f"{permission.upload}-{made.digest}"
        known = await self._store.names(permission.upload)
        if any(made.digest not in name for name in known):
            raise RequestError(
                409,
                "ABORTED",
                worded("Another file was sent here before. Ask for a new address for this one."),
                reason="UPLOAD_TAKEN",
            )
        for width, file in made.files.items():
            await self._store.put(file_name(key, width), file)
        return Receipt(
            upload=permission.upload,
            principal=permission.principal,
            resource=permission.resource,
            resource_id=permission.resource_id,
            field=permission.field,
            key=key,
            width=made.width,
            height=made.height,
            blur_hash=made.blur_hash,
        )

    async def _made(self, content: bytes) -> Made:
        try:
            async with asyncio.timeout(_MAKE_SECONDS):
                made = await self._workers.run(processing.make, content)
        except (TimeoutError, MemoryError):
            made = Problem.TOO_MANY_PIXELS
        except WorkerDied as error:
            _log.warning("an image ended its process", exc_info=error)
            made = Problem.NO_IMAGE
        if isinstance(made, Made):
            return made
        texts = {
            Problem.NO_IMAGE: worded(
                "This file is not an image in JPEG, PNG or WebP. Send another file."
            ),
            Problem.TOO_MANY_PIXELS: worded(
                "This image is too large to work with. Send one of {max} pixels or fewer.",
                {"max": processing.MOST_PIXELS},
            ),
        }
        raise RequestError(422, "INVALID_ARGUMENT", texts[made], reason=made.value)

    async def show(self, request: Request) -> Response:
        """Shows an image in one of its widths.

        Raises:
            RequestError: There is none (404).
        """
        name = f"{request.path_params['upload']}/{request.path_params['name']}"
        content = None
        if _is_file(name):
            async with self._reads:
                content = await self._store.get(name)
        if content is None:
            raise RequestError(404, "NOT_FOUND", worded("This image does not exist."))
        headers = {**_SHOWN, "ETag": f'"{name}"'}
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="image/webp")


async def _file_in(request: Request) -> bytes:
    """Returns the file that a request brings.

    Raises:
        RequestError: It is too large (413), or too slow (408).
    """
    try:
        return await read_body(request, max_bytes=MOST_BYTES, seconds=_READ_SECONDS)
    except RequestError as error:
        if error.status != 413:
            raise
        raise RequestError(
            413,
            error.code,
            worded(
                "This file is larger than {max} bytes. Send a smaller one.", {"max": MOST_BYTES}
            ),
            reason="FILE_TOO_LARGE",
        ) from error


def _is_file(name: str) -> bool:
    """Returns whether a name can be that of a file of an image; anything else is not looked for."""
    upload, _, file = name.partition("/")
    digest, _, end = file.partition("-")
    width = end.removesuffix(".webp")
    is_width = end.endswith(".webp") and width.isascii() and width.isdigit() and len(width) <= 4
    return is_width and is_key(f"{upload}-{digest}")
