"""HoursBalanceService: how long people have worked."""

from uuid import UUID

from banyan.volunteers.v1 import hours_balance_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.kit.mapping import to_proto
from services.kit.paging import paginate
from services.kit.work import Work
from services.volunteers.models import HoursBalance


class HoursBalanceServicer:
    """Answers how long people have worked."""

    service = pb.DESCRIPTOR.services_by_name["HoursBalanceService"]

    async def GetHoursBalance(
        self, request: pb.GetHoursBalanceRequest, work: Work
    ) -> pb.HoursBalance:
        """Gets a balance."""
        found = await work.find(HoursBalance, request.hours_balance_id, "view_hours_balance")
        return to_proto(found, pb.HoursBalance)

    async def BatchGetHoursBalances(
        self, request: pb.BatchGetHoursBalancesRequest, work: Work
    ) -> pb.BatchGetHoursBalancesResponse:
        """Gets several balances."""
        found = await work.find_all(HoursBalance, request.ids, "view_hours_balance")
        return pb.BatchGetHoursBalancesResponse(
            hours_balances=[to_proto(balance, pb.HoursBalance) for balance in found]
        )

    async def ListHoursBalances(
        self, request: pb.ListHoursBalancesRequest, work: Work
    ) -> pb.ListHoursBalancesResponse:
        """Lists the balances of a person, in the order in which they began."""
        statement = select(HoursBalance).where(
            col(HoursBalance.person_id) == UUID(request.person_id),
            work.visible("view_hours_balance"),
        )
        keys = (col(HoursBalance.create_time), col(HoursBalance.id))
        page = await paginate(work.session, statement, keys, request)
        return page.answer(pb.ListHoursBalancesResponse)
