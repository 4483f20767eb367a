"""Images: the address of each, and the mutation that permits to upload one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import strawberry
from banyan.images.v1 import image_pb2 as pb
from strawberry import UNSET

from gateway.backend.context import Context
from gateway.binding.errors import USER_FACING, UserError, user_errors
from gateway.binding.fields import field, one_by_one
from gateway.binding.messages import object_type, shown, type_named
from gateway.binding.parameters import Argument, Parameter, fill, given, input_class, parameter
from gateway.binding.prices import MUTATION, Price
from gateway.contract import reading as contract
from gateway.contract.reasons import reasons_listed
from gateway.contract.scalars import URL
from services.kit.contract.global_ids import GlobalId
from services.kit.contract.images import address
from services.kit.errors import InvalidArgument, PermissionDenied

UPLOADS = "uploads"
_URL: Any = URL
_WIDTH = Argument(
    name="width",
    annotation=int | None,
    description="The width in pixels at which the image is shown, times the `devicePixelRatio`. The file is the "
    "smallest that is as wide: 160, 320, 640, 1280, or the width of the image. If left out, it is the widest.",
    default=UNSET,
)


def image_url() -> Any:
    """Makes the field with the address of an image."""

    async def together(roots: Sequence[Any], context: Context, **given: Any) -> Sequence[Any]:
        width = given.get("width")
        return [address(context.image_url, root, width) for root in roots]

    return field(
        together,
        returns=_URL,
        description="The address of the image, a WebP file. Anybody who has the address can see it. The file never changes.",
        arguments=[_WIDTH],
    )


def upload_url() -> Any:
    """Makes the field with the address to which a file is sent."""

    async def together(roots: Sequence[Any], context: Context, **given: Any) -> Sequence[Any]:
        del given
        return [f"{context.image_url}/{UPLOADS}/{root.token}" for root in roots]

    return field(
        together,
        returns=_URL,
        description="Where to send the file, by `PUT` and without a token: JPEG, PNG or WebP. The answer is JSON with "
        "a `receipt`. Give it to the update of the object.",
    )


def image_upload() -> Any:
    """Makes the mutation that permits to upload an image for a field of an object of any type."""
    method = contract.method_of(pb.CreateImageUploadRequest)
    fields = contract.fields_of(pb.CreateImageUploadRequest)
    parameters = [
        replace(
            parameter(fields["resource_id"], name="id", annotation=strawberry.ID | None),
            description="The object that the image is for. Give `id` or `type`.",
        ),
        replace(
            parameter(fields["resource"], required=False, name="type"),
            description='The type of the object, such as "Event", if it does not exist yet. The mutation that creates it '
            "takes the receipt.",
        ),
        parameter(fields["field"]),
        parameter(fields["request_id"]),
    ]
    takes = "The input of `createImageUpload`."
    input_type = input_class(f"{method.name}Input", method.path, takes, parameters)
    payload_type = object_type(
        f"{method.name}Payload",
        method.path,
        "The payload of `createImageUpload`.",
        image_upload=(
            shown(pb.ImageUpload.DESCRIPTOR.full_name) | None,
            "The permission; null if there are errors.",
        ),
        errors=(list[UserError], "Why the mutation was refused; empty if it succeeded."),
    )

    async def resolve(root: object, context: Context, **arguments: Any) -> object:
        made: Any = payload_type
        try:
            request = _request(parameters, given(arguments["input"]))
            service = request.resource.split(".")[1]
            upload = await context.change(request, pb.ImageUpload, service=service)
            return made(image_upload=upload, errors=[])
        except USER_FACING as error:
            context.refused = context.refused or error.code
            return made(image_upload=None, errors=user_errors(error, parameters))

    return field(
        one_by_one(resolve),
        returns=payload_type | None,
        description=contract.rpc_description(pb.CreateImageUploadRequest)
        + reasons_listed(method.path),
        arguments=[Argument(name="input", annotation=input_type, description=takes)],
        price=Price(once=MUTATION, each=1),
    )


def _request(
    parameters: Sequence[Parameter], values: dict[str, Any]
) -> pb.CreateImageUploadRequest:
    """Returns the request for the object that an ID names, or for one of a type that does not exist yet.

    Raises:
        InvalidArgument: Neither is given, or both are, or there is no such type.
        PermissionDenied: The ID names no object.
    """
    id_, name = values.pop("id", None), values.pop("type", None)
    if (id_ is None) == (name is None):
        raise InvalidArgument.of(
            "resource_id",
            "must be given: {names}, one of them",
            "ONE_OF",
            params={"names": "id or type"},
        )
    found = GlobalId.parse(id_) if id_ is not None else None
    try:
        shown_type = type_named(found.type_name if found else name or "")
        resource = shown_type.message.DESCRIPTOR.full_name
    except LookupError:
        if id_ is not None:
            raise PermissionDenied from None
        raise InvalidArgument.of(
            "resource", "is not a type of objects with images", "NO_IMAGE_FIELD"
        ) from None
    values |= {"type": resource} | ({"id": found.id} if found else {})
    return fill(pb.CreateImageUploadRequest, parameters, values)
