"""Uploads of images: the permissions that services sign, and the receipts that the gateway signs.

Both are JSON Web Tokens (RFC 7519) with HMAC-SHA256, and one secret that gateway and services share. Nobody has to ask
anybody: the gateway takes a file with a permission, and a service takes the receipt for it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import jwt

from services.kit.process.secret import read_secret

# For how long a file can be uploaded, and for how long its receipt can be used.
UPLOAD_LIFETIME = timedelta(minutes=10)
RECEIPT_LIFETIME = timedelta(hours=1)
# After that time an image that nobody uses is removed. Until then neither of the two above can end it.
UNUSED_LIFETIME = timedelta(hours=2)
_ALGORITHM = "HS256"
T = TypeVar("T", bound="Permission")


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A permission to upload one image.

    Attributes:
        upload: The name of the upload.
        principal: Who may upload.
        resource: The full name of the message of the resource.
        resource_id: Its ID.
        field: The field of it.
    """

    upload: str
    principal: str
    resource: str
    resource_id: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Permission):
    """The receipt of an upload: the permission, and what was uploaded.

    Attributes:
        key: The key of the image.
        width: Its width in pixels.
        height: Its height in pixels.
        blur_hash: Its colors.
    """

    key: str
    width: int
    height: int
    blur_hash: str


class UploadSigner:
    """Signs and reads permissions and receipts.

    Args:
        file: The file with the secret.

    Raises:
        ConfigurationError: The secret is too short.
    """

    def __init__(self, file: Path) -> None:
        self._secret = read_secret("image_key", file)

    def permit(self, permission: Permission, until: datetime) -> str:
        """Returns the signed permission, which holds until a time."""
        return self._sign(permission, until)

    def permission(self, token: str, now: datetime) -> Permission | None:
        """Returns the permission that a token is, or None if it is none or has expired."""
        return self._read(token, Permission, now)

    def acknowledge(self, receipt: Receipt, until: datetime) -> str:
        """Returns the signed receipt, which holds until a time."""
        return self._sign(receipt, until)

    def receipt(self, token: str, now: datetime) -> Receipt | None:
        """Returns the receipt that a token is, or None if it is none or has expired."""
        return self._read(token, Receipt, now)

    def _sign(self, content: Permission, until: datetime) -> str:
        claims = {**asdict(content), "aud": type(content).__name__, "exp": until}
        return jwt.encode(claims, self._secret, _ALGORITHM)

    def _read(self, token: str, kind: type[T], now: datetime) -> T | None:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=kind.__name__,
                options={"require": ["exp"], "verify_exp": False},  # by the clock of the process
            )
        except (jwt.InvalidTokenError, UnicodeError):
            return None
        if claims["exp"] <= now.timestamp():
            return None
        return kind(**{each.name: claims[each.name] for each in fields(kind)})
