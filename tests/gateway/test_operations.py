"""The operations of docs/operations/, one file for each screen, run against a gateway."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from banyan.events.v1 import event_pb2

from tests.gateway.conftest import Gateway, Json, global_id
from tests.gateway.subscribers import new_shift, sign_up
from tests.gateway.test_frontends import OPERATIONS as OF_THE_PAGE
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_planning import NAMES as OF_PLANS
from tests.gateway.test_sign_ups import NAMES as OF_SIGN_UPS
from tests.waiting import eventually
from tests.world import World

DIRECTORY = Path(__file__).parents[2] / "docs" / "operations"
OPERATIONS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(DIRECTORY.glob("*.graphql"))
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_file_holds_the_operation_of_its_name(name: str) -> None:
    assert re.findall(r"^(?:query|mutation|subscription) (\w+)", OPERATIONS[name]) == [name]


def test_those_of_the_page_for_frontends_are_among_them() -> None:
    assert {name: OPERATIONS.get(name) for name in OF_THE_PAGE} == OF_THE_PAGE


def test_each_is_run_here_or_with_the_page() -> None:
    here = {
        "MyGroups",
        "MyHours",
        "MonthCalendar",
        "CheckInList",
        "CheckInListChanges",
        "CheckIn",
        "UndoCheckIn",
        "AddMember",
        "EnterContact",
        "GiveClaimLink",
        "RevokeClaimLink",
        "ClaimPage",
        "ClaimPerson",
    }
    on_screens = {  # tests/gateway/test_screens.py, test_live_screens.py, test_roster_screens.py
        "AcceptMemberships",
        "AcceptOffer",
        "CancelSignUp",
        "CheckOut",
        "CompleteEvent",
        "DeclineMember",
        "EndRole",
        "GrantRoles",
        "LeaveGroup",
        "MyGroupChanges",
        "RecordNoShow",
        "ReinstateMember",
        "RosterChanges",
        "Invitations",
        "Invite",
        "RevokeInvitation",
        "SuspendMember",
        "EndMember",
    }
    # tests/gateway/schema/test_contact_readings.py
    of_contacts = {"MyContactReadings"}
    # tests/gateway/calendars/test_personal.py
    of_calendars = {"MyCalendar", "ShareMyCalendar", "StopSharingMyCalendar"}
    of_calendars |= {  # tests/gateway/calendars/test_imports.py
        "CalendarImportPreview",
        "CalendarImportProgress",
        "CalendarSubscriptions",
        "StopCalendarSubscription",
        "SubscribeToCalendar",
        "ExecuteCalendarImport",
        "PlanCalendarImport",
        "UndoCalendarImport",
    }
    # tests/gateway/personal_data/test_personal_data.py
    of_personal_data = {"DownloadMyData"}
    # tests/gateway/exports
    of_exports = {"ExportRoster", "DownloadRefusedRows", "PrintAttendance"}
    # tests/gateway/test_series.py
    of_series = {
        "CreateEventFromTemplate",
        "CreateEventSeries",
        "CreateEventTemplate",
        "EndEventSeries",
        "EventSeriesPage",
        "EventTemplates",
        "SplitEventSeries",
        "UpdateEventSeries",
    }
    # tests/gateway/test_lending.py
    of_venues = {
        "BookVenue",
        "BookVenueForSeries",
        "BookingsToDecide",
        "ConfirmBooking",
        "CreateVenue",
        "FreeSlots",
        "VenueCalendar",
        "VenueUse",
    }
    # tests/gateway/test_cultivation.py
    of_cultivation = {
        "VerificationsToDecide",
        "EnterPastOfGroup",
        "CorrectSupport",
        "OverdueSupport",
        "AcceptAgreement",
        "AcceptProposal",
        "AdoptAgreement",
        "AgreementsToAccept",
        "AnswerAboutProposal",
        "AnswerDormancy",
        "ApplyForEnrolment",
        "ApproveSuccession",
        "AskAboutProposal",
        "AskForSupport",
        "AssignMentor",
        "AssignSecondLook",
        "ClosingRecord",
        "CompleteFirstStep",
        "ConfirmOverride",
        "CreateDefaultProgramme",
        "CreateStarterKit",
        "CultivatedGroups",
        "CultivationChart",
        "CultivationView",
        "DecideReview",
        "DeclineProposal",
        "EndGroup",
        "FirstSteps",
        "GiveAssessment",
        "GiveSecondOpinion",
        "GroupDormancies",
        "GroupSigns",
        "GroupStanding",
        "OpenReview",
        "ProposalUpdates",
        "ProposalsToAnswer",
        "ProposeGroup",
        "PromiseSupport",
        "ProposeOverride",
        "ProgrammeOutlook",
        "PublishProgramme",
        "ReplyToReview",
        "RequestSecondLook",
        "ReviewPage",
        "SetDormancyRules",
        "SetFoundingRules",
        "SimilarGroups",
        "StarterKits",
        "SupportCosts",
        "SupportProposal",
        "TakeBackDecision",
        "UnfinishedBusiness",
        "WriteAgreement",
    }
    # tests/gateway/test_rota.py
    of_qualifications = {
        "ClaimQualification",
        "QualificationsToVerify",
        "VerifyQualification",
        "SayAvailability",
    }
    of_apps = {  # tests/gateway/test_partner_apps.py
        "AddWebhook",
        "AppAuditTrail",
        "CreateAppKey",
        "AppUsage",
        "OurApps",
        "ReadChanges",
        "RegisterApp",
        "ReplayWebhook",
        "RevokeAppKey",
        "RotateWebhookSecret",
        "SuspendApp",
        "TryWebhook",
        "WebhookLog",
        "WhichApp",
    }
    of_rosters = {  # tests/gateway/test_rosters.py
        "AnnotateMembers",
        "ApplicationForm",
        "ApplyWithAnswers",
        "AskApplicants",
        "ChangeMembers",
        "CorrectApplication",
        "CreateLabel",
        "CreateRosterField",
        "ExpiringMembers",
        "HandOver",
        "KeepRosterView",
        "RenewMembers",
        "RosterByField",
        "RosterByView",
    }
    of_imports = {  # tests/gateway/test_people_imports.py
        "ExecuteImport",
        "ImportPreview",
        "ImportProgress",
        "PlanPeopleImport",
        "UndoImport",
    }
    # tests/gateway/test_feedback.py
    of_feedback = {"EventFeedback", "FeedbackToGive", "GiveFeedback", "SetFeedbackForm"}
    of_polls = {  # tests/gateway/test_date_polls.py
        "AnswerDatePoll",
        "CloseDatePoll",
        "CreateDatePoll",
        "DatePollToAnswer",
        "DatePolls",
    }
    of_subjects = (
        of_rosters
        | of_imports
        | of_apps
        | of_contacts
        | of_series
        | of_venues
        | of_cultivation
        | of_qualifications
        | of_feedback
        | of_polls
    )
    elsewhere = on_screens | of_subjects | set(OF_PLANS)
    elsewhere |= set(OF_SIGN_UPS) | of_calendars | of_personal_data | of_exports
    assert OPERATIONS.keys() == here | elsewhere | OF_THE_PAGE.keys()


async def test_my_groups(gateway: Gateway, world: World) -> None:
    answer = await gateway.ask(OPERATIONS["MyGroups"], world.tokens["coordinator"])
    memberships = answer["viewer"]["memberships"]
    found = {each["organization"]["id"]: each for each in memberships["nodes"]}
    membership = found[global_id("Organization", world.ids["group"])]
    assert membership["roles"] == [{"role": "COORDINATOR", "endTime": None}]
    assert membership["organization"]["viewerRoles"] == ["COORDINATOR", "MEMBER"]
    assert membership["organization"]["viewerCanCreateEvent"] is True
    assert memberships["totalCount"] == len(memberships["nodes"])


async def test_my_hours_add_up(gateway: Gateway, world: World) -> None:
    """The lines of some days are those that are summed up, whatever else was worked."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    variables = {"timeZone": "Asia/Shanghai", "until": (today + timedelta(days=1)).isoformat()}

    async def mine(first: date) -> Any:
        query, token = OPERATIONS["MyHours"], world.tokens["subject"]
        answer = await gateway.ask(query, token, **variables, **{"from": first.isoformat()})
        return answer["viewer"]["person"]

    person = await mine(today - timedelta(days=300))
    summary, lines = person["hoursSummary"], person["hoursEntries"]["nodes"]
    assert lines
    assert person["hoursEntries"]["totalCount"] == len(lines)
    for name in ("recorded", "attested"):
        listed = sum(each["minutes"] for each in lines if each["hoursClass"] == name.upper())
        assert summary[f"{name}Minutes"] == listed
        for part in ("periods", "organizations"):
            assert sum(each[f"{name}Minutes"] for each in summary[part]) == listed
    assert (await mine(today + timedelta(days=1)))["hoursEntries"]["totalCount"] == 0


