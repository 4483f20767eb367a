"""Every field of the GraphQL schema, and a query that asks for it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_composite_type,
)

from gateway.schema.__main__ import OUTPUT
from tests.access.calls import Outcome
from tests.access.canaries import MAY_SEE, canaries_in
from tests.access.community import Community
from tests.access.resource import resources
from tests.access.resources.venue import WINDOW
from tests.access.table import read_tables
from tests.gateway.conftest import Json, global_id
from tests.logs import all_that_is_logged
from tests.world import KINDS, World

FIELDS = read_tables("graphql", "+0-")
SCHEMA: GraphQLSchema = build_schema(OUTPUT.read_text())
PERMISSION = "viewerCan"
# Fields of one query. An answer lists 20 errors at most, so more fields might lack theirs.
AT_ONCE = 20
# Types that only hold others. Their contents are as visible as they are.
_HOLDERS = (
    "Connection",
    "Edge",
    "Payload",
    "PageInfo",
    "UserError",
    "Change",
    "ShiftPlaces",
    "Param",
    "WebhookAttempt",
)
# Types that only mutations return. The tables of RPCs say who may send those.
_SHOWN_BY_MUTATIONS = (
    "InvitationLink",
    "ClaimLink",
    "AppKeySecret",
    "CalendarFeedToken",
    "PersonalDataLink",
    "ExportLink",
    "WebhookEndpointSecret",
    "DryRun",
    "ChangedMembership",
    "AffectedCount",
    "AreaImport",
    "AreaImportRow",
    "AreaImportReason",
    "ImageUpload",
    "SeriesBookings",
    "UnbookedOccurrence",
    "BookingReason",
    "AttendanceSync",
    "SyncedAttendance",
)
_WHEN = 'period: YEAR, timeZone: "Etc/UTC", startDate: "2026-01-01", endDate: "2200-12-31"'
_SUMMARY = f"hoursSummary({_WHEN})"
_MONTHS = (
    'period: MONTH, startDate: "2026-03-01", endDate: "2026-05-31", measures: [READY], parts: STAGE'
)
_CHART = f'organization(id: "<group>") {{ cultivationChart({_MONTHS})'
_OF_SERIES = 'place: node(id: "<event_series>") { ... on EventSeries'
_FREE_SLOTS = f'freeSlots(venueIds: ["<venue>"], durationMinutes: 60, {WINDOW})'
_ABSENT = f"{WINDOW}, manner: ASK_FOR_STAND_IN"
_OF_SIGN_UP = 'place: node(id: "<sign_up>") { ... on SignUp'
_ABSENCE = f"absenceReport({_ABSENT})"
# A query that leads to an object of each type, with a place for the fields.
PATHS = {
    "Query": "FIELDS",
    "Viewer": "viewer { FIELDS }",
    "Person": 'place: node(id: "<person>") { ... on Person { FIELDS } }',
    "Skill": 'place: node(id: "<person>") { ... on Person { skills { FIELDS } } }',
    "PersonActivity": 'place: node(id: "<person>") { ... on Person { activity { FIELDS } } }',
    "PersonContact": 'place: node(id: "<person>") { ... on Person { contact { FIELDS } } }',
    "ContactReading": "viewer { contactReadings { nodes { FIELDS } } }",
    "ContactShare": 'place: node(id: "<person>") { ... on Person { contact { shares { FIELDS } } } }',
    "Organization": 'organization(id: "<group>") { FIELDS }',
    "AuditEntry": 'organization(id: "<group>") { auditTrail { nodes { FIELDS } } }',
    "AuditRow": 'organization(id: "<group>") { auditTrail { nodes { changes { FIELDS } } } }',
    "AuditField": (
        'organization(id: "<group>") { auditTrail { nodes { changes { fields { FIELDS } } } } }'
    ),
    "OrganizationActivity": 'organization(id: "<group>") { activity { FIELDS } }',
    "CultivationSummary": 'organization(id: "<group>") { cultivation { FIELDS } }',
    "CultivationChart": f"{_CHART} {{ FIELDS }} }}",
    "CultivationSeries": f"{_CHART} {{ series {{ FIELDS }} }} }}",
    "CultivationPoint": f"{_CHART} {{ series {{ points {{ FIELDS }} }} }} }}",
    "CultivationSurvival": 'organization(id: "<group>") { cultivation { survival { FIELDS } } }',
    "SupportConcentration": (
        'organization(id: "<group>") { cultivation { supportConcentration { FIELDS } } }'
    ),
    "CultivationCorrection": (
        'organization(id: "<group>") { cultivation(date: "2026-05-01") { correction { FIELDS } } }'
    ),
    "SupportSummary": 'organization(id: "<group>") { supportSummary { FIELDS } }',
    "EnrolmentOutlook": (
        'place: node(id: "<revised_programme>") { ... on Programme { enrolmentOutlooks { nodes { FIELDS } } } }'
    ),
    # Not as `organization`: a cost has a field of that name.
    "SupportCost": (
        'place: node(id: "<group>") { ... on Organization { supportSummary { costs { FIELDS } } } }'
    ),
    "FunnelStep": 'organization(id: "<group>") { cultivation { funnel { FIELDS } } }',
    "StageSummary": 'organization(id: "<group>") { cultivation { stages { FIELDS } } }',
    "AreaSummary": 'organization(id: "<group>") { cultivation { areas { FIELDS } } }',
    "KindSummary": 'organization(id: "<group>") { cultivation { kinds { FIELDS } } }',
    "RosterEntry": 'organization(id: "<group>") { roster { nodes { FIELDS } } }',
    "RosterValue": 'organization(id: "<group>") { roster { nodes { values { FIELDS } } } }',
    "Invitation": 'place: node(id: "<invitation>") { ... on Invitation { FIELDS } }',
    "ImportJob": 'importJob(id: "<import_job>") { FIELDS }',
    "ImportColumn": 'importJob(id: "<import_job>") { columns { FIELDS } }',
    "ImportJobRow": 'importJob(id: "<import_job>") { rows { nodes { FIELDS } } }',
    "ImportReason": 'importJob(id: "<import_job>") { rows { nodes { reasons { FIELDS } } } }',
    "ImportDifference": 'importJob(id: "<import_job>") { rows { nodes { changes { FIELDS } } } }',
    "ChangeFeed": 'organization(id: "<group>") { changes { FIELDS } }',
    "InvitationPreview": 'invitationPreview(token: "<token>") { FIELDS }',
    "PersonEntry": 'place: node(id: "<person_entry>") { ... on PersonEntry { FIELDS } }',
    "ClaimPreview": 'claimPreview(token: "<claim_token>") { FIELDS }',
    "Membership": 'place: node(id: "<membership>") { ... on Membership { FIELDS } }',
    "MembershipRole": 'place: node(id: "<leading>") { ... on Membership { roles { FIELDS } } }',
    "Event": 'event(id: "<event>") { FIELDS }',
    "SignUpRules": 'event(id: "<event>") { signUpRules { FIELDS } }',
    "FeedbackForm": 'event(id: "<event>") { feedbackForm { FIELDS } }',
    "FeedbackQuestion": 'event(id: "<event>") { feedbackForm { questions { FIELDS } } }',
    "FeedbackQuestionTranslation": (
        'event(id: "<event>") { feedbackForm { questions { translations { FIELDS } } } }'
    ),
    "FeedbackOption": 'event(id: "<event>") { feedbackForm { questions { options { FIELDS } } } }',
    "FeedbackOptionTranslation": (
        'event(id: "<event>") { feedbackForm { questions { options { translations { FIELDS } } } } }'
    ),
    "Feedback": 'place: event(id: "<event>") { feedback { nodes { FIELDS } } }',
    "FeedbackAnswer": 'event(id: "<event>") { feedback { nodes { answers { FIELDS } } } }',
    "CheckInCode": 'event(id: "<checking_in>") { checkInCode { FIELDS } }',
    "Place": 'event(id: "<event>") { place { FIELDS } }',
    "PlaceTranslation": 'event(id: "<event>") { place { translations { FIELDS } } }',
    "Image": 'event(id: "<event>") { cover { FIELDS } }',
    "ImageTranslation": 'event(id: "<event>") { cover { translations { FIELDS } } }',
    "CategoryTranslation": 'category(id: "<category>") { translations { FIELDS } }',
    "EventTranslation": 'event(id: "<event>") { translations { FIELDS } }',
    "ShiftTranslation": 'shift(id: "<shift>") { translations { FIELDS } }',
    "OrganizationTranslation": 'organization(id: "<group>") { translations { FIELDS } }',
    "Contact": 'event(id: "<event>") { contact { FIELDS } }',
    "Shift": 'shift(id: "<shift>") { FIELDS }',
    "Eligibility": 'shift(id: "<shift>") { eligibility { FIELDS } }',
    "EligibilityReason": 'shift(id: "<shift>") { eligibility { reasons { FIELDS } } }',
    "ShiftReservation": 'shift(id: "<open_shift>") { reservation { FIELDS } }',
    "ShiftRoleTranslation": 'shift(id: "<shift>") { roles { translations { FIELDS } } }',
    "ShiftRole": 'shift(id: "<shift>") { roles { FIELDS } }',
    "RolePlaces": 'shift(id: "<shift>") { rolePlaces { FIELDS } }',
    "RoleEligibility": 'shift(id: "<shift>") { eligibility { roles { FIELDS } } }',
    "SignUp": f"{_OF_SIGN_UP} {{ FIELDS }} }}",
    "SwapPartners": f"{_OF_SIGN_UP} {{ swapPartners {{ FIELDS }} }} }}",
    "SwapPartner": f"{_OF_SIGN_UP} {{ swapPartners {{ partners {{ FIELDS }} }} }} }}",
    "HoursAttestation": 'place: node(id: "<approved>") { ... on HoursAttestation { FIELDS } }',
    "HoursBalance": 'place: node(id: "<hours_balance>") { ... on HoursBalance { FIELDS } }',
    "HoursSummary": f'organization(id: "<group>") {{ {_SUMMARY} {{ FIELDS }} }}',
    "PeriodHours": f'organization(id: "<group>") {{ {_SUMMARY} {{ periods {{ FIELDS }} }} }}',
    "OrganizationHours": (
        f'place: node(id: "<person>") {{ ... on Person {{ {_SUMMARY} {{ organizations {{ FIELDS }} }} }} }}'
    ),
    "HoursEntry": 'place: node(id: "<hours_entry>") { ... on HoursEntry { FIELDS } }',
    "Recurrence": f"{_OF_SERIES} {{ recurrence {{ FIELDS }} }} }}",
    "LunarDate": f"{_OF_SERIES} {{ recurrence {{ lunarDate {{ FIELDS }} }} }} }}",
    "FreeSlots": f"{_FREE_SLOTS} {{ FIELDS }}",
    "FreeSlot": f"{_FREE_SLOTS} {{ slots {{ FIELDS }} }}",
    "ShiftTemplate": f"{_OF_SERIES} {{ shiftTemplates {{ FIELDS }} }} }}",
    "WantedStandIns": "viewer { standInsWanted { FIELDS } }",
    "Openings": "viewer { shiftsICanDo { FIELDS } }",
    "Opening": "viewer { shiftsICanDo { fits { FIELDS } } }",
    "AbsenceReport": f"viewer {{ {_ABSENCE} {{ FIELDS }} }}",
    "AbsentSignUp": f"viewer {{ {_ABSENCE} {{ signUps {{ FIELDS }} }} }}",
    **{kind: path for each in resources() for kind, path in each.paths.items()},
}
ARGUMENTS = {
    "Person.hoursSummary": _WHEN,
    "Organization.hoursSummary": _WHEN,
    "Organization.cultivationChart": _MONTHS,
    "Viewer.absenceReport": _ABSENT,
    "Place.distanceMeters": "near: { latitude: 39.9, longitude: 116.4 }",
    "Query.node": 'id: "<person>"',
    "Query.nodes": 'ids: ["<person>"]',
    "Query.person": 'id: "<person>"',
    "Query.organization": 'id: "<group>"',
    "Query.invitationPreview": 'token: "<token>"',
    "Query.claimPreview": 'token: "<claim_token>"',
    "Query.importJob": 'id: "<import_job>"',
    "Query.event": 'id: "<event>"',
    "Query.shift": 'id: "<shift>"',
    "Query.hoursAttestation": 'id: "<approved>"',
    "Subscription.importJobProgress": 'importJobId: "<import_job>"',
    "Subscription.shiftPlaces": 'shiftIds: ["<shift>"]',
    "Subscription.eventChanges": 'eventId: "<event>"',
    "Subscription.signUpChanges": 'shiftId: "<shift>"',
    "Subscription.membershipChanges": 'organizationId: "<group>"',
    "Subscription.hoursBalanceChanges": 'personId: "<person>"',
    **{
        name if "." in name else f"Query.{name}": text
        for each in resources()
        for name, text in each.arguments.items()
    },
}


def fields() -> dict[str, dict[str, GraphQLField]]:
    """Returns every field of the schema that needs a row, by type and name."""
    return {
        kind.name: {
            name: field
            for name, field in kind.fields.items()
            # test_permissions.py checks them by the RPCs; the next actions follow from them and the state.
            if not name.startswith(PERMISSION) and name != "nextActions"
        }
        for kind in SCHEMA.type_map.values()
        if isinstance(kind, GraphQLObjectType)
        and not kind.name.startswith("__")
        and kind.name not in ("Mutation", *_SHOWN_BY_MUTATIONS)
        and not kind.name.endswith(_HOLDERS)
    }


class Sight:
    """What each kind of caller sees of the community in its initial state.

    A query asks for many fields of a type. Its answers are kept, because reads change nothing. They, and all
    that is logged meanwhile, are searched for contact details (see test_canaries.py).
    """

    def __init__(self, community: Community) -> None:
        self._community = community
        self._answers: dict[str, dict[str, dict[str, Json]]] = {}
        self._leaks: dict[str, list[str]] = {}

    async def of(self, operation: str) -> dict[str, Outcome]:
        """Returns the outcome of a field for every kind of caller."""
        type_name, name = operation.split(".")
        answers = await self._answered(type_name)
        return {kind: Outcome(_sign(answers[kind][name], name)) for kind in KINDS}

    async def leaks(self, operation: str) -> list[str]:
        """Returns who was told contact details that they may not see; "the log" is among them if it was."""
        type_name = operation.split(".")[0]
        await self._answered(type_name)
        return self._leaks[type_name]

    async def _answered(self, type_name: str) -> dict[str, dict[str, Json]]:
        if type_name not in self._answers:
            with all_that_is_logged() as logged:
                # One after another: a slow machine would not answer all at once in time.
                answers = {kind: await ask(self._community, type_name, kind) for kind in KINDS}
            self._answers[type_name] = answers
            told = {**answers, "the log": logged.getvalue()}
            self._leaks[type_name] = [
                kind
                for kind, said in told.items()
                if kind not in MAY_SEE and canaries_in(str(said))
            ]
        return self._answers[type_name]


async def ask(community: Community, type_name: str, kind: str) -> dict[str, Json]:
    """Returns the answers to a kind of caller, by the field of the type that each has."""
    world, gateway = community.world, community.gateway
    token = world.tokens[kind]
    selections = {
        name: _selection(type_name, name, field) for name, field in fields()[type_name].items()
    }
    if type_name == "Subscription":
        answers = {}
        for name, selection in selections.items():
            query = fill(f"subscription {{ {selection} }}", world)
            async with gateway.events(query, token) as results:
                answers[name] = await anext(results)
        return answers
    answers = {}
    for names in batched(selections, AT_ONCE):
        asked = " ".join(selections[name] for name in names)
        query = fill(f"{{ {PATHS[type_name].replace('FIELDS', asked)} }}", world)
        answers |= dict.fromkeys(names, await gateway.result(query, token))
    return answers


def batched(names: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yields the names, so many at a time."""
    remaining = iter(names)
    while batch := list(islice(remaining, size)):
        yield batch


