"""Images: which fields of resources hold them, what their files are called, and how wide the files are."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from banyan.images.v1 import image_pb2 as pb
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.kit.contract.values import enum_name

# The longest side of an image, in pixels.
LONGEST_SIDE = 1920
# The widths that are kept of each image, besides its own.
_WIDTHS = (160, 320, 640, 1280)
# The bytes of the largest file that can be uploaded.
MOST_BYTES = 10 * 1024 * 1024
# An image is called by 128 random bits, which its permission has already, and by what is in the file. So what
# is at an address never changes, whatever is uploaded with the same permission.
_KEY = re.compile(r"([0-9a-f]{32})-([0-9a-f]{32})")
_UPLOAD = re.compile(r"[0-9a-f]{32}")
_IMAGE = pb.Image.DESCRIPTOR.full_name
# What callers do not say of an image, but its receipt.
OUTPUTS = ("key", "width", "height", "blur_hash")


def is_image(field: FieldDescriptor) -> bool:
    """Returns whether a field holds an image."""
    message = field.message_type
    return message is not None and message.full_name == _IMAGE and not field.is_repeated


@cache
def image_fields(descriptor: Descriptor) -> tuple[str, ...]:
    """Returns the names of the fields of a message that hold images.

    Raises:
        LookupError: `ImageField` has no value for one.
    """
    names = tuple(field.name for field in descriptor.fields if is_image(field))
    if unknown := set(names) - field_names().keys():
        raise LookupError(f"ImageField has no value for {descriptor.full_name}.{min(unknown)}")
    return names


@cache
def field_names() -> Mapping[str, int]:
    """Returns the names of all fields that hold images, each with its value of `ImageField`."""
    members = pb.ImageField.DESCRIPTOR.values
    return {
        enum_name(each.type, each.number).lower(): each.number for each in members if each.number
    }


@cache
def image_places(request: Descriptor) -> tuple[tuple[str, str], ...]:
    """Returns where a request has images: the field of the resource, and the field of that with the image."""
    return tuple(
        (field.name, name)
        for field in request.fields
        if field.message_type is not None and not field.is_repeated
        for name in image_fields(field.message_type)
    )


def keep_image(name: str, message: Any, present: Any) -> None:
    """Lets a message that says new texts of an image have the image that there is.

    Args:
        name: The field with the image.
        message: The message of the caller, whose receipts have been taken.
        present: The message as it is now.
    """
    if message.HasField(name) and present.HasField(name) and not getattr(message, name).key:
        image, kept = getattr(message, name), getattr(present, name)
        for each in OUTPUTS:
            setattr(image, each, getattr(kept, each))


def upload_of(key: str) -> str:
    """Returns the name of the upload of an image: the part of its key that the permission names."""
    return key.partition("-")[0]


def is_upload(text: str) -> bool:
    """Returns whether a text has the form of the name of an upload."""
    return _UPLOAD.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Returns whether a text has the form of the key of an image."""
    return _KEY.fullmatch(text) is not None


def widths(width: int) -> tuple[int, ...]:
    """Returns the widths in which an image is kept, the smallest first.

    Args:
        width: The width of the image.
    """
    return (*(each for each in _WIDTHS if each < width), width)


def file_name(key: str, width: int) -> str:
    """Returns the name of a file of an image in the store.

    Args:
        key: The key of the image.
        width: One of its widths.
    """
    upload, _, digest = key.partition("-")
    return f"{upload}/{digest}-{width}.webp"


def address(url: str, image: Any, wanted: int | None) -> str:
    """Returns where browsers get an image: the smallest file that is as wide as wanted, or else the widest.

    Args:
        url: Where images are.
        image: The image.
        wanted: The width in pixels that is wanted; None for the widest.
    """
    wide = (each for each in widths(image.width) if wanted is not None and each >= wanted)
    return f"{url}/{file_name(image.key, next(wide, image.width))}"
