"""Every RPC of the contract, with a request that succeeds for every caller who may send it."""

from datetime import UTC, datetime
from typing import Any, cast

from banyan.events.v1 import absence_pb2, event_pb2
from banyan.images.v1 import image_pb2
from banyan.organizations.v1 import (
    cultivation_pb2,
    import_job_pb2,
    membership_pb2,
    organization_pb2,
)
from banyan.volunteers.v1 import (
    contact_draft_pb2,
    hours_summary_pb2,
    person_contact_pb2,
    person_pb2,
)
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.catalogue import NAMES
from services.events.check_ins.codes import code_at
from services.kit.contract.rpc import Method, methods_of
from tests.access.resource import Fill, resources
from tests.contract import FILES
from tests.world import World, in_hours

# The id that each field refers to. `ABOUT` has the exceptions, by RPC.
USUALLY = {
    "person_id": "subject",
    "organization_id": "group",
    "membership_id": "membership",
    "invitation_id": "invitation",
    "person_entry_id": "person_entry",
    "token": "token",
    "import_job_id": "import_job",
    "event_id": "event",
    "shift_id": "shift",
    "sign_up_id": "sign_up",
    "hours_attestation_id": "submitted",
    "hours_balance_id": "hours_balance",
    **{f"{each.name}_id": each.name for each in resources()},
}
ABOUT = {
    "PublishEvent": {"event_id": "draft"},
    "CompleteEvent": {"event_id": "ended"},
    "DeleteEvent": {"event_id": "draft"},
    "DeleteShift": {"shift_id": "open_shift"},
    "CreateSignUp": {"shift_id": "open_shift"},
    "AcceptOffer": {"sign_up_id": "offered"},
    "ApproveSignUp": {"sign_up_id": "requested"},
    "DeclineSignUp": {"sign_up_id": "requested"},
    "OpenCheckIn": {"event_id": "checking_in"},
    "CloseCheckIn": {"event_id": "checking_in"},
    "SyncAttendance": {"event_id": "checking_in"},
    "CheckInMyself": {"sign_up_id": "under_way"},
    "CheckIn": {"sign_up_id": "under_way"},
    "CheckOut": {"sign_up_id": "under_way"},
    "RecordNoShow": {"sign_up_id": "under_way"},
    "ExcuseSignUp": {"sign_up_id": "under_way"},
    "CorrectAttendance": {"sign_up_id": "under_way"},
    "ResetAttendance": {"sign_up_id": "under_way"},
    "ConfirmAttendance": {"sign_up_id": "under_way"},
    "RejectAttendance": {"sign_up_id": "under_way"},
    "AcceptMembership": {"membership_id": "application"},
    "DeclineMembership": {"membership_id": "application"},
    "WithdrawMembership": {"membership_id": "application"},
    "CorrectApplication": {"membership_id": "application"},
    "EndRole": {"membership_id": "coordinating"},
    "ListMembershipRoles": {"membership_id": "coordinating"},
    "LookUpClaim": {"token": "claim_token"},
    "ClaimPerson": {"token": "claim_token"},
    "ReverseHoursAttestation": {"hours_attestation_id": "approved"},
}
BATCHES = {
    "People": "subject",
    "PersonActivities": "subject",
    "PersonContacts": "subject",
    "Organizations": "group",
    "OrganizationActivities": "group",
    "Memberships": "membership",
    "RosterEntries": "membership",
    "Invitations": "invitation",
    "PersonEntries": "person_entry",
    "ImportJobs": "import_job",
    "Events": "event",
    "Shifts": "shift",
    "Eligibilities": "shift",
    "SignUps": "sign_up",
    "EventPlacesCounts": "event",
    "CheckInCodes": "checking_in",
    "EventAttendanceCounts": "event",
    "ShiftAttendanceCounts": "shift",
    "HoursAttestations": "submitted",
    "HoursBalances": "hours_balance",
    "HoursEntries": "hours_entry",
    "Permissions": "group",
    "ViewerRoles": "group",
    "EnrolmentStandings": "enrolment",
    "FoundingSupports": "founding_proposal",
    "AgreementAcceptances": "agreement",
    "Feedback": "event",
    "DatePollAnswers": "date_poll",
    **{each.many: each.name for each in resources()},
}


def methods() -> dict[str, Method]:
    """Returns every RPC of the contract."""
    return {
        f"{service.name}.{method.name}": method
        for file in FILES
        for service in file.services_by_name.values()
        for method in methods_of(service)
    }


