"""The remedies of the services: every subject has them, and one that is missing or not followed is found."""

import pytest

from deploy.refusals.source import ROOT, Found, reasons_in
from services.catalogue import NAMES
from services.kit.errors import Refused
from tests.events.absences import test_remedies as absences
from tests.events.bookings import test_remedies as bookings
from tests.events.calendar_feeds import test_remedies as calendar_feeds
from tests.events.check_ins import test_remedies as check_ins
from tests.events.date_polls import test_remedies as date_polls
from tests.events.event_import_feeds import test_remedies as event_import_feeds
from tests.events.event_imports import test_remedies as event_imports
from tests.events.event_templates import test_remedies as event_templates
from tests.events.events import test_remedies as events
from tests.events.feedback import test_remedies as feedback
from tests.events.openings import test_openings as openings
from tests.events.plan_changes import test_remedies as plan_changes
from tests.events.plans import test_remedies as plans
from tests.events.qualifications import test_remedies as required
from tests.events.rotas import test_remedies as rotas
from tests.events.series import test_remedies as series
from tests.events.sign_ups import test_remedies as sign_ups
from tests.events.slots import test_slots as slots
from tests.events.stand_ins import test_remedies as stand_ins
from tests.events.standing_sign_ups import test_remedies as standing_sign_ups
from tests.events.swaps import test_remedies as swaps
from tests.events.venues import test_remedies as venues
from tests.gateway.schema import test_person_entries as person_entries
from tests.organizations.agreements import test_remedies as agreements
from tests.organizations.apps import test_remedies as apps
from tests.organizations.areas import test_remedies as areas
from tests.organizations.changes import test_changes as changes
from tests.organizations.complaints import test_remedies as complaints
from tests.organizations.cultivation import test_remedies as cultivation
from tests.organizations.dormancies import test_remedies as dormancies
from tests.organizations.enrolment_goals import test_remedies as enrolment_goals
from tests.organizations.enrolment_notes import test_remedies as enrolment_notes
from tests.organizations.enrolments import test_remedies as enrolments
from tests.organizations.group_closings import test_remedies as group_closings
from tests.organizations.group_supports import test_remedies as group_supports
from tests.organizations.imports import test_remedies as imports
from tests.organizations.invitations import test_remedies as invitations
from tests.organizations.memberships import test_remedies as memberships
from tests.organizations.organizations import test_remedies as organizations
from tests.organizations.passports import test_remedies as passports
from tests.organizations.programmes import test_remedies as programmes
from tests.organizations.proposals import test_remedies as proposals
from tests.organizations.rosters import test_remedies as rosters
from tests.organizations.second_looks import test_remedies as second_looks
from tests.organizations.starter_kits import test_remedies as starter_kits
from tests.organizations.verifications import test_remedies as verifications
from tests.organizations.webhooks import test_remedies as webhooks
from tests.remedies import Remedies, refused, unfollowed
from tests.volunteers import test_remedies as volunteers
from tests.volunteers.qualifications import test_remedies as qualifications

ALL = [
    each.REMEDIES
    for each in (
        absences,
        apps,
        areas,
        verifications,
        changes,
        bookings,
        calendar_feeds,
        check_ins,
        complaints,
        cultivation,
        dormancies,
        enrolment_goals,
        enrolment_notes,
        enrolments,
        events,
        date_polls,
        event_import_feeds,
        event_imports,
        event_templates,
        feedback,
        imports,
        invitations,
        memberships,
        openings,
        organizations,
        agreements,
        starter_kits,
        group_closings,
        group_supports,
        passports,
        person_entries,
        plan_changes,
        plans,
        programmes,
        proposals,
        qualifications,
        required,
        rosters,
        rotas,
        standing_sign_ups,
        second_looks,
        series,
        sign_ups,
        webhooks,
        slots,
        stand_ins,
        swaps,
        venues,
        volunteers,
    )
]


def test_every_subject_with_refusals_has_its_remedies() -> None:
    with_refusals = {
        (name, path.relative_to(ROOT / "services" / name).parts[0].removesuffix(".py"))
        for name in NAMES
        for path in (ROOT / "services" / name).rglob("*.py")
        if any(reasons_in(path.read_text(encoding="utf-8")))
    }
    covered = {(each.service, subject) for each in ALL for subject in each.subjects}
    assert with_refusals <= covered


CLOSED = Found("CLOSED", "FAILED_PRECONDITION", "It is closed. Open it.")
LOCKED = Found("CLOSED", "FAILED_PRECONDITION", "It is locked. Unlock it.")


def test_a_refusal_without_a_scenario_is_found() -> None:
    assert unfollowed({CLOSED}, []) == {CLOSED}
    assert unfollowed({CLOSED}, ["CLOSED"]) == set()


def test_each_message_of_a_reason_needs_its_own() -> None:
    both = {CLOSED, LOCKED}
    assert unfollowed(both, ["CLOSED"]) == both
    assert unfollowed(both, ["CLOSED: Open it"]) == {LOCKED}
    assert unfollowed(both, ["CLOSED: Open it", "CLOSED: Unlock it"]) == set()


async def test_a_scenario_must_meet_what_it_is_registered_for() -> None:
    remedies = Remedies("volunteers")

    @remedies.of("CLOSED", "LOCKED")
    async def opens(reasons: list[str]) -> None:
        for reason in reasons:
            await refused(_refuse(reason), reason)

    await remedies.follow(opens, ["CLOSED", "LOCKED"])
    with pytest.raises(AssertionError, match="LOCKED was not met"):
        await remedies.follow(opens, ["CLOSED"])


async def _refuse(reason: str) -> None:
    raise Refused("It is not open. Open it.", reason=reason)
