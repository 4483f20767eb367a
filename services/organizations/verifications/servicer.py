"""VerificationService: that organizations are what they say."""

from collections.abc import Iterator
from typing import Any

from banyan.organizations.v1 import verification_pb2 as pb
from sqlalchemy import any_, select
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import moment_of
from services.kit.errors import InvalidArgument, PermissionDenied, Refused, Violation
from services.kit.work.mapping import create, to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.memberships.rights import (
    hold_own_rights,
    lock_owned,
    lock_to_change,
)
from services.organizations.organizations.models import Organization
from services.organizations.verifications.access import BELOW, deciding_for
from services.organizations.verifications.models import (
    LONGEST,
    Decider,
    Verification,
    VerificationState,
)
from services.organizations.verifications.showing import show_verification

MOST_VERIFICATIONS = 100  # of an organization

VERIFICATIONS = Resources[pb.Verification](Verification, "view_verification")
LATEST_FIRST = VERIFICATIONS.listing(
    col(Verification.id),
    filters={
        "organization_id": col(Verification.organization_id) == given("organization_id"),
        "ancestor_id": col(Verification.organization_id).in_(BELOW),
        "states": col(Verification.state) == any_(given("states", TEXTS)),
    },
    descending=True,
    orders={"CREATE_TIME": [col(Verification.id)]},  # IDs increase with time
)


class VerificationServicer:
    """Manages verifications. A change locks the organization first."""

    service = pb.DESCRIPTOR.services_by_name["VerificationService"]

    async def RequestVerification(
        self, request: pb.RequestVerificationRequest, work: Work
    ) -> pb.Verification:
        """Asks for an organization to be verified."""
        asked = request.verification
        organization = await lock_to_change("own_organization", asked.organization_id, work)
        organization.refuse_if_closed()
        count = await work.count(col(Verification.organization_id) == organization.id)
        if count >= MOST_VERIFICATIONS:
            raise Refused(
                "This organization has asked {max} times, which is the most. Write to those who administer the platform.",
                reason="TOO_MANY_VERIFICATIONS",
                params={"max": MOST_VERIFICATIONS},
            )
        verification: Verification = create(
            Verification,
            asked,
            "verification",
            organization_name=organization.name,
            requester_id=work.person_id,
        )
        await work.add(verification)
        return await _finish(verification, organization, "requested", work)

    async def GetVerification(
        self, request: pb.GetVerificationRequest, work: Work
    ) -> pb.Verification:
        """Gets a verification."""
        return await VERIFICATIONS.get(request.verification_id, work)

    async def BatchGetVerifications(
        self, request: pb.BatchGetVerificationsRequest, work: Work
    ) -> pb.BatchGetVerificationsResponse:
        """Gets several verifications."""
        found = await VERIFICATIONS.get_all(request.ids, work)
        return pb.BatchGetVerificationsResponse(verifications=found)

    async def ListVerifications(
        self, request: pb.ListVerificationsRequest, work: Work
    ) -> pb.ListVerificationsResponse:
        """Lists verifications, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListVerificationsResponse)

    async def WithdrawVerification(
        self, request: pb.WithdrawVerificationRequest, work: Work
    ) -> pb.Verification:
        """Takes a request back."""
        known = request.verification_id
        verification = await lock_owned(Verification, known, "own_organization", work)
        organization = await work.lock(Organization, verification.organization_id)
        verification.withdraw(at=work.now)
        return await _finish(verification, organization, "withdrawn", work)

    async def ApproveVerification(
        self, request: pb.ApproveVerificationRequest, work: Work
    ) -> pb.Verification:
        """Verifies an organization until a time."""
        verification, organization, decider = await _lock_to_decide(request, work)
        refuse_violations(list(await self.rules_ApproveVerification(request, work)))
        expire_time = moment_of(request, "expire_time")
        if expire_time is None:
            raise InvalidArgument
        before = await work.session.scalars(
            select(col(Verification.id)).where(
                col(Verification.organization_id) == organization.id,
                col(Verification.state) == VerificationState.VERIFIED,
            )
        )
        replaced = await work.lock_all(Verification, before.all())
        for each in replaced:
            each.replace(at=work.now)
        work.follows(*replaced, because="an organization is verified again")
        await work.announce_all(replaced, "replaced")  # one of an organization holds at a time
        verification.approve(
            organization.name, expire_time, request.reason, by=decider, at=work.now
        )
        return await _finish(verification, organization, "approved", work)

    async def rules_ApproveVerification(
        self, request: pb.ApproveVerificationRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the time."""
        verification = await work.get(Verification, request.verification_id)
        await work.require("decide_verification", verification)
        expire_time, latest = moment_of(request, "expire_time"), work.now + LONGEST
        if expire_time is not None and not work.now < expire_time <= latest:
            return iter(
                [
                    Violation(
                        "expire_time",
                        "must be after now, and within ten years. Choose another time",
                        "EXPIRE_TIME_OUT_OF_RANGE",
                    )
                ]
            )
        verifier_id = await deciding_for(verification, work)
        if expire_time is None or verifier_id is None:
            return iter(())
        own = (await work.get(Organization, verifier_id)).verified_until_time
        if own is not None and expire_time <= own:
            return iter(())
        return iter(
            [
                Violation(
                    "expire_time",
                    "must not be after your own organization is verified until. Choose an earlier time",
                    "EXPIRE_TIME_AFTER_OWN",
                )
            ]
        )

    async def RejectVerification(
        self, request: pb.RejectVerificationRequest, work: Work
    ) -> pb.Verification:
        """Rejects a request."""
        verification, organization, decider = await _lock_to_decide(request, work)
        verification.reject(request.reason, by=decider, at=work.now)
        return await _finish(verification, organization, "rejected", work)

    async def ConfirmVerification(
        self, request: pb.ConfirmVerificationRequest, work: Work
    ) -> pb.Verification:
        """Says that a verification also holds for the name that the organization has now."""
        verification, organization, decider = await _lock_to_decide(request, work)
        verification.confirm(organization.name, request.reason, by=decider, at=work.now)
        return await _finish(verification, organization, "confirmed", work)

    async def RevokeVerification(
        self, request: pb.RevokeVerificationRequest, work: Work
    ) -> pb.Verification:
        """Ends a verification before its time."""
        verification, organization, decider = await _lock_to_decide(request, work)
        verification.revoke(request.reason, by=decider, at=work.now)
        return await _finish(verification, organization, "revoked", work)


async def _lock_to_decide(request: Any, work: Work) -> tuple[Verification, Organization, Decider]:
    """Returns a verification and its organization, locked, about which the caller decides, and for whom they do."""
    known = await work.get(Verification, request.verification_id)
    await work.require("decide_verification", known)
    verifier_id = await deciding_for(known, work)
    ids = {known.organization_id, *([] if verifier_id is None else [verifier_id])}
    locked = {each.id: each for each in await work.lock_all(Organization, ids)}
    if verifier_id is not None:
        await hold_own_rights(locked[verifier_id], work)
    verification = await work.lock(Verification, known.id)
    await work.require("decide_verification", verification)  # as it is under the locks
    if verifier_id != await deciding_for(verification, work):
        raise PermissionDenied
    return verification, locked[known.organization_id], Decider(work.person_id, verifier_id)


async def _finish(
    verification: Verification, organization: Organization, verb: str, work: Work
) -> pb.Verification:
    await work.announce(verification, verb)
    await show_verification(organization, work)
    return to_proto(verification, pb.Verification)