def service_of(method: Method) -> str:
    """Returns the service to call. test_audit_trail.py calls the RPCs that all services have at each."""
    if method.domain in NAMES:
        return method.domain
    return "events" if method.name == "CreateImageUpload" else "organizations"


def request_for(method: Method, world: World, kind: str) -> Message:
    """Returns a request about the subject that succeeds for every caller who may send it.

    Some need a state that `tests.access.givens` brings about first.
    """
    request: Any = method.request_type()
    if method.each is not None:
        request.requests.add().CopyFrom(request_for(method.each, world, kind))
        return cast("Message", request)
    for field, name in (USUALLY | ABOUT.get(method.name, {})).items():
        if field in request.DESCRIPTOR.fields_by_name:
            setattr(request, field, world.ids[name])
    if "ids" in request.DESCRIPTOR.fields_by_name:
        request.ids.append(world.ids[BATCHES[method.name.removeprefix("BatchGet")]])
    if method.name == "IssuePassport":
        request.credential = world.tokens[kind]
    if fill := SPECIAL.get(method.name):
        fill(request, world)
    return cast("Message", request)


def _masked(resource: str, path: str, value: str) -> Fill:
    def fill(request: Any, _: World) -> None:
        setattr(getattr(request, resource), path, value)
        request.update_mask.CopyFrom(FieldMask(paths=[path]))

    return fill


def _set(**values: Any) -> Fill:
    def fill(request: Any, _: World) -> None:
        for name, value in values.items():
            setattr(request, name, value)

    return fill


def _without_view(**values: Any) -> Fill:
    """Reads a roster without a view: members see the one, and not the other."""

    def fill(request: Any, world: World) -> None:
        _set(**values)(request, world)
        request.ClearField("roster_view_id")

    return fill


def _new_group(request: Any, world: World) -> None:
    request.organization.name = "读书会"
    request.organization.kind = organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP
    request.organization.membership_policy = organization_pb2.MEMBERSHIP_POLICY_OPEN
    request.organization.parent_id = world.ids["group"]


def _correction(request: Any, _: World) -> None:
    request.check_in_time.CopyFrom(in_hours(-0.75))
    request.check_out_time.CopyFrom(in_hours(-0.25))
    request.reason = "纸上的记录 as on paper"


def _noted(request: Any, world: World) -> None:
    request.device_time.GetCurrentTime()
    request.entries.add(sign_up_id=world.ids["under_way"]).check_in_time.CopyFrom(in_hours(-0.5))


def _closing(request: Any, world: World) -> None:
    request.request.Pack(
        organization_pb2.CloseOrganizationRequest(organization_id=world.ids["group"])
    )


def _chart(request: Any, _: World) -> None:
    request.period = cultivation_pb2.CULTIVATION_PERIOD_MONTH
    request.start_date, request.end_date = "2026-03-01", "2026-05-31"
    request.ClearField("measures")


def _summary(request: Any, _: World) -> None:
    request.period = hours_summary_pb2.HOURS_PERIOD_YEAR
    request.time_zone = "Etc/UTC"
    request.start_date, request.end_date = "2026-01-01", "2200-12-31"


def _absence(request: Any, _: World) -> None:
    request.start_time.CopyFrom(in_hours(20))
    request.end_time.CopyFrom(in_hours(40))
    request.manner = absence_pb2.ABSENCE_MANNER_ASK_FOR_STAND_IN


def _upload(request: Any, world: World) -> None:
    request.resource = event_pb2.Event.DESCRIPTOR.full_name
    request.resource_id = world.ids["event"]
    request.field = image_pb2.IMAGE_FIELD_COVER


def _anybody(request: Any, _: World) -> None:
    request.ClearField("person_id")
    request.ClearField("app_id")


