"""What is kept of an image, and what is not."""

import hashlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from gateway.images.processing import Made, Problem, make
from tests.images import bomb, photograph

_ORIENTATION, _GPS, _MAKER = 0x0112, 0x8825, 0x010F


def made(content: bytes) -> Made:
    found = make(content)
    assert isinstance(found, Made), found
    return found


def opened(found: Made, width: int) -> Image.Image:
    return Image.open(BytesIO(found.files[width]))


def pixel(image: Image.Image, x: int, y: int) -> Any:
    return image.convert("RGBA").getpixel((x, y))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_format_becomes_webp_in_several_widths(kind: str) -> None:
    content = photograph(1000, 500, kind)
    found = made(content)
    assert (found.width, found.height) == (1000, 500)
    assert sorted(found.files) == [160, 320, 640, 1000]
    assert found.digest == hashlib.sha256(content).hexdigest()[:32]
    for width in found.files:
        with opened(found, width) as image:
            assert (image.format, image.size) == ("WEBP", (width, width // 2))


def test_what_is_larger_than_a_screen_becomes_smaller() -> None:
    found = made(photograph(1000, 4000))
    assert (found.width, found.height) == (480, 1920)


def test_a_single_pixel_and_a_line_are_images() -> None:
    assert (made(photograph(1, 1)).width, made(photograph(1, 1)).height) == (1, 1)
    assert made(photograph(5000, 1, "PNG")).height == 1


def test_metadata_go_and_the_image_stands_upright() -> None:
    image = Image.new("RGB", (80, 40), "white")
    image.paste("red", (0, 0, 40, 40))
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKER] = 6, "canary camera"
    exif[_GPS] = {1: "N", 2: (39.0, 54.0, 0.0)}
    found = made(saved(image, "JPEG", exif=exif, comment=b"canary comment", quality=95))
    assert (found.width, found.height) == (40, 80)
    with opened(found, 40) as kept:
        assert not kept.getexif()
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(kept.info)
        red, green, *_ = pixel(kept, 20, 20)
        assert red > 200 > 60 > green  # what was on the left is on top
    assert b"canary" not in found.files[40]


def test_texts_of_a_png_go() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "canary author")
    found = made(photograph(kind="PNG", pnginfo=texts))
    assert all(b"canary" not in file for file in found.files.values())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixels_can_be_shown(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    found = made(saved(Image.new(mode, (64, 64)), kind))
    with opened(found, 64) as image:
        assert image.mode in ("RGB", "RGBA")


def test_what_is_transparent_stays_so() -> None:
    found = made(saved(Image.new("RGBA", (64, 64), (255, 0, 0, 0)), "PNG"))
    with opened(found, 64) as image:
        assert pixel(image, 1, 1)[3] == 0


def test_colors_are_those_that_the_profile_means() -> None:
    gray = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    # A profile of other pixels is passed over; one of the same colors changes none.
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (gray, srgb, b"no profile"):
        found = made(photograph(kind="PNG", color="#336699", icc_profile=profile))
        with opened(found, 64) as image:
            assert abs(pixel(image, 9, 9)[2] - 0x99) < 12


def test_the_colors_are_known_beforehand() -> None:
    # The first part of a hash is its size, then the brightness; the third to sixth are the mean color (https://blurha.sh).
    assert made(photograph(color="white")).blur_hash[2:6] == "TSUA"


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", photograph(kind="BMP")],
    ids=["empty", "gif", "png", "jpeg", "bmp"],
)
def test_what_is_no_image_is_none(content: bytes) -> None:
    assert make(content) is Problem.NO_IMAGE


def test_too_many_pixels_are_refused_before_they_are_read() -> None:
    # 30,000 x 30,000 in the header, and few in the file.
    assert make(bomb()) is Problem.TOO_MANY_PIXELS
