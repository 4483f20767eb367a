"""The fields of the schema that ask a service: one line each where they are declared."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Collection, Sequence
from operator import attrgetter
from types import GenericAlias
from typing import Annotated, Any

import strawberry
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from gateway.backend.context import Context, Info
from gateway.binding.errors import to_graphql_error
from gateway.binding.messages import DESCRIBED_BY, Deferred, output_type, shown, type_showing
from gateway.binding.parameters import (
    Argument,
    Parameter,
    fill,
    parameter,
)
from gateway.binding.prices import CALL, LISTED, PRICE, SEARCH, Price
from gateway.binding.resolver import getter
from gateway.contract import reading as contract
from services.kit.contract.fields import referenced
from services.kit.contract.global_ids import GlobalId
from services.kit.errors import DomainError

# Names, in the metadata of a field, what resolves it for all objects at one place of a document.
TOGETHER = "together"
# Names, in the metadata of a field, what it reads: fields of its object, and those of other messages.
READS = "reads"
# Names, in the metadata of a field, what resolves it at once, if no service is asked.
VALUES = "values"
# Takes the objects, the context and, by name, what the caller gave. Returns a value for each object, or
# the exception in its place; raises what is the same for all.
Together = Callable[..., Awaitable[Sequence[Any]]]


def one_by_one(resolve: Callable[..., Awaitable[Any]]) -> Together:
    """Makes what resolves a field for all objects from what resolves it for one."""

    async def together(roots: Sequence[Any], context: Context, **given: Any) -> Sequence[Any]:
        if len(roots) == 1:
            return [await resolve(roots[0], context, **given)]
        return await asyncio.gather(
            *(resolve(root, context, **given) for root in roots), return_exceptions=True
        )

    return together


def field(
    together: Together,
    *,
    returns: Any,
    description: str | None = None,
    arguments: Sequence[Argument] = (),
    described_by: str = "",
    price: Price = Price(),  # noqa: B008 # is frozen
    reads: Collection[str | FieldDescriptor] | None = None,
    values: Callable[..., Sequence[Any]] | None = None,
) -> Any:
    """Makes a field of a GraphQL type.

    Args:
        together: Resolves it for all objects at one place of a document. Domain errors become errors
            of GraphQL.
        returns: The type of the field.
        description: The description; without it, the comment of a field of the message.
        arguments: The arguments of the field.
        described_by: The field of the message to take the description from, if not its namesake.
        price: What it costs.
        reads: The fields that it reads of its object, by name, and of what it loads, besides those that are
            selected. Services are asked for everything if it does not say.
        values: The same as `together`, where nothing is waited for; see `derived`.
    """
    parameters = [each for each in arguments if isinstance(each, Parameter)]

    async def resolver(root: Any, info: Info, **given: Any) -> Any:
        try:
            [outcome] = await together([root], info.context, **given)
            if isinstance(outcome, Exception):
                raise outcome
        except DomainError as error:
            raise to_graphql_error(error, parameters) from error
        return outcome

    with_signature(resolver, arguments)
    metadata: dict[Any, Any] = {TOGETHER: together, PRICE: price, READS: reads, VALUES: values}
    if described_by:
        metadata[DESCRIBED_BY] = described_by
    return strawberry.field(
        resolver=resolver, graphql_type=returns, description=description, metadata=metadata
    )


def derived(values: Callable[..., Sequence[Any]], **options: Any) -> Any:
    """Makes a field that follows from the objects alone: no service is asked, and nothing waited for.

    Args:
        values: Takes the objects and, by name, what the caller gave. Returns the value for each object.
        options: As for `field`.
    """

    async def together(roots: Sequence[Any], context: Context, **given: Any) -> Sequence[Any]:
        del context
        return values(roots, **given)

    return field(together, values=values, **options)


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
    name = "id" if referenced(key) else key.name
    parameters = [parameter(key, name=name)]

    async def resolve(root: object, context: Context, **given: Any) -> Message:
        return await context.call(fill(request_type, parameters, given), method.response_type)

    return field(
        one_by_one(resolve),
        returns=shown(method.response_type.DESCRIPTOR.full_name) | None,
        description=contract.rpc_description(request_type),
        arguments=parameters,
        price=Price(once=CALL, each=1),
        reads=(),
    )


def answer(request_type: type[Message], *, description: str, **bound: str) -> Any:
    """Makes a field that shows the answer of a method about each object.

    Args:
        request_type: The request of the method. Its fields that are not bound become arguments.
        description: The description of the field.
        bound: For fields of the request the field of the object that supplies the value.
    """
    method = contract.method_of(request_type)
    parameters = [
        parameter(each)
        for name, each in contract.fields_of(request_type).items()
        if name not in bound
    ]

    async def resolve(root: Any, context: Context, **given: Any) -> Message:
        request = fill(request_type, parameters, given)
        for name, source in bound.items():
            setattr(request, name, getattr(root, source))
        return await context.call(request, method.response_type)

    return field(
        one_by_one(resolve),
        returns=shown(method.response_type.DESCRIPTOR.full_name) | None,
        description=description,
        arguments=parameters,
        price=Price(once=SEARCH),
        reads=tuple(bound.values()),
    )


def part(
    message: type[Message], name: str, *, key: str = "id", description: str | None = None
) -> Any:
    """Makes a field that shows one field of another message that is got by the same ID.

    Several of them ask for the message once, together for all objects at one place, and nobody asks for it if none is
    selected. It is null where the viewer may not see the message.

    Args:
        message: The message.
        name: The field of it.
        key: The field of the object that holds the ID.
        description: The description; without it, the comment of the field.
    """
    shown_field = contract.fields_of(message)[name]
    read, show = attrgetter(key), getter(message, name)

    async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
        found = await context.loaders.load_all(message, list(map(read, roots)))
        return [
            each if each is None or isinstance(each, Exception) else show(each) for each in found
        ]

    return field(
        together,
        returns=output_type(shown_field) | None,
        description=description or contract.description(shown_field),
        price=Price(each=1),
        reads=(key, shown_field),
    )


def reference(
    key: str,
    *,
    to: type[Message] | None = None,
    of: type[Message] | None = None,
    description: str | None = None,
) -> Any:
    """Makes a field that shows the resource to which a field of the message refers.

    It is null if the resource does not exist or the viewer may not see it.

    Args:
        key: The field of the message that holds the ID, such as "person_id".
        to: Another resource that is got by the same ID, instead of the one that the contract declares.
        of: The message; without it, the one that the class shows.
        description: The description; without it, the comment of the key.
    """

    def make(message: type[Message]) -> Any:
        target = to.DESCRIPTOR.full_name if to else _target(message, key)

        read = attrgetter(key)

        async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
            return await context.loaders.load_all(
                type_showing(target).message, list(map(read, roots))
            )

        return field(
            together,
            returns=shown(target) | None,
            description=description,
            described_by=key,
            price=Price(each=1),
            reads=(key,),
        )

    return make(of) if of else Deferred(make)


def global_id(key: str, of: str, description: str) -> Any:
    """Makes a field that shows the ID to which a field of the message refers, also of what the viewer may not see.

    Args:
        key: The field of the message that holds the ID.
        of: The type of what it refers to, such as "SignUp".
        description: The description.
    """
    read = attrgetter(key)
    return derived(
        lambda roots: [str(GlobalId(of, read(root))) for root in roots],
        returns=strawberry.ID,
        description=description,
        reads=(key,),
    )


def references(key: str) -> Any:
    """Makes a field that shows the resources to which a repeated field of the message refers.

    Resources that do not exist or that the viewer may not see are left out.
    """

    def make(message: type[Message]) -> Any:
        target = _target(message, key)

        async def together(roots: Sequence[Any], context: Context) -> Sequence[Any]:
            ids = [id_ for root in roots for id_ in getattr(root, key)]
            loaded = await context.loaders.load_all(type_showing(target).message, ids)
            found = dict(zip(ids, loaded, strict=True))
            return [_present([found[id_] for id_ in getattr(root, key)]) for root in roots]

        returns = GenericAlias(list, shown(target)) | None
        return field(
            together,
            returns=returns,
            described_by=key,
            price=Price(each=1, items=LISTED),
            reads=(key,),
        )

    return Deferred(make)


def _present(outcomes: Sequence[Message | Exception | None]) -> list[Message] | Exception:
    """Returns the messages among outcomes, or the first exception."""
    present: list[Message] = []
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            return outcome
        if outcome is not None:
            present.append(outcome)
    return present


def _target(message: type[Message], key: str) -> str:
    declaring = contract.fields_of(message)[key]
    target = referenced(declaring)
    if target is None:
        raise TypeError(f"{declaring.full_name} refers to no resource of the contract.")
    return target
