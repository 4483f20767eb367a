"""The fields of the schema that ask a service: one line each where they are declared."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any

import strawberry
from google.protobuf.message import Message

from gateway import contract
from gateway.context import Context, Info
from gateway.errors import coded
from gateway.messages import DESCRIBED_BY, named, type_named
from gateway.parameters import Argument, Parameter, fill, parameter
from services.kit.errors import DomainError


def field(
    resolve: Callable[..., Awaitable[Any]],
    *,
    returns: Any,
    description: str | None = None,
    arguments: Sequence[Argument] = (),
    described_by: str = "",
) -> Any:
    """Makes a field of a GraphQL type.

    Args:
        resolve: Takes the object, the context and, by name, what the caller gave. Its domain errors
            become errors of GraphQL.
        returns: The type of the field.
        description: The description; without it, the comment of a field of the message.
        arguments: The arguments of the field.
        described_by: The field of the message to take the description from, if not its namesake.
    """
    parameters = [each for each in arguments if isinstance(each, Parameter)]

    async def resolver(root: Any, info: Info, **given: Any) -> Any:
        try:
            return await resolve(root, info.context, **given)
        except DomainError as error:
            raise coded(error, parameters) from error

    with_signature(resolver, arguments)
    metadata = {DESCRIBED_BY: described_by} if described_by else None
    return strawberry.field(
        resolver=resolver, graphql_type=returns, description=description, metadata=metadata
    )


def with_signature(resolver: Callable[..., Any], arguments: Sequence[Argument]) -> None:
    """Gives a resolver that takes `**given` the signature from which Strawberry makes arguments."""
    positional = inspect.Parameter.POSITIONAL_OR_KEYWORD
    keywords = [
        inspect.Parameter(
            each.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=each.default,
            annotation=Annotated[
                each.annotation, strawberry.argument(description=each.description)
            ],
        )
        for each in arguments
    ]
    root = inspect.Parameter("root", positional, annotation=Any)
    info = inspect.Parameter("info", positional, annotation=Info)
    signature = inspect.Signature([root, info, *keywords])
    resolver.__signature__ = signature  # type: ignore[attr-defined] # inspect looks for it


def get(request_type: type[Message]) -> Any:
    """Makes a query for a single resource, by the Get method that takes such requests.

    What it is got by is `id` where that is an id, and has the name that it has in the contract else.
    """
    method = contract.method_of(request_type)
    [key] = contract.fields_of(request_type).values()
    name = "id" if contract.referenced(key.name) else key.name
    parameters = [parameter(key, name=name)]

    async def resolve(root: object, context: Context, **given: Any) -> Message:
        return await context.call(fill(request_type, parameters, given), method.response_type)

    return field(
        resolve,
        returns=named(method.response_type.DESCRIPTOR.name) | None,
        description=contract.rpc_description(request_type),
        arguments=parameters,
    )


def reference(key: str, to: str | None = None, description: str | None = None) -> Any:
    """Makes a field that shows the resource to which a field of the message refers.

    It is null where the resource does not exist or the viewer may not see it.

    Args:
        key: The field of the message that holds the id, such as "person_id".
        to: The GraphQL type of the resource, where the key does not say it.
        description: The description; without it, the comment of the key.
    """
    name = to or contract.referenced(key) or ""

    async def resolve(root: Any, context: Context) -> Message | None:
        return await context.loaders.load(type_named(name).message, getattr(root, key))

    return field(resolve, returns=named(name) | None, description=description, described_by=key)


def references(key: str, to: str) -> Any:
    """Makes a field that shows the resources to which a repeated field of the message refers.

    Those that do not exist or that the viewer may not see are left out.
    """

    async def resolve(root: Any, context: Context) -> list[Message]:
        found = await context.loaders.load_many(type_named(to).message, getattr(root, key))
        return [message for message in found if message is not None]

    return field(resolve, returns=list[named(to)] | None, described_by=key)  # type: ignore[misc]
