"""GroupSupportService: what organizations give to the groups that they cultivate."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from banyan.organizations.v1 import enrolment_pb2, programme_pb2, support_kind_pb2
from banyan.organizations.v1 import group_support_pb2 as pb

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name, stored_value
from services.kit.errors import Refused, Violation
from services.kit.work.mapping import create, to_proto
from services.kit.work.work import Work
from services.organizations.enrolments.models import Enrolment
from services.organizations.enrolments.queries import lock_cultivated
from services.organizations.group_supports.fitting import broken_support
from services.organizations.group_supports.models import GroupSupport, GroupSupportKind
from services.organizations.group_supports.placing import broken_places, complete
from services.organizations.group_supports.queries import (
    COSTS,
    GIVEN,
    LATEST_FIRST,
    SUPPORTS,
    asked_at_stage,
    lock_given,
    refuse_too_many,
)
from services.organizations.memberships.rights import lock_to_change
from services.organizations.programmes.models import Programme
from services.organizations.signs.marking import mark_changed


class GroupSupportServicer:
    """Manages support. Locks come in this order: organization, enrolment, support."""

    service = pb.DESCRIPTOR.services_by_name["GroupSupportService"]

    async def RequestStageSupport(
        self, request: pb.RequestStageSupportRequest, work: Work
    ) -> enrolment_pb2.Enrolment:
        """Asks for everything that the stage of a group offers."""
        known = await work.get(Enrolment, request.enrolment_id)
        await lock_to_change("request_support", known.organization_id, work, subject=known)
        enrolment = await work.lock(Enrolment, known.id)
        enrolment.refuse_unless_enrolled()
        programme = await work.get(Programme, enrolment.programme_id)
        stages = {each.key: each for each in programme.stage_messages}
        asked = await asked_at_stage(enrolment.id, enrolment.stage_key, work)
        rows = [
            row
            for row in (_of_offer(enrolment, each) for each in stages[enrolment.stage_key].offers)
            if (row.kind, row.description) not in asked
        ]
        if not rows:
            raise Refused(
                "This stage offers nothing that the group has not asked for or got. Ask those who cultivate it.",
                reason="NOTHING_OFFERED",
            )
        await refuse_too_many(enrolment.id, len(rows), work)
        work.session.add_all(rows)
        work.follows(*rows, because="who leads a group asks for support")
        await work.announce_all(rows, "requested")
        return to_proto(enrolment, enrolment_pb2.Enrolment)

    async def PromiseSupport(
        self, request: pb.PromiseSupportRequest, work: Work
    ) -> pb.GroupSupport:
        """Promises support to a group."""
        enrolment = await lock_cultivated(request.enrolment_id, work)
        enrolment.refuse_unless_at_a_stage()
        refuse_violations(list(await self.rules_PromiseSupport(request, work)))
        await refuse_too_many(enrolment.id, 1, work)
        support: GroupSupport = create(
            GroupSupport,
            request.group_support,
            "group_support",
            enrolment_id=enrolment.id,
            organization_id=enrolment.organization_id,
            cultivator_id=enrolment.cultivator_id,
            stage_key=enrolment.stage_key,
        )
        support.promise(at=work.now)
        work.follows(support, because="who cultivates a group supports it")
        await work.add(support)
        await work.announce(support, "promised")
        return to_proto(support, pb.GroupSupport)

    async def rules_PromiseSupport(
        self, request: pb.PromiseSupportRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is missing, and what does not belong to support of this kind."""
        enrolment = await work.get(Enrolment, request.enrolment_id)
        await work.require("cultivate_enrolment", enrolment)
        asked = request.group_support
        places = await broken_places(asked, enrolment, work, path="group_support.")
        return chain(broken_support(asked, "group_support"), places)

    async def GetGroupSupport(
        self, request: pb.GetGroupSupportRequest, work: Work
    ) -> pb.GroupSupport:
        """Gets support."""
        return await SUPPORTS.get(request.group_support_id, work)

    async def BatchGetGroupSupports(
        self, request: pb.BatchGetGroupSupportsRequest, work: Work
    ) -> pb.BatchGetGroupSupportsResponse:
        """Gets several kinds of support."""
        found = await SUPPORTS.get_all(request.ids, work)
        return pb.BatchGetGroupSupportsResponse(group_supports=found)

    async def ListGroupSupports(
        self, request: pb.ListGroupSupportsRequest, work: Work
    ) -> pb.ListGroupSupportsResponse:
        """Lists the support in an enrolment, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListGroupSupportsResponse)

    async def ListGivenGroupSupports(
        self, request: pb.ListGivenGroupSupportsRequest, work: Work
    ) -> pb.ListGivenGroupSupportsResponse:
        """Lists the support that an organization gives, what is due first first."""
        return (await GIVEN.page(request, work)).answer(pb.ListGivenGroupSupportsResponse)

    async def GrantSupport(self, request: pb.GrantSupportRequest, work: Work) -> pb.GroupSupport:
        """Promises what a group has asked for."""
        support = await lock_given(request.group_support_id, work)
        await complete(support, request, work)
        fields: Any = request.DESCRIPTOR.fields_by_name
        support.grant(
            stored_value(fields["due_time"], request),
            stored_value(fields["settle_due_time"], request),
            at=work.now,
        )
        await work.announce(support, "promised")
        return to_proto(support, pb.GroupSupport)

    async def DeliverSupport(
        self, request: pb.DeliverSupportRequest, work: Work
    ) -> pb.GroupSupport:
        """Says that support was delivered."""
        support = await lock_given(request.group_support_id, work)
        await complete(support, request, work)
        support.deliver(at=work.now)
        await mark_changed(support.organization_id, [work.now.date()], work)
        await work.announce(support, "delivered")
        return to_proto(support, pb.GroupSupport)

    async def WithdrawSupport(
        self, request: pb.WithdrawSupportRequest, work: Work
    ) -> pb.GroupSupport:
        """Declines what was asked for, or takes a promise back."""
        support = await lock_given(request.group_support_id, work)
        support.withdraw(request.reason)
        await work.announce(support, "withdrawn")
        return to_proto(support, pb.GroupSupport)

    async def SettleSupport(self, request: pb.SettleSupportRequest, work: Work) -> pb.GroupSupport:
        """Says that money was accounted for, or equipment returned."""
        support = await lock_given(request.group_support_id, work)
        support.settle(at=work.now)
        await work.announce(support, "settled")
        return to_proto(support, pb.GroupSupport)

    async def CorrectSupport(
        self, request: pb.CorrectSupportRequest, work: Work
    ) -> pb.GroupSupport:
        """Takes back that support was settled, or delivered."""
        support = await lock_given(request.group_support_id, work)
        delivered = support.deliver_time
        support.correct(request.reason)
        if support.deliver_time is None and delivered is not None:
            await mark_changed(support.organization_id, [delivered.date()], work)
        await work.announce(support, "corrected")
        return to_proto(support, pb.GroupSupport)

    async def SummarizeSupport(
        self, request: pb.SummarizeSupportRequest, work: Work
    ) -> pb.SupportSummary:
        """Sums up what the support cost that an organization gives."""
        await work.require("view_cultivation", request.organization_id)
        rows = await work.fetch(COSTS, request)
        names = [field.name for field in pb.SupportCost.DESCRIPTOR.fields]
        costs = [
            pb.SupportCost(**dict(zip(names, (str(row[0]), *row[1:]), strict=True))) for row in rows
        ]
        return pb.SupportSummary(costs=costs)


def _of_offer(enrolment: Enrolment, offer: programme_pb2.ProgrammeOffer) -> GroupSupport:
    """Returns what a group asks for when it asks for an offer of its stage."""
    return GroupSupport(
        enrolment_id=enrolment.id,
        organization_id=enrolment.organization_id,
        cultivator_id=enrolment.cultivator_id,
        stage_key=enrolment.stage_key,
        kind=GroupSupportKind(enum_name(support_kind_pb2.GroupSupportKind.DESCRIPTOR, offer.kind)),
        description=offer.description,
        amount=offer.amount if offer.HasField("amount") else None,
        currency=offer.currency,
    )
