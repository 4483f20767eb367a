"""LabelService: the labels of organizations."""

from banyan.organizations.v1 import label_pb2 as pb
from sqlalchemy import delete
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.labels.models import Label, LabelState, MembershipLabel
from services.organizations.memberships.rights import lock_owned, lock_to_change

MOST_LABELS = 100  # of an organization

LABELS = Resources[pb.Label](Label, "view_label")
OLDEST_FIRST = LABELS.listing(
    col(Label.id),
    where=[
        col(Label.organization_id) == given("organization_id"),
        col(Label.state) == LabelState.ACTIVE,
    ],
    orders={"CREATE_TIME": [col(Label.id)]},  # IDs increase with time
)


class LabelServicer:
    """Manages labels. A change locks the organization first, so that no more are made than there may be."""

    service = pb.DESCRIPTOR.services_by_name["LabelService"]

    async def CreateLabel(self, request: pb.CreateLabelRequest, work: Work) -> pb.Label:
        """Creates a label."""
        organization = await lock_to_change("manage_roster", request.label.organization_id, work)
        of_organization = col(Label.organization_id) == organization.id
        count = await work.count(of_organization, col(Label.state) == LabelState.ACTIVE)
        if count >= MOST_LABELS:
            raise Refused(
                "This organization has {max} labels, and more are not possible. Delete one that you no "
                "longer use.",
                reason="TOO_MANY_LABELS",
                params={"max": MOST_LABELS},
            )
        label = create(Label, request.label, "label")
        await work.add(label)
        await work.announce(label, "created")
        return to_proto(label, pb.Label)

    async def GetLabel(self, request: pb.GetLabelRequest, work: Work) -> pb.Label:
        """Gets a label."""
        return await LABELS.get(request.label_id, work)

    async def BatchGetLabels(
        self, request: pb.BatchGetLabelsRequest, work: Work
    ) -> pb.BatchGetLabelsResponse:
        """Gets several labels."""
        found = await LABELS.get_all(request.ids, work)
        return pb.BatchGetLabelsResponse(labels=found)

    async def ListLabels(self, request: pb.ListLabelsRequest, work: Work) -> pb.ListLabelsResponse:
        """Lists the labels of an organization, oldest first."""
        page = await OLDEST_FIRST.page(request, work)
        return page.answer(pb.ListLabelsResponse)

    async def UpdateLabel(self, request: pb.UpdateLabelRequest, work: Work) -> pb.Label:
        """Updates the masked fields of a label."""
        label = await _lock(request.label_id, work)
        label.refuse_if_deleted()
        update(label, request.label, request.update_mask, "label")
        await work.announce(label, "updated")
        return to_proto(label, pb.Label)

    async def DeleteLabel(self, request: pb.DeleteLabelRequest, work: Work) -> pb.Label:
        """Deletes a label, and takes it from everyone who has it."""
        label = await _lock(request.label_id, work)
        label.delete()
        await work.session.execute(
            delete(MembershipLabel)
            .where(col(MembershipLabel.label_id) == label.id)
            .execution_options(synchronize_session=False)
        )
        await work.announce(label, "deleted")
        return to_proto(label, pb.Label)


async def _lock(label_id: str, work: Work) -> Label:
    """Returns a label, locked after its organization, that the caller may change."""
    return await lock_owned(Label, label_id, "manage_roster", work)
