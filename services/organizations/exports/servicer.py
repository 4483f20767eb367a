"""ExportLinkService: links to files of what the caller can read anyway."""

import base64
from dataclasses import replace
from uuid import UUID

from banyan.organizations.v1 import export_link_pb2 as pb
from banyan.organizations.v1 import roster_pb2

from services.kit.calls.passport import Caller
from services.kit.contract.values import enum_name, timestamp
from services.kit.work.access import require_scope
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.imports.models import ImportJob
from services.organizations.organizations.access import oversees
from services.organizations.organizations.models import Organization
from services.organizations.passports.links import LinkSigner
from services.organizations.roster_views.choosing import chosen_view
from services.organizations.roster_views.reading import ending_before, filtered
from services.organizations.rosters import filtering

FORMAT = pb.RosterExportFormat.DESCRIPTOR
_EXTENSIONS = {"VCARD": "vcf"}
# The scopes that reading a roster needs: of people, and of apps with a key of their own.
READING = frozenset({"organizations.read", "members.read"})
CONTACTS = "contacts.read"


class ExportLinkServicer:
    """Gives people and apps links to files. The services decide what these hold, as for every reading.

    Args:
        signer: Signs links.
    """

    service = pb.DESCRIPTOR.services_by_name["ExportLinkService"]

    def __init__(self, signer: LinkSigner) -> None:
        self._signer = signer

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "ExportLinkServicer":
        """Returns the servicer that the configuration describes."""
        return cls(LinkSigner.from_settings(settings))

    async def CreateRosterExportLink(
        self, request: pb.CreateRosterExportLinkRequest, work: Work
    ) -> pb.ExportLink:
        """Gives the caller a link to a roster."""
        await work.require("view_roster", request.organization_id)
        scopes = READING
        if request.with_contacts:
            await work.require("manage_roster", request.organization_id)
            require_scope(CONTACTS, work.caller)
            scopes |= {CONTACTS}
        chosen = await _chosen(request, work)
        organization = await work.get(Organization, request.organization_id)
        work.changes.note_read([organization.id])
        work.changes.note_read_in(organization.id, str(organization.id))
        format_ = enum_name(FORMAT, request.format)
        extension = _EXTENSIONS.get(format_, format_.lower())
        return self._link(
            f"members.{extension}",
            _reader(work.caller, scopes, organization),
            work,
            kind="members",
            id=request.organization_id,
            format=extension,
            contacts="yes" if request.with_contacts else "",
            time_zone=request.time_zone,
            **chosen,
        )

    async def CreateRefusedRowsLink(
        self, request: pb.CreateRefusedRowsLinkRequest, work: Work
    ) -> pb.ExportLink:
        """Gives the caller a link to the refused rows of an import."""
        job = await work.get(ImportJob, request.import_job_id)
        await work.require("manage_organization", job.organization_id)
        organization = await work.get(Organization, job.organization_id)
        work.changes.note_read([job.id])
        work.changes.note_read_in(organization.id, str(job.id))
        reader = _reader(work.caller, READING, organization)
        return self._link(
            "refused-rows.csv", reader, work, kind="refused", id=request.import_job_id
        )

    async def CreateAttendanceSheetLink(
        self, request: pb.CreateAttendanceSheetLinkRequest, work: Work
    ) -> pb.ExportLink:
        """Gives the caller a link to the attendance sheet of an event; what it shows, events decides."""
        await work.require("oversee_organization", request.organization_id)
        require_scope("members.read" if work.caller.is_app else "volunteers.read", work.caller)
        organization = await work.get(Organization, request.organization_id)
        work.changes.note_read([UUID(request.event_id)])
        work.changes.note_read_in(organization.id, request.event_id)
        return self._link(
            "attendance.pdf",
            _reader(work.caller, READING | {"events.read", "volunteers.read"}, organization),
            work,
            kind="attendance",
            id=request.event_id,
            organization=request.organization_id,
        )

    def _link(self, name: str, reader: Caller, work: Work, **opens: str) -> pb.ExportLink:
        token, until = self._signer.sign(reader, work.now, **opens)
        return pb.ExportLink(path=f"/exports/{token}/{name}", expire_time=timestamp(until))


async def _chosen(request: pb.CreateRosterExportLinkRequest, work: Work) -> dict[str, str]:
    """Returns which members the file has, for the link; nothing for all active ones.

    Raises:
        PermissionDenied: The caller asks for what they may not see.
        InvalidArgument: A field is none of the organization, or a condition is none that it can have.
    """
    asked = roster_pb2.ListRosterEntriesRequest(
        states=request.states,
        roles=request.roles,
        standings=request.standings,
        query=request.query,
        label_ids=request.label_ids,
    )
    for name in ("value_is", "and_value_is"):
        if request.HasField(name):
            getattr(asked, name).CopyFrom(getattr(request, name))
    if request.HasField("without_value_id"):
        asked.without_value_id = request.without_value_id
    if request.HasField("roster_view_id"):
        view = await chosen_view(request.roster_view_id, request.organization_id, work)
        asked = filtered(view, asked)
        for name, time in ending_before(view, work.now).items():
            getattr(asked, name).FromDatetime(time)
    if not asked.ByteSize():
        return {}
    packed = base64.b64encode(asked.SerializeToString()).decode()
    asked.organization_id = request.organization_id
    sees_all = await oversees.holds(work, request.organization_id)
    await filtering.given_by(
        asked, work, sees_all=sees_all
    )  # refused here, and not by the download
    return {"members": packed}


def _reader(caller: Caller, scopes: frozenset[str], organization: Organization) -> Caller:
    """Returns the caller with what a link to a file of one organization needs, and no more."""
    counting = {organization.id, *organization.ancestor_ids}
    return replace(
        caller,
        scopes=caller.scopes & scopes,
        roles={id_: held for id_, held in caller.roles.items() if id_ in counting},
        token="",
    )
