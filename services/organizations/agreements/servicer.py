"""AgreementService: what the members of an organization have agreed on, and who has accepted it."""

from uuid import UUID

from banyan.organizations.v1 import agreement_pb2 as pb

from services.kit.contract.values import timestamp
from services.kit.errors import PermissionDenied
from services.kit.process.ids import uuid7
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.work import Work
from services.organizations.agreements.models import Agreement
from services.organizations.agreements.queries import (
    ACCEPTED,
    AGREEMENTS,
    FIRST_COME_FIRST,
    OLDEST_FIRST,
    OWN_ACCEPTANCES,
    last_adopted,
    lock_to_add,
    lock_version,
    next_number,
    refuse_accepted,
)
from services.organizations.organizations.models import Organization
from services.organizations.signs.marking import mark_changed


class AgreementServicer:
    """Manages the versions of agreements.

    Each change holds the organization, as who joins does, so that nobody joins while what they must accept changes. Who
    accepts a version locks that alone: of an acceptance and the next version at once, one comes first.
    """

    service = pb.DESCRIPTOR.services_by_name["AgreementService"]

    async def CreateAgreement(self, request: pb.CreateAgreementRequest, work: Work) -> pb.Agreement:
        """Creates the first version of an agreement."""
        organization = await lock_to_add(request.agreement.organization_id, work)
        id_ = uuid7()
        agreement: Agreement = create(
            Agreement,
            request.agreement,
            "agreement",
            id=id_,
            first_version_id=id_,
            organization_id=organization.id,
        )
        await work.add(agreement)
        await work.announce(agreement, "created")
        return to_proto(agreement, pb.Agreement)

    async def GetAgreement(self, request: pb.GetAgreementRequest, work: Work) -> pb.Agreement:
        """Gets a version."""
        return await AGREEMENTS.get(request.agreement_id, work)

    async def BatchGetAgreements(
        self, request: pb.BatchGetAgreementsRequest, work: Work
    ) -> pb.BatchGetAgreementsResponse:
        """Gets several versions."""
        found = await AGREEMENTS.get_all(request.ids, work)
        return pb.BatchGetAgreementsResponse(agreements=found)

    async def ListAgreements(
        self, request: pb.ListAgreementsRequest, work: Work
    ) -> pb.ListAgreementsResponse:
        """Lists the versions of an organization, oldest first."""
        return (await OLDEST_FIRST.page(request, work)).answer(pb.ListAgreementsResponse)

    async def UpdateAgreement(self, request: pb.UpdateAgreementRequest, work: Work) -> pb.Agreement:
        """Updates the masked fields of a draft."""
        agreement = await lock_version(request.agreement_id, work)
        agreement.refuse_unless_draft()
        update(agreement, request.agreement, request.update_mask, "agreement")
        await work.announce(agreement, "updated")
        return to_proto(agreement, pb.Agreement)

    async def ReviseAgreement(self, request: pb.ReviseAgreementRequest, work: Work) -> pb.Agreement:
        """Creates the next version as a draft."""
        agreement = await work.get(Agreement, request.agreement_id)
        await lock_to_add(agreement.organization_id, work)
        agreement = await work.lock(Agreement, agreement.id)
        draft = agreement.revise(await next_number(agreement.first_version_id, work))
        await work.add(draft)
        await work.announce(draft, "created")
        return to_proto(draft, pb.Agreement)

    async def AdoptAgreement(self, request: pb.AdoptAgreementRequest, work: Work) -> pb.Agreement:
        """Adopts a draft in the place of the version before it."""
        agreement = await lock_version(request.agreement_id, work)
        (await work.get(Organization, agreement.organization_id)).refuse_if_closed()
        before = await last_adopted(agreement.first_version_id, work)
        agreement.adopt(before, at=work.now)
        if before is not None and before.end_time is None:
            before.give_way(at=work.now)
            await work.announce(before, "replaced")
        await mark_changed(agreement.organization_id, [work.now.date()], work)
        await work.announce(agreement, "adopted")
        return to_proto(agreement, pb.Agreement)

    async def RetireAgreement(self, request: pb.RetireAgreementRequest, work: Work) -> pb.Agreement:
        """Retires a version."""
        agreement = await lock_version(request.agreement_id, work)
        agreement.retire(at=work.now)
        await mark_changed(agreement.organization_id, [work.now.date()], work)
        await work.announce(agreement, "retired")
        return to_proto(agreement, pb.Agreement)

    async def AcceptAgreement(self, request: pb.AcceptAgreementRequest, work: Work) -> pb.Agreement:
        """Accepts a version for the calling person."""
        known = await work.get(Agreement, request.agreement_id)
        try:
            await work.require("accept_agreement", known)
        except PermissionDenied:
            await refuse_accepted(known, work)
            raise
        agreement = await work.lock(Agreement, known.id)
        await refuse_accepted(agreement, work)  # of two at once, the second finds the first
        work.session.add(agreement.accepted_by(work.person_id, at=work.now))
        await work.announce(agreement, "accepted")
        return to_proto(agreement, pb.Agreement)

    async def BatchGetAgreementAcceptances(
        self, request: pb.BatchGetAgreementAcceptancesRequest, work: Work
    ) -> pb.BatchGetAgreementAcceptancesResponse:
        """Gets the acceptance of several versions by the caller."""
        answer = pb.BatchGetAgreementAcceptancesResponse()
        if work.caller.person_id is None:
            return answer
        ids = list(dict.fromkeys(map(UUID, request.ids)))
        since = {row[0]: row[1] for row in await work.fetch(OWN_ACCEPTANCES, ids=ids)}
        for id_ in filter(since.__contains__, ids):
            answer.agreement_acceptances.add(
                agreement_id=str(id_),
                accepter_id=str(work.person_id),
                accept_time=timestamp(since[id_]),
            )
        return answer

    async def ListAgreementAcceptances(
        self, request: pb.ListAgreementAcceptancesRequest, work: Work
    ) -> pb.ListAgreementAcceptancesResponse:
        """Lists who has accepted a version, first come first."""
        await ACCEPTED.get(request.agreement_id, work)
        page = await FIRST_COME_FIRST.page(request, work)
        return page.answer(pb.ListAgreementAcceptancesResponse)
