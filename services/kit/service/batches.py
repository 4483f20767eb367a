"""Batches: several requests of one method in one call, each a unit of work of its own (AIP-231, AIP-234).

A batch needs no handler. The contract declares it, with a list of the `requests` of another method, and the pipeline
sends each through the steps of that method. A refusal concerns one request, and the others go on. A fault, such as a
database that is away, ends the call: what was done stays done, and whoever repeats the call with the same
`request_id` gets the first answers for it, and the rest is done then.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid5

from banyan.batches.v1 import batches_pb2
from google.protobuf.message import Message

from services.kit.calls.status import to_status
from services.kit.contract.fields import fields_of
from services.kit.contract.rpc import Method
from services.kit.errors import DomainError

FAILURES = "failed_requests"


async def answer_each(
    method: Method, batch: Any, answer: Callable[[Method, Any], Awaitable[Message]]
) -> Message:
    """Answers a batch: its requests in their order, one after another.

    Args:
        method: The method of the batch.
        batch: Its request.
        answer: Answers a request of the method that the batch is of.

    Raises:
        DomainError: A fault. The requests before it are done.
    """
    assert method.each is not None  # noqa: S101 # for the type checker
    response: Any = method.response_type()
    answers = getattr(response, answers_of(method))
    for index, request in enumerate(batch.requests):
        if batch.HasField("request_id") and not request.HasField("request_id"):
            request.request_id = _id_within(batch.request_id, request)
        try:
            answers.append(await answer(method.each, request))
        except DomainError as error:
            if not error.is_actionable:
                raise
            getattr(response, FAILURES).append(failed(index, error))
    return response  # type: ignore[no-any-return] # any message is one


def failed(index: int, error: DomainError) -> batches_pb2.FailedRequest:
    """Returns what a batch says of the request at a position, from 0, that was refused."""
    failure = batches_pb2.FailedRequest(index=index)
    failure.status.Pack(to_status(error))
    return failure


def answers_of(method: Method) -> str:
    """Returns the name of the field with the answers of a batch.

    Raises:
        TypeError: Its response has none, or no place for refusals.
    """
    assert method.each is not None  # noqa: S101 # for the type checker
    wanted: Any = method.each.response_type.DESCRIPTOR
    fields = fields_of(method.response_type)
    names = [field.name for field in fields if field.is_repeated and field.message_type is wanted]
    if len(names) != 1 or FAILURES not in [field.name for field in fields]:
        raise TypeError(f"{method.path} does not answer like a batch of {method.each.name}")
    return names[0]


def refuse_unlike(method: Method) -> None:
    """Refuses a batch to which others have access than to the method that it is of.

    Raises:
        RuntimeError: They differ, or the two belong to different services.
        TypeError: Its response is not that of a batch.
    """
    assert method.each is not None  # noqa: S101 # for the type checker
    if method.access != method.each.access:
        raise RuntimeError(f"{method.path} declares another access than {method.each.path}")
    if method.path.rpartition("/")[0] != method.each.path.rpartition("/")[0]:
        raise RuntimeError(f"{method.path} is a batch of a method of another service")
    answers_of(method)


def _id_within(batch_id: str, request: Message) -> str:
    """Returns the ID of a request without one: the same for the same request in a batch with the same ID."""
    return str(uuid5(UUID(batch_id), request.SerializeToString(deterministic=True).hex()))
