"""Absences: people who cannot come for a while say so once."""

import strawberry
from banyan.events.v1 import absence_pb2
from strawberry import auto

from gateway.binding.fields import reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation


@shows(absence_pb2.AbsenceReport)
class AbsenceReport:
    """What becomes of the viewer's sign-ups if they cannot come for a while."""

    sign_ups: auto


@shows(absence_pb2.AbsentSignUp)
class AbsentSignUp:
    """What becomes of one sign-up of a person who cannot come."""

    outcome: auto
    reason: auto
    message: auto
    late: auto

    sign_up = reference("sign_up_id")
    stand_in = reference("stand_in_id")


@strawberry.type
class Mutations:
    """Mutations about absences."""

    report_absence = mutation(absence_pb2.ReportAbsenceRequest)
