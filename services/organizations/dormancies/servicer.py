"""DormancyService: for how long groups were dormant."""

from banyan.organizations.v1 import dormancy_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.work.mapping import to_proto
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.dormancies.models import Dormancy
from services.organizations.memberships.rights import lock_owned

DORMANCIES = Resources[pb.Dormancy](Dormancy, "view_dormancy")
_CREATION = (col(Dormancy.id),)  # IDs increase with time
LATEST_FIRST = DORMANCIES.listing(
    *_CREATION,
    where=[col(Dormancy.organization_id) == given("organization_id")],
    filters={"states": col(Dormancy.state) == any_(given("states", TEXTS))},
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


class DormancyServicer:
    """Shows dormancies, and ends them by the word of leaders. Jobs find them."""

    service = pb.DESCRIPTOR.services_by_name["DormancyService"]

    async def GetDormancy(self, request: pb.GetDormancyRequest, work: Work) -> pb.Dormancy:
        """Gets a dormancy."""
        return await DORMANCIES.get(request.dormancy_id, work)

    async def BatchGetDormancies(
        self, request: pb.BatchGetDormanciesRequest, work: Work
    ) -> pb.BatchGetDormanciesResponse:
        """Gets several dormancies."""
        found = await DORMANCIES.get_all(request.ids, work)
        return pb.BatchGetDormanciesResponse(dormancies=found)

    async def ListDormancies(
        self, request: pb.ListDormanciesRequest, work: Work
    ) -> pb.ListDormanciesResponse:
        """Lists the dormancies of a group, latest first."""
        return (await LATEST_FIRST.page(request, work)).answer(pb.ListDormanciesResponse)

    async def AnswerDormancy(self, request: pb.AnswerDormancyRequest, work: Work) -> pb.Dormancy:
        """Wakes a group up by the word of its leaders."""
        dormancy = await lock_owned(Dormancy, request.dormancy_id, "manage_organization", work)
        dormancy.answer(request.note, by=work.person_id, at=work.now)
        await work.announce(dormancy, "woken")
        return to_proto(dormancy, pb.Dormancy)
