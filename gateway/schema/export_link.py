"""Export links: addresses of files, which work for a minute."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import export_link_pb2
from strawberry import auto

from gateway.binding.messages import shows
from gateway.binding.mutations import mutation


@shows(export_link_pb2.ExportLink)
class ExportLink:
    """A link to a file."""

    path: auto
    expire_time: datetime


@strawberry.type
class Mutations:
    """Mutations that give links to files."""

    create_roster_export_link = mutation(export_link_pb2.CreateRosterExportLinkRequest)
    create_attendance_sheet_link = mutation(export_link_pb2.CreateAttendanceSheetLinkRequest)
    create_refused_rows_link = mutation(export_link_pb2.CreateRefusedRowsLinkRequest)