async def test_a_month_of_my_groups(gateway: Gateway, world: World) -> None:
    now = datetime.now(UTC)
    variables = {
        "organizationIds": [global_id("Organization", world.ids["group"])],
        "from": now.isoformat(),
        "until": (now + timedelta(days=31)).isoformat(),
    }
    token = world.tokens["subject"]
    events = (await gateway.ask(OPERATIONS["MonthCalendar"], token, **variables))["events"]
    found = {event["id"]: event for event in events["nodes"]}
    event = found[global_id("Event", world.ids["event"])]
    shifts = {shift["id"]: shift for shift in event["shifts"]["nodes"]}
    mine = shifts[global_id("Shift", world.ids["shift"])]["viewerSignUp"]
    assert mine == {"id": global_id("SignUp", world.ids["sign_up"]), "state": "CONFIRMED"}

    earlier = variables | {
        "from": (now - timedelta(days=62)).isoformat(),
        "until": (now - timedelta(days=31)).isoformat(),
    }
    events = (await gateway.ask(OPERATIONS["MonthCalendar"], token, **earlier))["events"]
    assert events["nodes"] == []


async def test_checking_people_in(gateway: Gateway, world: World) -> None:
    created = await world.call(
        "coordinator", event_pb2.CreateEventRequest(event=world.event()), event_pb2.Event
    )
    publish = event_pb2.PublishEventRequest(event_id=created.id)
    await world.call("coordinator", publish, event_pb2.Event)
    shift = await new_shift(gateway, world, created.id)
    token = world.tokens["coordinator"]
    variables: dict[str, Any] = {"eventId": global_id("Event", created.id)}
    async with gateway.events(OPERATIONS["CheckInListChanges"], token, **variables) as changes:

        async def change() -> Any:
            return (await anext(changes))["data"]["signUpChanges"]["signUp"]

        assert await change() is None  # read the list
        arrived = await sign_up(gateway, await newcomer(gateway, world), shift)
        assert (await change())["id"] == arrived

        async def listed(**filters: Any) -> Any:
            query = OPERATIONS["CheckInList"]
            answer = await gateway.ask(query, token, **variables, **filters)
            people: Json = answer["event"]["signUps"]
            entry = next((each for each in people["nodes"] if each["id"] == arrived), None)
            # Volunteers show the person to organizers once they have heard of the sign-up.
            return entry if entry and entry["person"] else None

        entry = await eventually(lambda: listed(name="newc"))  # once events has heard of the name
        assert (entry["viewerCanCheckIn"], entry["shift"]["id"]) == (True, shift)
        assert entry["person"]["displayName"] == "Newcomer"
        assert await listed(name="nobody") is None
        assert await listed(states=["CHECKED_IN"]) is None

        variables = {"signUpIds": [arrived], "requestId": str(uuid4())}
        payload = (await gateway.ask(OPERATIONS["CheckIn"], token, **variables))["checkIn"]
        again = (await gateway.ask(OPERATIONS["CheckIn"], token, **variables))["checkIn"]
        assert payload == again
        # It is a day too early: that is a reason for a person, and the list stays as it is.
        (error,) = payload["errors"]
        assert error["reason"] == "TOO_EARLY"
        variables = {"signUpId": arrived, "requestId": str(uuid4())}
        payload = (await gateway.ask(OPERATIONS["UndoCheckIn"], token, **variables))[
            "resetAttendance"
        ]
        (error,) = payload["errors"]
        assert error["reason"] == "STATE_DOES_NOT_ALLOW"


