"""Areas: where people live, from districts to buildings."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import area_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(area_pb2.Area)
class Area(Node):
    """An area: where people live. An area lies in one of a larger kind."""

    code: auto
    kind: auto
    retired: auto
    language: auto
    translations: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    name = text("name")
    parent = reference("parent_id")
    merged_into = reference("merged_into_id")
    children = connection(
        area_pb2.ListAreasRequest,
        parent_id="id",
        description="The areas directly below this one, ordered by code.",
    )
    descendants = connection(
        area_pb2.ListAreasRequest,
        ancestor_id="id",
        description="The areas on all levels below this one, ordered by code.",
    )


@shows(area_pb2.AreaTranslation)
class AreaTranslation:
    """The name of an area in another language."""

    language: auto
    name: auto


@shows(area_pb2.AreaImport)
class AreaImport:
    """What an import of areas has done, or would do."""

    only_plan: auto
    created_count: auto
    updated_count: auto
    unchanged_count: auto
    refused_count: auto
    rows: auto


@shows(area_pb2.AreaImportRow)
class AreaImportRow:
    """The outcome of a row of a table of areas."""

    line: auto
    code: auto
    outcome: auto
    changed_fields: auto
    reasons: auto

    area = reference("area_id")


@shows(area_pb2.AreaImportReason)
class AreaImportReason:
    """A remark on a row of a table of areas."""

    code: auto
    message: auto
    column: auto


@strawberry.type
class Queries:
    """Queries for areas."""

    area = get(area_pb2.GetAreaRequest)
    areas = connection(area_pb2.ListAreasRequest)


@strawberry.type
class Mutations:
    """Mutations of areas."""

    create_area = mutation(area_pb2.CreateAreaRequest)
    update_area = mutation(area_pb2.UpdateAreaRequest)
    move_area = mutation(area_pb2.MoveAreaRequest)
    merge_area = mutation(area_pb2.MergeAreaRequest)
    import_areas = mutation(area_pb2.ImportAreasRequest)
