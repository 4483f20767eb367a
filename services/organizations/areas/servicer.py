"""AreaService: the tree of areas."""

from banyan.organizations.v1 import area_pb2 as pb
from sqlalchemy import Text, Uuid, any_, exists, select
from sqlalchemy.dialects.postgresql import array
from sqlmodel import col

from services.kit.errors import Refused
from services.kit.text.names import is_found, search_query
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.areas.importing import import_areas
from services.organizations.areas.models import Area
from services.organizations.areas.queries import areas_within
from services.organizations.areas.tables import read_rows
from services.organizations.areas.tree import MOST_BELOW, lock_tree, refuse_too_many

AREAS = Resources[pb.Area](Area, None)
_CODE = (col(Area.code), col(Area.id))
_ANCESTOR = given("ancestor_id", Uuid())
BY_CODE = AREAS.listing(
    *_CODE,
    filters={
        "parent_id": col(Area.parent_id) == given("parent_id"),
        "ancestor_id": (col(Area.id) == any_(areas_within(array([_ANCESTOR]))))
        & (col(Area.id) != _ANCESTOR),
        "kinds": col(Area.kind) == any_(given("kinds", TEXTS)),
        "query": is_found(col(Area.search_name), given("query", Text())),
        "codes": col(Area.code) == any_(given("codes", TEXTS)),
        "only_top": col(Area.parent_id).is_(None),
        "open": ~col(Area.retired),
    },
    orders={"CODE": _CODE, "NAME": (col(Area.sort_name), col(Area.id))},
)


class AreaServicer:
    """Handles the RPCs of areas."""

    service = pb.DESCRIPTOR.services_by_name["AreaService"]

    async def CreateArea(self, request: pb.CreateAreaRequest, work: Work) -> pb.Area:
        """Creates an area."""
        await work.require("administer")
        await lock_tree(work)
        await refuse_too_many(1, work)
        area: Area = create(Area, request.area, "area")
        area.place_in(None if area.parent_id is None else await work.get(Area, area.parent_id))
        await work.add(area)
        await work.announce(area, "created")
        return to_proto(area, pb.Area)

    async def GetArea(self, request: pb.GetAreaRequest, work: Work) -> pb.Area:
        """Gets an area."""
        return await AREAS.get(request.area_id, work)

    async def BatchGetAreas(
        self, request: pb.BatchGetAreasRequest, work: Work
    ) -> pb.BatchGetAreasResponse:
        """Gets several areas."""
        return pb.BatchGetAreasResponse(areas=await AREAS.get_all(request.ids, work))

    async def ListAreas(self, request: pb.ListAreasRequest, work: Work) -> pb.ListAreasResponse:
        """Lists areas by code."""
        page = await BY_CODE.page(
            request,
            work,
            query=search_query(request.query),
            open=None if request.include_retired else True,
        )
        return page.answer(pb.ListAreasResponse)

    async def UpdateArea(self, request: pb.UpdateAreaRequest, work: Work) -> pb.Area:
        """Updates the masked fields of an area."""
        await work.require("administer")
        concerns_retirement = "retired" in request.update_mask.paths
        if concerns_retirement:
            await lock_tree(work)
        area = await work.lock(Area, request.area_id)
        if concerns_retirement and request.area.retired != area.retired:
            parent = None if area.parent_id is None else await work.get(Area, area.parent_id)
            below = exists().where(col(Area.parent_id) == area.id, ~col(Area.retired))
            open_below = bool(await work.session.scalar(select(below)))
            area.check_retirement(
                retires=request.area.retired, parent=parent, open_below=open_below
            )
        update(area, request.area, request.update_mask, "area")
        await work.announce(area, "updated")
        return to_proto(area, pb.Area)

    async def MoveArea(self, request: pb.MoveAreaRequest, work: Work) -> pb.Area:
        """Moves an area, with all below it, under another one or to the top."""
        await work.require("administer")
        await lock_tree(work)
        area = await work.lock(Area, request.area_id)
        moves_down = request.HasField("parent_id")
        area.place_in(await work.get(Area, request.parent_id) if moves_down else None)
        await work.announce(area, "moved")
        return to_proto(area, pb.Area)

    async def MergeArea(self, request: pb.MergeAreaRequest, work: Work) -> pb.Area:
        """Merges an area into another one of its kind."""
        await work.require("administer")
        await lock_tree(work)
        area = await work.lock(Area, request.area_id)
        other = await work.lock(Area, request.into_id)
        below = col(Area.parent_id) == area.id
        if await work.count(below) > MOST_BELOW:
            raise Refused(
                "More than {max} areas are directly below this one. Move some of them first.",
                reason="TOO_MANY_BELOW",
                params={"max": MOST_BELOW},
            )
        area.merge_into(other)
        await work.announce(area, "merged")
        moved = await work.change_all(
            Area, below, col(Area.merged_into_id).is_(None), parent_id=other.id, above_id=other.id
        )
        await work.announce_all(moved, "moved")
        return to_proto(area, pb.Area)

    async def ImportAreas(self, request: pb.ImportAreasRequest, work: Work) -> pb.AreaImport:
        """Creates and updates areas from a table."""
        await work.require("administer")
        rows = read_rows(request.content)
        await lock_tree(work)
        return await import_areas(rows, only_plan=request.only_plan, work=work)