async def test_from_a_name_on_the_roster_to_an_account(gateway: Gateway, world: World) -> None:
    leader = world.tokens["leader"]

    async def do(name: str, who: str, /, **variables: Any) -> Json:
        answer = await gateway.ask(OPERATIONS[name], who, requestId=str(uuid4()), **variables)
        (payload,) = answer.values()
        assert payload.pop("errors") == []
        (done,) = payload.values()
        result: Json = done
        return result

    membership = await do(
        "AddMember",
        leader,
        organizationId=global_id("Organization", world.ids["group"]),
        displayName="郭淑珍",
        timeZone="Asia/Shanghai",
    )
    entry = membership["personEntry"]
    assert (membership["state"], entry["displayName"]) == ("ACTIVE", "郭淑珍")
    assert [entry["viewerCanUpdate"], entry["viewerCanCreateClaimLink"]] == [True, True]
    contact = await do(
        "EnterContact",
        leader,
        personEntryId=entry["id"],
        phone="+8613800138041",
        consentManner="ORALLY",
        consentDate="2026-11-01",
    )
    assert [each["consentManner"] for each in contact["shares"]] == ["ORALLY"]
    first = await do("GiveClaimLink", leader, personEntryId=entry["id"])
    assert first["personEntry"]["linkExpireTime"]
    revoked = await do("RevokeClaimLink", leader, personEntryId=entry["id"])
    assert revoked["linkExpireTime"] is None
    link = await do("GiveClaimLink", leader, personEntryId=entry["id"])
    secret, guest = link["link"].rpartition("#")[2], world.platform.site.issuer.mint("guo", "郭")
    page = await gateway.ask(OPERATIONS["ClaimPage"], guest, token=secret)
    assert (page["claimPreview"]["displayName"], page["claimPreview"]["usable"]) == ("郭淑珍", True)
    assert page["viewer"]["person"] is None
    claimed = await do("ClaimPerson", guest, token=secret)
    assert (claimed["id"], claimed["state"]) == (entry["id"], "CLAIMED")
    ended = await gateway.do("endMembership", leader, membershipId=membership["id"])
    assert ended["errors"] == []
