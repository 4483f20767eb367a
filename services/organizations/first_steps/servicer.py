"""FirstStepService: what new groups have to do, and who does it."""

from banyan.organizations.v1 import first_step_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.first_steps.models import FirstStep
from services.organizations.memberships.rights import lock_owned, lock_to_change

MOST_STEPS = 100  # of a group

FIRST_STEPS = Resources[pb.FirstStep](FirstStep, "view_first_step")
_POSITION = (col(FirstStep.position), col(FirstStep.id))
IN_ORDER = FIRST_STEPS.listing(
    *_POSITION,
    where=[col(FirstStep.organization_id) == given("organization_id")],
    filters={"states": col(FirstStep.state) == any_(given("states", TEXTS))},
    orders={"POSITION": _POSITION},
)


class FirstStepServicer:
    """Manages first steps. A change locks the group first, and then the step."""

    service = pb.DESCRIPTOR.services_by_name["FirstStepService"]

    async def CreateFirstStep(self, request: pb.CreateFirstStepRequest, work: Work) -> pb.FirstStep:
        """Adds a step."""
        group = await lock_to_change("manage_roster", request.first_step.organization_id, work)
        group.refuse_if_closed()
        position = await work.count(col(FirstStep.organization_id) == group.id)
        if position >= MOST_STEPS:
            raise Refused(
                "This group has had {max} first steps, which is the most. Change one that it does not need.",
                reason="TOO_MANY_STEPS",
                params={"max": MOST_STEPS},
            )
        step = create(
            FirstStep,
            request.first_step,
            "first_step",
            organization_id=group.id,
            position=position,
        )
        await work.add(step)
        await work.announce(step, "created")
        return to_proto(step, pb.FirstStep)

    async def GetFirstStep(self, request: pb.GetFirstStepRequest, work: Work) -> pb.FirstStep:
        """Gets a step."""
        return await FIRST_STEPS.get(request.first_step_id, work)

    async def BatchGetFirstSteps(
        self, request: pb.BatchGetFirstStepsRequest, work: Work
    ) -> pb.BatchGetFirstStepsResponse:
        """Gets several steps."""
        found = await FIRST_STEPS.get_all(request.ids, work)
        return pb.BatchGetFirstStepsResponse(first_steps=found)

    async def ListFirstSteps(
        self, request: pb.ListFirstStepsRequest, work: Work
    ) -> pb.ListFirstStepsResponse:
        """Lists the steps of a group, in their order."""
        return (await IN_ORDER.page(request, work)).answer(pb.ListFirstStepsResponse)

    async def UpdateFirstStep(self, request: pb.UpdateFirstStepRequest, work: Work) -> pb.FirstStep:
        """Updates the masked fields of a step."""
        step = await _lock(request.first_step_id, work)
        update(step, request.first_step, request.update_mask, "first_step")
        await work.announce(step, "updated")
        return to_proto(step, pb.FirstStep)

    async def CompleteFirstStep(
        self, request: pb.CompleteFirstStepRequest, work: Work
    ) -> pb.FirstStep:
        """Says that a step is done."""
        step = await _lock(request.first_step_id, work)
        step.complete(by=work.person_id, at=work.now)
        await work.announce(step, "completed")
        return to_proto(step, pb.FirstStep)

    async def DropFirstStep(self, request: pb.DropFirstStepRequest, work: Work) -> pb.FirstStep:
        """Drops a step."""
        step = await _lock(request.first_step_id, work)
        step.drop()
        await work.announce(step, "dropped")
        return to_proto(step, pb.FirstStep)

    async def ReopenFirstStep(self, request: pb.ReopenFirstStepRequest, work: Work) -> pb.FirstStep:
        """Takes a step up again."""
        step = await _lock(request.first_step_id, work)
        step.reopen()
        await work.announce(step, "reopened")
        return to_proto(step, pb.FirstStep)


async def _lock(first_step_id: str, work: Work) -> FirstStep:
    """Returns a step, locked, of a group whose roster the caller manages."""
    return await lock_owned(FirstStep, first_step_id, "manage_roster", work)
