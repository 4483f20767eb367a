"""GroupSignService: how groups that are cultivated are doing."""

from dataclasses import replace

from banyan.organizations.v1 import group_sign_pb2 as pb
from sqlalchemy import any_
from sqlmodel import col

from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.signs.models import GroupSign
from services.organizations.signs.texts import SHOWN, in_words

SIGNS = Resources[pb.GroupSign](GroupSign, "view_group_sign", shown=SHOWN)
_CREATION = (col(GroupSign.id),)  # IDs increase with time
LATEST_FIRST = SIGNS.listing(
    *_CREATION,
    where=[col(GroupSign.organization_id) == given("organization_id")],
    filters={
        "states": col(GroupSign.state) == any_(given("states", TEXTS)),
        "kinds": col(GroupSign.kind) == any_(given("kinds", TEXTS)),
    },
    descending=True,
    orders={"CREATE_TIME": _CREATION},
)


class GroupSignServicer:
    """Shows the signs of groups. A job finds them."""

    service = pb.DESCRIPTOR.services_by_name["GroupSignService"]

    async def GetGroupSign(self, request: pb.GetGroupSignRequest, work: Work) -> pb.GroupSign:
        """Gets a sign."""
        return in_words([await SIGNS.get(request.group_sign_id, work)])[0]

    async def BatchGetGroupSigns(
        self, request: pb.BatchGetGroupSignsRequest, work: Work
    ) -> pb.BatchGetGroupSignsResponse:
        """Gets several signs."""
        found = in_words(await SIGNS.get_all(request.ids, work))
        return pb.BatchGetGroupSignsResponse(group_signs=found)

    async def ListGroupSigns(
        self, request: pb.ListGroupSignsRequest, work: Work
    ) -> pb.ListGroupSignsResponse:
        """Lists the signs of a group, latest first."""
        page = await LATEST_FIRST.page(request, work)
        return replace(page, items=in_words(page.items)).answer(pb.ListGroupSignsResponse)
