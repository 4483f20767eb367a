"""What the tables of this service say about people; see `services.kit.work.holdings`."""

from services.events.areas.models import Area
from services.events.availability.models import Availability
from services.events.bookings.models import Booking
from services.events.calendar_feeds.models import CalendarFeed
from services.events.categories.models import Category
from services.events.date_polls.models import DatePoll, DatePollAnswer
from services.events.event_import_feeds.models import EventImportFeed
from services.events.event_imports.models import (
    EventImportJob,
    EventImportJobRow,
    ImportedEvent,
)
from services.events.event_templates.models import EventTemplate
from services.events.events.models import Event
from services.events.feedback.models import Feedback, FeedbackSummary
from services.events.memberships.models import Membership
from services.events.organizations.models import Organization
from services.events.people.models import Person
from services.events.plans.models import PlanAssignment, PlanGap, PlanShare, SchedulePlan
from services.events.qualifications.models import Qualification, QualificationKind
from services.events.reminders.models import Reminder, ReminderRule
from services.events.rotas.models import Rota, RotaSearch
from services.events.series.models import EventSeries
from services.events.shifts.models import Shift
from services.events.sign_ups.models import SignUp
from services.events.stand_ins.models import StandIn
from services.events.standing_sign_ups.models import StandingSignUp
from services.events.swaps.models import Swap
from services.events.venues.models import Venue
from services.kit.work.holdings import held, holdings, nobody

PERSONAL = holdings(
    held(Person, of=["id"], clears={"search_name": "", "skills": [], "comparable_skills": []}),
    held(Membership, of=["person_id"]),
    held(
        Availability,
        of=["id"],
        clears={"time_zone": "Etc/UTC", "weekly_windows": [], "absences": []},
    ),
    held(Qualification, of=["person_id"], clears={"issued_date": None, "valid_until_date": None}),
    held(CalendarFeed, of=["id"]),
    held(
        SignUp,
        of=["person_id"],
        by=["recorder_id", "creator_id"],
        clears={"attendance_reason": "", "cancel_reason": "", "override_reason": ""},
        keeps=["overridden_reasons"],
    ),
    held(
        StandingSignUp,
        of=["person_id"],
        keeps=["start_date", "pause_start_date", "pause_end_date"],
    ),
    held(StandIn, of=["person_id"], clears={"note": ""}),
    held(Swap, of=["person_id", "other_person_id"], clears={"note": ""}),
    held(Feedback, of=["person_id"], clears={"comment": "", "answers": []}),
    held(Reminder, of=["person_id"], keeps=["reasons", "role_gaps"]),
    held(PlanAssignment, of=["person_id"], keeps=["grounds", "refused_reasons"]),
    held(PlanShare, of=["person_id"], keeps=["size", "reasons"]),
    held(DatePoll, by=["invited_person_ids"]),
    held(DatePollAnswer, of=["answerer_id"], keeps=["choices"]),
    held(Rota, by=["person_ids"]),
    held(EventImportJob, by=["actor_id"]),
    held(RotaSearch, by=["passed_person_ids"]),
    held(SchedulePlan, by=["publisher_id"], listed={"decisions": "person_id"}),
    held(Event, inside={"contact": "person_id"}),
    held(EventSeries, inside={"contact": "person_id"}),
    nobody(Area, Booking, Category, EventImportFeed, EventImportJobRow, ImportedEvent),
    nobody(Organization, PlanGap, QualificationKind),
    nobody(EventTemplate, FeedbackSummary, ReminderRule, Shift, Venue),
)
