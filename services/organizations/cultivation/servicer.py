"""CultivationService: how all groups are doing that an organization cultivates."""

from banyan.organizations.v1 import cultivation_pb2 as pb

from services.kit.work.work import Work
from services.organizations.cultivation.queries import ENROLLED, GROUPS, PROPOSED, STAGES
from services.organizations.cultivation.summing import Group, Programmes, step, summary


class CultivationServicer:
    """Sums up how groups are doing."""

    service = pb.DESCRIPTOR.services_by_name["CultivationService"]

    async def SummarizeCultivation(
        self, request: pb.SummarizeCultivationRequest, work: Work
    ) -> pb.CultivationSummary:
        """Sums up how the groups of an organization are doing."""
        await work.require("view_cultivation", request.organization_id)
        groups = [Group(*row) for row in await work.fetch(GROUPS, request)]
        versions = list({each.programme_id for each in groups})
        stages = {row[0]: row[1] for row in await work.fetch(STAGES, ids=versions)}
        found = summary(groups, Programmes(stages), work.now)
        ((proposed, accepted, days_to_accept),) = await work.fetch(PROPOSED, request)
        (enrolled,) = await work.fetch(ENROLLED, request)
        found.funnel.extend(
            (
                step("PROPOSED", proposed),
                step("ACCEPTED", accepted, days_to_accept),
                step("ENROLLED", *enrolled[0:2]),
                step("ADVANCED", *enrolled[2:4]),
                step("GRADUATED", *enrolled[4:6]),
            )
        )
        return found
