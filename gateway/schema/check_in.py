"""Check-in on the spot."""

from datetime import datetime

import strawberry
from banyan.events.v1 import check_in_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation


@shows(check_in_pb2.CheckInCode)
class CheckInCode:
    """The code with which people check themselves in at this moment."""

    code: auto
    refresh_time: datetime


@shows(check_in_pb2.AttendanceSync)
class AttendanceSync:
    """What became of the attendance that a device has noted while it was offline."""

    entries: auto


@shows(check_in_pb2.SyncedAttendance)
class SyncedAttendance:
    """What became of one entry of a device."""

    outcome: auto
    reason: auto
    message: auto

    sign_up = reference("sign_up_id")


@strawberry.type
class Mutations:
    """Mutations of check-in on the spot."""

    check_in_myself = mutation(check_in_pb2.CheckInMyselfRequest)
    sync_attendance = mutation(check_in_pb2.SyncAttendanceRequest)