def fill(query: str, world: World) -> str:
    """Returns a query with global ids in place of the names in angle brackets."""
    ids = {
        "person": global_id("Person", world.people["subject"]),
        "group": global_id("Organization", world.ids["group"]),
        "membership": global_id("Membership", world.memberships["subject"]),
        "person_entry": global_id("PersonEntry", world.ids["person_entry"]),
        "invitation": global_id("Invitation", world.ids["invitation"]),
        "token": world.ids["token"],
        "claim_token": world.ids["claim_token"],
        "import_job": global_id("ImportJob", world.ids["import_job"]),
        "leading": global_id("Membership", world.memberships["leader"]),
        "revised_programme": global_id("Programme", world.ids["revised_programme"]),
        "event": global_id("Event", world.ids["event"]),
        "checking_in": global_id("Event", world.ids["checking_in"]),
        "open_shift": global_id("Shift", world.ids["open_shift"]),
        "shift": global_id("Shift", world.ids["shift"]),
        "diving": global_id("Shift", world.ids["diving"]),
        "sign_up": global_id("SignUp", world.ids["sign_up"]),
        "approved": global_id("HoursAttestation", world.ids["approved"]),
        "hours_entry": global_id("HoursEntry", world.ids["hours_entry"]),
        "hours_balance": global_id("HoursBalance", world.ids["hours_balance"]),
        **{each.name: global_id(each.one, world.ids[each.name]) for each in resources()},
    }
    for name, id_ in ids.items():
        query = query.replace(f'"<{name}>"', f'"{id_}"')
    return query


