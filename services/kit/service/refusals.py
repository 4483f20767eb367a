"""Refuses to start a service with a part that does not fit the contract, mostly a misspelling."""

from collections.abc import Iterable, Sequence

from services.kit.bus.consumers import Consumer
from services.kit.contract.notices import announced_as
from services.kit.contract.rpc import methods_of
from services.kit.service.batches import refuse_unlike
from services.kit.service.steps import (
    COMPLETE,
    LINE,
    LOCKS,
    PREPARE,
    TURN,
    Servicer,
    Steps,
    all_methods,
)
from services.kit.work.access import KIT_RELATIONS, Relations, refuse_undeclared


def refuse_misfits(
    servicers: Sequence[Servicer], relations: Relations, consumers: Iterable[Consumer]
) -> None:
    """Refuses a service whose parts do not fit the contract.

    Raises:
        RuntimeError: A method lacks its handler or its access option, or a handler its method; a relation
            is unknown or unused; a batch differs from the method that it is of, or has a dry run although each of its
            requests prepares; or a consumer waits for notices that nobody publishes.
    """
    for servicer in servicers:
        _refuse_stray_handlers(servicer)
    methods = all_methods(servicers)
    refuse_undeclared(methods, relations)
    for method in methods:
        if method.each is not None:
            refuse_unlike(method)
    for servicer in servicers:
        _refuse_prepared_dry_runs(servicer)
    declared = {method.access.relation for method in methods}
    for relation in relations:
        if relation not in declared and relation not in KIT_RELATIONS:
            raise RuntimeError(
                f"No method declares the relation {relation}. Remove it, or name it in the contract."
            )
    for consumer in consumers:
        _refuse_unknown_notice(consumer)


def _refuse_stray_handlers(servicer: Servicer) -> None:
    """Refuses a servicer with a method too few or too many."""
    service = servicer.service.full_name
    # The pipeline handles batches.
    rpcs = {method.name for method in methods_of(servicer.service) if method.each is None}
    methods = {name for name in dir(servicer) if callable(getattr(servicer, name))}
    for rpc in sorted(rpcs - methods):
        raise RuntimeError(f"{type(servicer).__name__} has no handler for {service}/{rpc}.")
    for name in sorted(methods):
        rpc = name
        for step in (LINE, PREPARE, TURN, LOCKS, COMPLETE):
            rpc = rpc.removeprefix(step)
        if rpc not in rpcs and (rpc != name or name[0].isupper()):
            raise RuntimeError(
                f"{type(servicer).__name__}.{name} belongs to no RPC: {service} has no {rpc}."
            )


def _refuse_prepared_dry_runs(servicer: Servicer) -> None:
    """Refuses a batch with a dry run whose requests call other services, or wait in line, before their transaction.

    Its requests share one transaction, which would stay open meanwhile.
    """
    for method in methods_of(servicer.service):
        if method.each is None or not method.dry_run:
            continue
        steps = Steps.of(servicer, method.each)
        if steps.prepares or steps.locks:
            raise RuntimeError(f"{method.path} has a dry run, but {method.each.name} prepares.")


def _refuse_unknown_notice(consumer: Consumer) -> None:
    message = consumer.message.DESCRIPTOR
    try:
        service, resource = announced_as(message)
    except TypeError as error:
        raise RuntimeError(f"The consumer {consumer.name} waits in vain. {error}") from error
    if (consumer.stream, consumer.resource) != (service, resource):
        raise RuntimeError(
            f"The consumer {consumer.name} waits for {consumer.stream}.{consumer.resource}, but "
            f"{message.full_name} is announced as {service}.{resource}."
        )
