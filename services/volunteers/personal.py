"""What the tables of this service say about people; see `services.kit.work.holdings`."""

from services.kit.work.holdings import held, holdings, nobody
from services.volunteers.activities.models import SignUp
from services.volunteers.attestations.models import HoursAttestation
from services.volunteers.availability.models import Availability
from services.volunteers.contacts.models import ContactReading, ContactShare, PersonContact
from services.volunteers.hours.models import CountedTime, HoursAccount, HoursBalance, HoursEntry
from services.volunteers.memberships.models import Membership
from services.volunteers.organizations.models import Organization
from services.volunteers.people.models import Person
from services.volunteers.qualification_kinds.models import QualificationKind
from services.volunteers.qualifications.models import Qualification

PERSONAL = holdings(
    held(Person, of=["id"]),
    held(PersonContact, of=["id"]),
    held(ContactShare, of=["person_id"], by=["recorder_person_id"]),
    held(ContactReading, of=["person_id"], by=["reader_person_id"]),
    held(Qualification, of=["person_id"], by=["decider_id"]),
    held(Availability, of=["id"]),
    held(Membership, of=["person_id"]),
    held(SignUp, of=["person_id"]),
    held(HoursAttestation, of=["person_id"], by=["submitter_id", "decider_id", "reverser_id"]),
    held(HoursAccount, of=["person_id"]),
    held(HoursEntry, of=["person_id"]),
    held(CountedTime, of=["person_id"]),
    held(HoursBalance, of=["person_id"]),
    nobody(Organization, QualificationKind),
)
