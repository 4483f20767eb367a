"""Attestations in all states, for the tests about them."""

from datetime import date

from services.kit.process.ids import uuid7
from services.volunteers.attestations.models import HoursAttestation

ME, SUBMITTER, LEADER = uuid7(), uuid7(), uuid7()


def submitted() -> HoursAttestation:
    return HoursAttestation(
        organization_id=uuid7(),
        person_id=ME,
        submitter_id=SUBMITTER,
        date=date(2026, 10, 1),
        minutes=90,
        description="抄乐谱",
    )
