"""What the tests of verifications and filings share: an organization, its owner, and an administrator."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import filing_pb2, organization_pb2
from banyan.organizations.v1 import verification_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.calls.passport import Caller
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.config import OrganizationsSettings
from services.organizations.verifications.jobs import jobs
from tests.organizations.community import Community

YEAR = timedelta(days=365)


class Proof:
    """An organization that asks to be verified.

    Attributes:
        organization: It.
        owner: The passport of its owner.
    """

    def __init__(
        self, community: Community, organization: organization_pb2.Organization, owner: str
    ) -> None:
        self.community = community
        self.organization = organization
        self.owner = owner

    @classmethod
    async def of(cls, community: Community) -> "Proof":
        """Founds an organization."""
        founder = uuid7()
        organization = await community.found(founder)
        return cls(community, organization, community.passport(founder))

    async def ask(self, passport: str | None = None) -> pb.Verification:
        """Asks for it to be verified, as its owner unless told otherwise."""
        verification = pb.Verification(
            organization_id=self.organization.id,
            document_kind=pb.VERIFICATION_DOCUMENT_KIND_REGISTRATION,
            document_number="51310000MJ0000001X",
            note="扫描件已寄出",
        )
        request = pb.RequestVerificationRequest(verification=verification)
        return await self.community.call(request, pb.Verification, passport or self.owner)

    async def act(
        self,
        request_type: Any,
        verification: pb.Verification,
        passport: str | None = None,
        **values: Any,
    ) -> pb.Verification:
        """Does something about a verification, as an administrator unless told otherwise."""
        request = request_type(verification_id=verification.id, **values)
        passport = passport or self.community.admin
        return await self.community.call(request, pb.Verification, passport)

    async def approve(
        self, verification: pb.Verification, lasting: timedelta = YEAR
    ) -> pb.Verification:
        """Approves a request, for so long."""
        until = datetime.now(UTC) + lasting
        return await self.act(pb.ApproveVerificationRequest, verification, expire_time=until)

    async def reject(self, verification: pb.Verification) -> pb.Verification:
        """Rejects a request."""
        return await self.act(pb.RejectVerificationRequest, verification, reason="编号不符")

    async def revoke(self, verification: pb.Verification) -> pb.Verification:
        """Revokes a verification."""
        return await self.act(pb.RevokeVerificationRequest, verification, reason="已注销")

    async def confirm(self, verification: pb.Verification) -> pb.Verification:
        """Confirms a verification."""
        return await self.act(pb.ConfirmVerificationRequest, verification)

    async def withdraw(self, verification: pb.Verification) -> pb.Verification:
        """Takes a request back."""
        return await self.act(pb.WithdrawVerificationRequest, verification, self.owner)

    async def rename(self, name: str) -> None:
        """Gives it another name."""
        request = organization_pb2.UpdateOrganizationRequest(
            organization_id=self.organization.id,
            organization=organization_pb2.Organization(name=name),
            update_mask=FieldMask(paths=["name"]),
        )
        await self.community.call(request, organization_pb2.Organization, self.owner)

    async def shown(self) -> tuple[str, bool]:
        """Returns what it shows to strangers: its state, and whether there is an end."""
        request = organization_pb2.GetOrganizationRequest(organization_id=self.organization.id)
        found = await self.community.call(
            request, organization_pb2.Organization, self.community.passport()
        )
        name = organization_pb2.OrganizationVerification.Name(found.verification_state)
        has_end = found.HasField("verified_until_time")
        return name.removeprefix("ORGANIZATION_VERIFICATION_"), has_end

    async def listed(self, passport: str | None = None) -> list[pb.Verification]:
        """Returns its verifications that somebody sees, latest first."""
        request = pb.ListVerificationsRequest(organization_id=self.organization.id)
        answer = await self.community.call(
            request, pb.ListVerificationsResponse, passport or self.owner
        )
        return list(answer.verifications)

    async def lies_ahead(self, verification: pb.Verification, days: float) -> None:
        """Moves the end of a verification, and lets the job look."""
        await self.community.platform.site.sql(
            "organizations",
            "UPDATE verification SET expire_time = now() + $2 * interval '1 day' WHERE id = $1",
            UUID(verification.id),
            days,
        )
        units = self.community.platform.services["organizations"].units
        for job in jobs(OrganizationsSettings.model_construct()):
            await run_once(job, units, Caller(f"job:{job.name}"))

    async def file(self, passport: str | None = None, **values: Any) -> filing_pb2.Filing:
        """Notes a filing."""
        defaults: dict[str, Any] = {
            "organization_id": self.organization.id,
            "authority": "榆树街道办事处",
            "number": "沪浦备〔2026〕12号",
            "filed_date": "2026-03-01",
        }
        filing = filing_pb2.Filing(**(defaults | values))
        request = filing_pb2.CreateFilingRequest(filing=filing)
        return await self.community.call(request, filing_pb2.Filing, passport or self.owner)

    async def refile(self, filing: filing_pb2.Filing, **values: Any) -> filing_pb2.Filing:
        """Changes a filing."""
        request = filing_pb2.UpdateFilingRequest(
            filing_id=filing.id,
            filing=filing_pb2.Filing(**values),
            update_mask=FieldMask(paths=list(values)),
        )
        return await self.community.call(request, filing_pb2.Filing, self.owner)

    async def end(self, filing: filing_pb2.Filing) -> filing_pb2.Filing:
        """Ends a filing."""
        request = filing_pb2.EndFilingRequest(filing_id=filing.id)
        return await self.community.call(request, filing_pb2.Filing, self.owner)
