"""Images of events, organizations and people."""

import strawberry
from banyan.images.v1 import image_pb2
from strawberry import auto

from gateway.binding.images import image_upload, image_url, upload_url
from gateway.binding.messages import shows
from gateway.binding.texts import text


@shows(image_pb2.Image)
class Image:
    """An image of an object, without the metadata of the file."""

    width: auto
    height: auto
    blur_hash: auto
    translations: auto

    url = image_url()
    alt = text("alt")


@shows(image_pb2.ImageTranslation)
class ImageTranslation:
    """The texts of an image in another language."""

    language: auto
    alt: auto


@shows(image_pb2.ImageUpload)
class ImageUpload:
    """A permission to upload one image."""

    expire_time: auto
    max_bytes: auto

    url = upload_url()


@strawberry.type
class Mutations:
    """The mutation that permits to upload images."""

    create_image_upload = image_upload()