def _selection(type_name: str, name: str, field: GraphQLField) -> str:
    """Returns a field as a query asks for it, with as little below it as can be."""
    arguments = ARGUMENTS.get(f"{type_name}.{name}")
    asked = f"{name}({arguments})" if arguments else name
    below = get_named_type(field.type)
    if not is_composite_type(below):
        return asked
    return f"{asked} {{ {'nodes { __typename }' if below.name.endswith('Connection') else '__typename'} }}"


def _sign(answer: Json, name: str) -> str:
    """Returns the sign for the field of that name, at any depth of the answer."""
    if any(error["path"][-1] == name for error in answer.get("errors", ()) if error.get("path")):
        return "-"
    values = list(_values(answer.get("data"), name))
    if any(_is_something(value) for value in values):
        return "+"
    return "0" if values else "-"


def _values(data: Any, name: str) -> Iterator[Any]:
    """Yields the values under a name, as deep as the path to the object goes."""
    if isinstance(data, list):
        for item in data:
            yield from _values(item, name)
    elif isinstance(data, dict):
        if name in data:
            yield data[name]
        else:
            for value in data.values():
                yield from _values(value, name)


def _is_something(value: Any) -> bool:
    if isinstance(value, dict) and "nodes" in value:
        return bool(value["nodes"])
    return value not in (None, [], [None])
