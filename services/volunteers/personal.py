"""What the tables of this service say about people; see `services.kit.work.holdings`."""

from services.kit.work.holdings import held, holdings, nobody
from services.volunteers.activities.models import SignUp
from services.volunteers.attestations.models import HoursAttestation
from services.volunteers.availability.models import Availability
from services.volunteers.contact_drafts.models import ContactDraft
from services.volunteers.contacts.models import ContactReading, ContactShare, PersonContact
from services.volunteers.hours.models import CountedTime, HoursAccount, HoursBalance, HoursEntry
from services.volunteers.memberships.models import Membership
from services.volunteers.organizations.models import Organization
from services.volunteers.people.models import Person
from services.volunteers.qualification_kinds.models import QualificationKind
from services.volunteers.qualifications.models import Qualification

PERSONAL = holdings(
    held(
        Person,
        of=["id"],
        clears={
            "display_name": "",
            "sort_name": "",
            "search_name": "",
            "languages": [],
            "time_zone": "Etc/UTC",
            "birth_date": None,
            "skills": [],
        },
        keeps=["avatar"],  # whose uses are counted: `services/volunteers/people/leaving.py`
    ),
    held(PersonContact, of=["id"], goes=True),
    held(ContactDraft, of=["person_id"], by=["recorder_person_id"], goes=True),
    held(ContactShare, of=["person_id"], by=["recorder_person_id"], goes=True),
    held(ContactReading, of=["person_id"], by=["reader_person_id"], goes=True),
    held(
        Qualification,
        of=["person_id"],
        by=["decider_id"],
        clears={"reason": ""},
        keeps=["issued_date", "valid_until_date"],  # which withdrawing takes away
    ),
    held(
        Availability,
        of=["id"],
        clears={
            "time_zone": "Etc/UTC",
            "weekly_windows": [],
            "absences": [],
            "wanted_minutes_a_week": None,
            "most_minutes_a_week": None,
        },
    ),
    held(Membership, of=["person_id"]),
    held(SignUp, of=["person_id"]),
    held(
        HoursAttestation,
        of=["person_id"],
        by=["submitter_id", "decider_id", "reverser_id"],
        clears={"description": "", "reason": ""},
        keeps=["date"],
    ),
    held(HoursAccount, of=["person_id"]),
    held(HoursEntry, of=["person_id"], keeps=["date"]),
    held(CountedTime, of=["person_id"]),
    held(HoursBalance, of=["person_id"]),
    nobody(Organization, QualificationKind),
)
