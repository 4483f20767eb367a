"""Images for tests: files as people send them, and receipts without a file."""

import zlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from banyan.images.v1 import image_pb2
from google.protobuf.message import Message
from PIL import Image

from services.kit.calls.uploads import Receipt, UploadSigner
from tests.services import Platform

DIGEST = "0" * 32


def photograph(
    width: int = 64, height: int = 48, kind: str = "JPEG", color: str = "teal", **options: Any
) -> bytes:
    """Returns a file with an image of one color."""
    file = BytesIO()
    Image.new("RGB", (width, height), color).save(file, kind, **options)
    return file.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """Returns a small file that says it had this many pixels on each side."""
    header = b"IHDR" + side.to_bytes(4) * 2 + b"\x08\x02\0\0\0"
    start = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + header + zlib.crc32(header).to_bytes(4)
    return start + photograph(kind="PNG")[len(start) :]


async def receipt_of(
    platform: Platform,
    passport: str,
    resource: type[Message],
    id_: str | None,
    field: Any,
) -> str:
    """Returns the receipt of an upload that the gateway has never seen."""
    name = resource.DESCRIPTOR.full_name
    upload = await platform.call(
        image_pb2.CreateImageUploadRequest(resource=name, resource_id=id_, field=field),
        image_pb2.ImageUpload,
        passport,
        name.split(".")[1],
    )
    signer, now = UploadSigner(platform.office.image_key), datetime.now(UTC)
    permission = signer.permission(upload.token, now)
    assert permission is not None
    receipt = Receipt(
        **asdict(permission),
        key=f"{permission.upload}-{DIGEST}",
        width=640,
        height=480,
        blur_hash="L00000fQfQfQfQfQfQfQfQfQfQfQ",
    )
    return signer.acknowledge(receipt, now + timedelta(minutes=1))
