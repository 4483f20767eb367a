"""DryRunService: what a change would do, and to whom.

A dry run is the unit of work of the method itself, rolled back before its commit, so it cannot differ from what then
happens. What it would have announced says what changes: every change of a resource is announced. Confidential resources
never are, so their changed rows are counted, and none is listed. Jobs that go on after a commit say beforehand how much
they will do (`Work.foresee`).

The requests of a batch are tried one after another in one transaction. In truth each has its own, and those of others
may come between.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from banyan.dryruns.v1 import dry_run_pb2 as pb

from services.kit.contract.fields import without
from services.kit.contract.rpc import Method
from services.kit.contract.validation import parse
from services.kit.errors import DomainError, InvalidArgument
from services.kit.service.batches import failed
from services.kit.service.steps import Preparation, Servicer, all_methods
from services.kit.work.reading import Resources
from services.kit.work.work import Work

MOST_LISTED = 100  # of each kind


class DryRunServicer:
    """Answers what changes would do.

    Args:
        servicers: The other servicers of the service.
    """

    service = pb.DESCRIPTOR.services_by_name["DryRunService"]

    def __init__(self, servicers: Sequence[Servicer]) -> None:
        self._methods: dict[str, Method] = {
            method.request_type.DESCRIPTOR.full_name: method
            for method in all_methods(servicers)
            if method.dry_run
        }

    async def prepare_DryRun(
        self, request: pb.DryRunRequest, preparation: Preparation
    ) -> Sequence[Work | DomainError]:
        """Does what the method would do, and undoes it."""
        method = self._methods.get(request.request.TypeName())
        if method is None:
            raise InvalidArgument.of(
                "request", "is of a method that has no dry run in this service", "NO_DRY_RUN"
            )
        message: Any = parse(method.request_type, request.request.value)
        if method.each is None:
            return [await preparation.dry_run(method, without(message, ["request_id"]))]
        for each in message.requests:
            each.ClearField("request_id")
        return await preparation.dry_run_each(method, without(message, ["request_id"]))

    async def DryRun(self, request: pb.DryRunRequest, work: Work) -> pb.DryRunResponse:
        """Says what would change."""
        del request
        outcomes: Sequence[Work | DomainError] = work.prepared
        undone = [each for each in outcomes if not isinstance(each, DomainError)]
        changed, counts = _changed(undone)
        response = pb.DryRunResponse(
            failed_requests=[
                failed(index, each)
                for index, each in enumerate(outcomes)
                if isinstance(each, DomainError)
            ],
            unchanged_requests=[
                index
                for index, each in enumerate(outcomes)
                if not isinstance(each, DomainError) and not each.has_effect
            ],
        )
        for name, count in counts.items():
            response.counts.add(resource=name, count=count)
        for name, ids in changed.items():
            for id_ in await _visible(name, list(ids)[:MOST_LISTED], work):
                response.resources.add(resource=name, id=str(id_))
        return response


def _changed(undone: Sequence[Work]) -> tuple[dict[str, dict[UUID, None]], Counter[str]]:
    """Returns which resources changed, by kind, and how many of each kind, those included that are not told of."""
    changed: dict[str, dict[UUID, None]] = {}
    for notice in (notice for work in undone for notice in work.closing.notices):
        changed.setdefault(notice.resource, {})[notice.id] = None
    counts = Counter({name: len(ids) for name, ids in changed.items()})
    for work in undone:
        counts.update(work.foreseen)
    owners = (each for work in undone for each in work.changes.owners)
    counts.update(name for name, _ in {(each.confidential, each.resource_id) for each in owners})
    del counts[""]
    return changed, counts


async def _visible(name: str, ids: Sequence[UUID], work: Work) -> Sequence[UUID]:
    """Returns those of some resources that the caller may see; none of a kind that nobody can get."""
    resources = Resources.declared.get(name)
    return () if resources is None else await resources.visible(ids, work)
