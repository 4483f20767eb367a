"""What the tests of areas share: areas, made and changed by an administrator."""

from typing import Any

from banyan.organizations.v1 import area_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.organizations.community import Community

DISTRICT, SUBDISTRICT = pb.AREA_KIND_DISTRICT, pb.AREA_KIND_SUBDISTRICT
COMMUNITY, QUARTER, BUILDING = pb.AREA_KIND_COMMUNITY, pb.AREA_KIND_QUARTER, pb.AREA_KIND_BUILDING


async def plant(
    community: Community, code: str, kind: pb.AreaKind, parent: pb.Area | None = None, **values: Any
) -> pb.Area:
    """Creates an area."""
    values = {"code": code, "kind": kind, "name": code, **values}
    area = pb.Area(**values)
    if parent is not None:
        area.parent_id = parent.id
    return await community.call(pb.CreateAreaRequest(area=area), pb.Area, community.admin)


async def change(community: Community, area: pb.Area, **values: Any) -> pb.Area:
    """Changes an area."""
    request = pb.UpdateAreaRequest(
        area_id=area.id, area=pb.Area(**values), update_mask=FieldMask(paths=list(values))
    )
    return await community.call(request, pb.Area, community.admin)


async def move(community: Community, area: pb.Area, parent: pb.Area | None) -> pb.Area:
    """Moves an area."""
    request = pb.MoveAreaRequest(area_id=area.id, to_top=parent is None)
    if parent is not None:
        request.parent_id = parent.id
    return await community.call(request, pb.Area, community.admin)


async def merge(community: Community, area: pb.Area, into: pb.Area) -> pb.Area:
    """Merges an area into another one."""
    request = pb.MergeAreaRequest(area_id=area.id, into_id=into.id)
    return await community.call(request, pb.Area, community.admin)


async def listed(community: Community, **values: Any) -> list[str]:
    """Returns the codes of the areas that a list with filters has, in order."""
    request = pb.ListAreasRequest(page_size=100, **values)
    answer = await community.call(request, pb.ListAreasResponse, community.admin)
    return [each.code for each in answer.areas]


async def import_table(community: Community, *lines: str, only_plan: bool = False) -> pb.AreaImport:
    """Imports a table."""
    request = pb.ImportAreasRequest(content="\n".join(lines), only_plan=only_plan)
    return await community.call(request, pb.AreaImport, community.admin)


def outcomes(found: pb.AreaImport) -> list[str]:
    """Returns what became of each row, with the reasons."""
    return [
        " ".join(
            (
                pb.AreaImportOutcome.Name(row.outcome).removeprefix("AREA_IMPORT_OUTCOME_"),
                *row.changed_fields,
                *(each.code for each in row.reasons),
            )
        )
        for row in found.rows
    ]
