"""ImageService: permissions to upload images, and the receipts in requests.

A resource has an image where its message has a field of the type `banyan.images.v1.Image`. Who may update the
resource may upload: the answer is that of PermissionService. Nothing is written for a resource but the field.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from banyan.images.v1 import image_pb2 as pb
from banyan.permissions.v1 import permissions_pb2
from google.protobuf.message import Message

from services.kit.calls.passport import Caller
from services.kit.calls.uploads import UPLOAD_LIFETIME, Permission, UploadSigner
from services.kit.contract.fields import referenced
from services.kit.contract.images import (
    MOST_BYTES,
    OUTPUTS,
    image_places,
)
from services.kit.contract.values import enum_name, timestamp
from services.kit.errors import InvalidArgument, PermissionDenied, Refused, Violation
from services.kit.process.clock import Clock
from services.kit.process.config import ImageSettings
from services.kit.service.permissions import PermissionServicer
from services.kit.service.steps import Servicer, all_methods
from services.kit.work.images import note_upload, uploads_lock
from services.kit.work.work import Work

_UPLOAD_BYTES = 16


def signer_of(settings: ImageSettings) -> UploadSigner | None:
    """Returns what signs uploads, or None if this platform keeps no images."""
    return None if settings.image_key is None else UploadSigner(settings.image_key)


class ImageServicer:
    """Permits uploads.

    Args:
        servicers: The other servicers of the service.
        permissions: Answers who may update what.
        signer: Signs permissions; None if this platform keeps no images.
    """

    service = pb.DESCRIPTOR.services_by_name["ImageService"]

    def __init__(
        self,
        servicers: Sequence[Servicer],
        permissions: PermissionServicer,
        signer: UploadSigner | None,
    ) -> None:
        self._permissions = permissions
        self._signer = signer
        self._updates: dict[str, str] = {}  # the name of the method, by resource and field
        self._creates = set[
            str
        ]()  # the images that resources can begin with, by resource and field
        for method in all_methods(servicers):
            for part, name in image_places(method.request_type.DESCRIPTOR):
                field: Any = method.request_type.DESCRIPTOR.fields_by_name[part]
                # Whoever may use another method with a mask, such as one that splits, may update, too.
                if method.name.startswith("Update"):
                    self._updates[f"{field.message_type.full_name}.{name}"] = method.name
                elif "update_mask" not in method.request_type.DESCRIPTOR.fields_by_name:
                    self._creates.add(f"{field.message_type.full_name}.{name}")

    def locks_CreateImageUpload(
        self, request: pb.CreateImageUploadRequest, caller: Caller
    ) -> Sequence[str]:
        """Names the lock on the uploads of the caller, of whom there are so many."""
        del request
        return [uploads_lock(caller.principal_id)]

    async def CreateImageUpload(
        self, request: pb.CreateImageUploadRequest, work: Work
    ) -> pb.ImageUpload:
        """Permits to upload an image."""
        if self._signer is None:
            raise Refused(
                "This platform keeps no images. Ask its operator to set BANYAN_IMAGE_STORE.",
                reason="IMAGES_OFF",
            )
        field = enum_name(pb.ImageField.DESCRIPTOR, request.field).lower()
        place = f"{request.resource}.{field}"
        if place not in (self._updates if request.HasField("resource_id") else self._creates):
            raise InvalidArgument.of("field", "is not an image of this object", "NO_IMAGE_FIELD")
        if request.HasField("resource_id"):
            await self._require(self._updates[place], request, work)
        upload = secrets.token_hex(_UPLOAD_BYTES)
        await note_upload(upload, work)
        until = work.now + UPLOAD_LIFETIME
        permission = Permission(
            upload=upload,
            principal=work.caller.principal_id,
            resource=request.resource,
            resource_id=request.resource_id,
            field=field,
        )
        return pb.ImageUpload(
            token=self._signer.permit(permission, until),
            expire_time=timestamp(until),
            max_bytes=MOST_BYTES,
        )

    async def _require(self, update: str, request: pb.CreateImageUploadRequest, work: Work) -> None:
        """Refuses callers who may not update the resource.

        Raises:
            PermissionDenied: They may not, or it does not exist.
        """
        asked = permissions_pb2.BatchGetPermissionsRequest(
            resource=request.resource, ids=[request.resource_id]
        )
        found = await self._permissions.BatchGetPermissions(asked, work)
        if not any(update in each.methods for each in found.permissions):
            raise PermissionDenied


class Receipts:
    """Takes the receipts in requests, and puts what was uploaded in their place.

    Args:
        signer: Reads receipts; None if this platform keeps no images.
        clock: The clock.
    """

    def __init__(self, signer: UploadSigner | None, clock: Clock) -> None:
        self._signer = signer
        self._clock = clock

    def take(self, request: Any, caller: Caller) -> list[Violation]:
        """Takes the receipts in a request, and drops what callers do not say of images.

        Returns:
            A violation for each receipt that does not hold: it has expired, or it is of another caller, another
            resource or another field.
        """
        found = list[Violation]()
        for part, name in image_places(request.DESCRIPTOR):
            owner = getattr(request, part)
            if not owner.HasField(name):
                continue
            image = getattr(owner, name)
            token = image.receipt
            for each in (*OUTPUTS, "receipt"):
                image.ClearField(each)
            bound = Permission(
                upload="",
                principal=caller.principal_id,
                resource=owner.DESCRIPTOR.full_name,
                resource_id=_target_id(request, owner),
                field=name,
            )
            if token and not self._fill(image, token, bound):
                found.append(
                    Violation(
                        f"{part}.{name}.receipt",
                        "is not the receipt of an upload that you made for this, or it is too old. "
                        "Upload the image again",
                        "RECEIPT_NOT_VALID",
                    )
                )
        return found

    def _fill(self, image: Any, token: str, bound: Permission) -> bool:
        """Returns whether a token is the receipt of an upload with these bounds, and says then what it is of."""
        receipt = self._signer.receipt(token, self._clock.now()) if self._signer else None
        if receipt is None or any(
            getattr(receipt, each) != getattr(bound, each)
            for each in ("principal", "resource", "resource_id", "field")
        ):
            return False
        for each in OUTPUTS:
            setattr(image, each, getattr(receipt, each))
        return True


def _target_id(request: Any, resource: Message) -> str:
    """Returns the ID of the resource that a request updates; empty if it creates one."""
    for field in request.DESCRIPTOR.fields:
        if referenced(field) == resource.DESCRIPTOR.full_name and not field.is_repeated:
            return str(getattr(request, field.name))
    return ""