SPECIAL: dict[str, Fill] = {
    "CreateRosterExportLink": _without_view(format=1, time_zone="Asia/Shanghai"),  # CSV
    "ListRosterEntries": _without_view(),
    "DryRun": _closing,
    "CreateImageUpload": _upload,
    "SummarizeHours": _summary,
    "ChartCultivation": _chart,
    "ReportAbsence": _absence,
    "CheckAbsence": _absence,
    "RegisterPerson": lambda request, _: request.person.CopyFrom(
        person_pb2.Person(display_name="再来一次", time_zone="Asia/Shanghai")
    ),
    "CreateSignUp": lambda request, _: request.ClearField("person_id"),
    "ListAuditEntries": _anybody,
    "UpdatePerson": _masked("person", "display_name", "林秀英"),
    "AddMember": _set(display_name="赵奶奶", time_zone="Asia/Shanghai"),
    "UpdatePersonEntry": _masked("person_entry", "display_name", "钱大爷"),
    "UpdatePersonContact": _masked("person_contact", "email", "lin@example.org"),
    "EnterPersonContact": lambda request, _: request.MergeFrom(
        person_contact_pb2.EnterPersonContactRequest(
            person_contact=person_contact_pb2.PersonContact(phone="+8613900000000"),
            consent_manner=person_contact_pb2.CONSENT_MANNER_ON_PAPER,
            consent_date="2026-11-01",
        )
    ),
    "CompareContacts": lambda request, world: request.comparisons.add(
        person_id=world.ids["subject"], phone="+8613800138000"
    ).member_since.GetCurrentTime(),
    "DraftContacts": lambda request, world: request.MergeFrom(
        contact_draft_pb2.DraftContactsRequest(
            consent_manner=person_contact_pb2.CONSENT_MANNER_ON_PAPER,
            drafts=[
                contact_draft_pb2.ContactDraft(
                    person_id=world.ids["person_entry"],
                    phone="+8613900000000",
                    consent_date="2026-11-01",
                )
            ],
        )
    ),
    "UpdateOrganization": _masked("organization", "website", "https://example.org"),
    "UpdateEvent": _masked("event", "what_to_bring", "手套"),
    "MoveEvent": _set(by_minutes=60),
    "DuplicateEvent": lambda request, _: request.start_time.CopyFrom(in_hours(48)),
    "UpdateShift": _masked("shift", "title", "搬桌子"),
    "CheckMemberships": lambda request, world: request.MergeFrom(
        membership_pb2.CheckMembershipsRequest(
            person_ids=[world.ids["subject"]], organization_ids=[world.ids["group"]]
        )
    ),
    "CheckAge": _set(age=18, date="2026-11-23"),
    "BatchCheckAges": lambda request, world: request.requests.add(
        person_id=world.ids["subject"], age=18, date="2026-11-23"
    ),
    "SubmitHoursAttestation": lambda request, world: request.hours_attestation.CopyFrom(
        world.hours_attestation()
    ),
    "CreateOrganization": _new_group,
    "ResolveImportConflicts": lambda request, world: request.resolutions.add(
        reason="SAME_NAME", answer=import_job_pb2.IMPORT_ANSWER_SAME
    ),
    "ExecuteImportJob": lambda request, world: setattr(
        request, "import_job_id", world.ids["import_of_people"]
    ),
    "CreatePeopleImportJob": lambda request, world: request.MergeFrom(world.import_of_people()),
    "UndoImportJob": lambda request, world: setattr(
        request, "import_job_id", world.ids["executed_import"]
    ),
    "CreateOrganizationImportJob": lambda request, world: request.MergeFrom(
        world.import_of_organizations()
    ),
    "MoveOrganization": _set(to_top=True),
    "CorrectAttendance": _correction,
    "CheckInMyself": lambda request, world: setattr(
        request, "code", code_at(world.ids["check_in_key"], datetime.now(UTC))
    ),
    "SyncAttendance": _noted,
    "RejectAttendance": _set(reason="没有人看到 nobody saw it"),
    "BatchGetPermissions": _set(resource="banyan.organizations.v1.Organization"),
    "RenewMembership": lambda request, _: request.expire_time.CopyFrom(in_hours(1000)),
    "GrantRole": _set(role=membership_pb2.ROLE_COORDINATOR),
    "EndRole": _set(role=membership_pb2.ROLE_COORDINATOR),
    "CreateEvent": lambda request, world: request.event.CopyFrom(world.event()),
    "BatchListEvents": lambda request, world: request.requests.add(
        organization_id=world.ids["group"]
    ),
    "BatchListSignUps": lambda request, world: request.requests.add(
        shift_id=world.ids["shift"], person_id=world.ids["subject"]
    ),
    "BatchListQualifications": lambda request, world: request.requests.add(
        person_id=world.people["subject"]
    ),
    "BatchListMemberships": lambda request, world: request.requests.add(
        person_id=world.ids["subject"], organization_id=world.ids["group"]
    ),
    "BatchListShifts": lambda request, world: request.requests.add(event_id=world.ids["event"]),
    "CreateShift": lambda request, world: request.shift.CopyFrom(world.shift(world.ids["event"])),
    **{name: fill for each in resources() for name, fill in each.requests.items()},
}
