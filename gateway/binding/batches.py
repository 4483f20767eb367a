"""Mutations that do the same to several resources, made of the batch methods of the contract.

    check_in = mutation(attendance_pb2.BatchCheckInRequest)

The input is that of the method that the batch is of, with a list of IDs in the place of one. Each ID has an outcome of
its own: the payload has the resources in the order of the IDs, with null and errors in the place of what was refused.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from types import GenericAlias
from typing import Any

from google.rpc import status_pb2

from gateway.backend.context import Context
from gateway.binding import dry_runs
from gateway.binding.errors import USER_FACING, UserError, user_errors
from gateway.binding.fields import field, one_by_one
from gateway.binding.messages import object_type, shown
from gateway.binding.parameters import Argument, Parameter, fill, given, input_class, parameter
from gateway.binding.prices import CALL, MUTATION, Price
from gateway.contract import reading as contract
from gateway.contract.reasons import reasons_listed
from services.kit.calls.status import from_status
from services.kit.contract.fields import longest_lists, referenced
from services.kit.contract.rpc import Method
from services.kit.errors import DomainError, InvalidArgument, Violation

_PLACE = re.compile(r"requests(?:\[(\d+)\])?\.?(.*)")


def batch_mutation(batch: Method, each: Method) -> Any:
    """Makes the mutation of a batch method.

    Args:
        batch: The batch method.
        each: The method that it is of.
    """
    name = contract.mutation_name(each.request_type)
    title = name[0].upper() + name[1:]
    most = longest_lists(batch.request_type.DESCRIPTOR)["requests"]
    ids, *shared = _parameters(each, most)
    resources = contract.items_of(batch.request_type)
    takes = f"The input of `{name}`."
    taken: list[Argument] = [ids, *shared, *([dry_runs.ARGUMENT] if batch.dry_run else ())]
    input_type = input_class(f"{title}Input", batch.path, takes, taken)
    shown_type = shown(resources.message.DESCRIPTOR.full_name) | None
    fields = {
        resources.field: (
            GenericAlias(list, shown_type),
            f"The resources after the mutation, in the order of `{_camel(ids)}`; null in the place of each that "
            "was refused. Empty if the mutation was refused as a whole"
            + (", or `dryRun` was set." if batch.dry_run else "."),
        ),
        "errors": (
            list[UserError],
            "Why IDs, or the whole mutation, were refused; empty if everything succeeded. The `field` of an error "
            f'that concerns one ID says which: `["input", "{_camel(ids)}", "3"]` is the fourth.',
        ),
    }
    if batch.dry_run:
        fields["dry_run"] = dry_runs.RESULT
    payload_type = object_type(f"{title}Payload", batch.path, f"The payload of `{name}`.", **fields)

    async def resolve(root: object, context: Context, **arguments: Any) -> object:
        values = given(arguments["input"])
        only_asks = values.pop(dry_runs.ARGUMENT.name, None) if batch.dry_run else None
        outcome: dict[str, Any] = dict.fromkeys(fields)
        try:
            request = _filled(batch, each, [ids, *shared], values)
            count = len(request.requests)
            answer: Any = (
                await dry_runs.ask(batch, request, context)
                if only_asks
                else await context.change(request, batch.response_type, calls=count)
            )
        except USER_FACING as error:
            context.refused = context.refused or error.code
            found = _errors_of_all(error, ids, shared)
            return payload_type(**outcome | {"errors": found, resources.field: []})
        refused = {failed.index: _unpacked(failed) for failed in answer.failed_requests}
        errors = [
            found
            for index, refusal in refused.items()
            for found in _errors_of_one(refusal, index, ids, shared)
        ]
        if len(refused) == count:
            context.refused = context.refused or refused[0].code
        outcome["errors"], outcome[resources.field] = errors, []
        if only_asks:
            outcome["dry_run"] = dry_runs.shown(answer)
        else:
            done = iter(getattr(answer, resources.field))
            outcome[resources.field] = [
                None if index in refused else next(done) for index in range(count)
            ]
        return payload_type(**outcome)

    return field(
        one_by_one(resolve),
        returns=payload_type | None,
        description=f"{contract.rpc_description(each.request_type)}\n\nDoes it for up to {most} IDs, one after "
        "another, each in a transaction of its own: some can succeed while others are refused."
        + reasons_listed(batch.path),
        arguments=[Argument(name="input", annotation=input_type, description=takes)],
        price=Price(
            once=MUTATION,
            each=CALL + 1,
            counted_by=(f"input.{_camel(ids)}",),
            items=most,
            most=most,
            is_page=True,
        ),
    )


def _parameters(each: Method, most: int) -> list[Parameter]:
    """Returns what the input has: first the IDs, then what is the same for all.

    Raises:
        TypeError: The method does not say by a first field which resource it changes.
    """
    key, *others = contract.fields_of(each.request_type).values()
    if referenced(key) is None:
        raise TypeError(f"a batch of {each.path} has no IDs")
    one = parameter(key)
    several = replace(
        one,
        name=f"{key.name}s",
        annotation=GenericAlias(list, one.annotation),
        description=f"{one.description} One or more, {most} at most.",
    )
    return [several, *(parameter(other) for other in others)]


def _camel(ids: Parameter) -> str:
    head, *rest = ids.name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _filled(
    batch: Method, each: Method, parameters: Sequence[Parameter], values: dict[str, Any]
) -> Any:
    """Returns the request of a batch with a request for each ID.

    Raises:
        InvalidArgument: Values that the contract cannot represent.
    """
    ids, shared = parameters[0], {**values}
    request: Any = batch.request_type()
    if (request_id := shared.pop(contract.REQUEST_ID, None)) is not None:
        request.request_id = str(request_id)
    wrong: list[Violation] = []
    for index, id_ in enumerate(shared.pop(ids.name)):
        try:
            one = fill(each.request_type, parameters, shared | {ids.name: id_})
        except InvalidArgument as error:
            wrong += [replace(v, field=f"requests[{index}].{v.field}") for v in error.violations]
        else:
            request.requests.append(one)
    if wrong:
        raise InvalidArgument(
            "The input is not valid. Check its types and try again.", violations=wrong
        )
    return request


def _unpacked(failed: Any) -> DomainError:
    status = status_pb2.Status()
    failed.status.Unpack(status)
    return from_status(status)


def _errors_of_one(
    error: DomainError, index: int, ids: Parameter, shared: Sequence[Parameter]
) -> list[UserError]:
    """Returns the errors for one ID. Each points to it."""
    found = user_errors(error, [ids, *shared])
    for each in found:
        each.field = ["input", _camel(ids), str(index)]
    return found


def _errors_of_all(
    error: DomainError, ids: Parameter, shared: Sequence[Parameter]
) -> list[UserError]:
    """Returns the errors for the whole mutation. What all requests have in common is told once."""
    places: dict[tuple[str, str, str], Violation] = {}
    for violation in error.violations:
        index, name = _place(violation.field, ids)
        place = (name, index if name == ids.field.name else "", violation.reason)
        places.setdefault(place, replace(violation, field=name))
    known = type(error)(
        error.message,
        reason=error.reason,
        violations=list(places.values()),
        retry_seconds=error.retry_seconds,
    )
    found = user_errors(known, [ids, *shared])
    for each, (_, index, _) in zip(found, places, strict=False):
        if index and each.field is not None:
            each.field = [*each.field, index]
    return found


def _place(path: str, ids: Parameter) -> tuple[str, str]:
    """Returns the index of the request and the field in it: the IDs, if it concerns the list."""
    found = _PLACE.fullmatch(path)
    if found is None:
        return "", path
    return found[1] or "", found[2] or ids.field.name
