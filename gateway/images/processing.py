"""Reads an image that somebody has sent, and makes the files that are kept of it.

This runs in a process of its own (`services.kit.process.workers`): it takes a second of a processor, and its input is
hostile. What comes out has been drawn anew, pixel by pixel, so nothing of the file remains but what one sees.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from io import BytesIO

import blurhash
from PIL import Image, ImageCms, ImageOps

from services.kit.contract.images import LONGEST_SIDE, widths

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000
_QUALITY = 82
_SRGB = ImageCms.createProfile("sRGB")
_WHITE = (255, 255, 255)
# The colors of an image are found from a small one.
_BLUR_SIDE, _BLUR_PARTS = 32, (4, 3)


class Problem(Enum):
    """Why a file cannot be taken."""

    NO_IMAGE = "NO_IMAGE"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept of an image.

    Attributes:
        digest: What identifies the file that was sent.
        width: The width in pixels.
        height: The height in pixels.
        blur_hash: The colors (https://blurha.sh).
        files: The image in each of its widths, as WebP.
    """

    digest: str
    width: int
    height: int
    blur_hash: str
    files: Mapping[int, bytes]


def make(content: bytes) -> Made | Problem:
    """Returns what is kept of an image: without metadata, upright, in sRGB and in several widths.

    Args:
        content: The file.
    """
    # Pillow only warns of what is a little larger, and would go on.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return Problem.TOO_MANY_PIXELS
            image = _drawn(opened)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return Problem.NO_IMAGE
    return Made(
        digest=hashlib.sha256(content).hexdigest()[:32],
        width=image.width,
        height=image.height,
        blur_hash=_blur_hash(image),
        files={width: _file(image, width) for width in widths(image.width)},
    )


def _drawn(opened: Image.Image) -> Image.Image:
    """Returns the image as people see it, no larger than it is kept."""
    opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # keeps the mode
    image: Image.Image = opened
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.mode in ("1", "P", "PA", "F", "LA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    image.info = {**opened.info, "exif": opened.getexif().tobytes()}
    image = _in_srgb(ImageOps.exif_transpose(image))
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _in_srgb(image: Image.Image) -> Image.Image:
    """Returns an image with the colors that a browser expects which is told nothing."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode)
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is none, or one for other images
    return image.convert(mode)


def _file(image: Image.Image, width: int) -> bytes:
    height = max(1, round(image.height * width / image.width))
    file = BytesIO()
    image.resize((width, height), Image.Resampling.LANCZOS).save(file, "WEBP", quality=_QUALITY)
    return file.getvalue()


def _blur_hash(image: Image.Image) -> str:
    small = image.resize((_BLUR_SIDE, _BLUR_SIDE))
    if small.mode == "RGBA":
        ground = Image.new("RGBA", small.size, (*_WHITE, 255))
        small = Image.alpha_composite(ground, small)
    pixels = small.convert("RGB").tobytes()
    rows = [
        [list(pixels[at : at + 3]) for at in range(row, row + 3 * _BLUR_SIDE, 3)]
        for row in range(0, len(pixels), 3 * _BLUR_SIDE)
    ]
    return str(blurhash.encode(rows, *_BLUR_PARTS))
