"""Eligibility: whether a person can take a shift, and every reason against it.

One evaluator serves all callers, so answers cannot disagree. It is a pure function of facts that were
gathered before. Each reason includes its remedy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.events.eligibility.limits import NO_LOAD, Load, of_repetition, of_week
from services.events.events.models import EventState
from services.events.people.models import PersonState
from services.events.shifts.models import ShiftState
from services.events.shifts.roles import Sort
from services.kit.errors import Violation
from services.kit.text.folding import comparable
from services.kit.work.memberships import ENDED

ALREADY_SIGNED_UP = Violation(
    "sign_up", "You are already signed up for this shift or on its waitlist.", "ALREADY_SIGNED_UP"
)
ALREADY_HAS_SIGN_UP = Violation(
    "sign_up",
    "The person is already signed up for this shift or on its waitlist. Look at the sign-ups of the shift.",
    "ALREADY_SIGNED_UP",
)
SHIFT_FULL = Violation(
    "shift.capacity",
    "This shift is full, the places that are left are reserved, or others are waiting for a place. Join the waitlist or "
    "choose another shift.",
    "SHIFT_FULL",
)
OVERLAPPING_SIGN_UP = Violation(
    "sign_up",
    "You have another shift at that time. Choose a different shift, or cancel the other sign-up "
    "first.",
    "OVERLAPPING_SIGN_UP",
)
# The same, where an organizer or a race may have been the cause.
PERSON_ENGAGED = Violation(
    "sign_up",
    "The person has another shift at that time. The other sign-up must be cancelled first.",
    "OVERLAPPING_SIGN_UP",
)
PERSON_UNKNOWN = Violation(
    "person_id",
    "This person neither belongs to your organization nor is signed up for one of its shifts. Invite them to "
    "join, or let them sign up themselves.",
    "PERSON_UNKNOWN",
)
# What those who manage an event can override when they sign somebody else up. Nothing lets people be in two
# places at once, be more than there are places, or take part while they are suspended.
OVERRIDABLE = frozenset(
    {
        "AGE_UNKNOWN",
        "SKILL_MISSING",
        "MEMBERS_ONLY",
        "SIGN_UPS_CLOSED",
        "SIGN_UPS_NOT_OPEN",
        "TOO_MANY_SHIFTS_A_WEEK",
        "TOO_MANY_HOURS_A_WEEK",
    }
)
_NOT_PUBLISHED = {
    EventState.DRAFT: "This event is not published yet. Come back once it is.",
    EventState.CANCELLED: "This event is cancelled. Choose another one.",
    EventState.COMPLETED: "This event is over. Choose another one.",
    EventState.DELETED: "This event is deleted. Choose another one.",
}
_NOT_PLANNED = {
    ShiftState.CANCELLED: "This shift is cancelled. Choose another one.",
    ShiftState.DELETED: "This shift is deleted. Choose another one.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a person can take a shift.

    Attributes:
        event_state: The state of the event.
        shift_state: The state of the shift.
        organization_state: The state of the organization; None while no notice of it has arrived.
        is_for_members: Whether the event is for members of the organization.
        is_member: Whether the person is an active member.
        has_ended: Whether the shift is over.
        is_early: Whether the person would sign up before people can.
        is_late: Whether the person would sign up after the deadline for it.
        load: What the person does for the organization in the week of the shift, with this shift.
        most_shifts_a_week: How many shifts that may be; None for any number.
        most_hours_a_week: How many hours; likewise.
        is_full: Whether there is no place for the person.
        minimum_age: The minimum age of the shift; 0 for none.
        is_of_age: Whether the person has that age on the day of the shift; None if nobody knows.
        required_skills: The skills that the shift asks for, as they are written there.
        person_state: The state of the person; None until volunteers has announced them.
        missing_qualifications: The names of the kinds of qualifications that the shift requires and the person does not
            have, verified and valid on the day of the shift.
        skills: What the person can do, in the form in which skills are compared; None likewise.
        is_signed_up: Whether the person is signed up for the shift, or waits for it, already.
        is_declined: Whether an organizer has declined a sign-up of the person for the shift.
        needs_approval: Whether an organizer decides about the sign-up, which stands against nobody.
        is_engaged: Whether the person holds a place in another shift at that time.
        signed_up_lately: How often the person has signed up for the shift within 24 hours, if they would do so
            again.
        signed_up_anywhere: The same for all shifts.
        is_another: Whether somebody else signs the person up; the reasons are then worded for them.
        is_acquainted: Whether that person may do so: they oversee the person, who has registered.
    """

    event_state: EventState
    shift_state: ShiftState
    organization_state: str | None
    is_for_members: bool
    is_member: bool
    has_ended: bool
    is_full: bool
    minimum_age: int
    is_of_age: bool | None
    required_skills: Sequence[str]
    person_state: str | None
    skills: frozenset[str] | None
    is_signed_up: bool
    is_engaged: bool
    missing_qualifications: Sequence[str] = ()
    signed_up_lately: int = 0
    signed_up_anywhere: int = 0
    is_declined: bool = False
    needs_approval: bool = False
    is_early: bool = False
    is_late: bool = False
    load: Load = NO_LOAD
    most_shifts_a_week: int | None = None
    most_hours_a_week: int | None = None
    is_another: bool = False
    is_acquainted: bool = True


def reasons_against(facts: Facts) -> list[Violation]:
    """Returns every reason for which the person cannot take the shift; none means that they can."""
    if not facts.is_acquainted:  # and nothing else, which would say something about a stranger
        return [PERSON_UNKNOWN]
    return [
        *_of_event_and_shift(facts),
        *_of_age(facts),
        *_of_skills(facts),
        *of_qualifications(facts.missing_qualifications, is_another=facts.is_another),
        *_of_person(facts),
        *of_week(
            facts.load,
            facts.most_shifts_a_week,
            facts.most_hours_a_week,
            is_another=facts.is_another,
        ),
        *of_repetition(facts.signed_up_lately, facts.signed_up_anywhere),
    ]


def best_of(reasons: Mapping[Sort, Sequence[Violation]]) -> Sort:
    """Returns the sort of place that a person is to have who wants any: one that they can take, or else one to wait for.

    Args:
        reasons: What stands against each, those first that come first.
    """
    ranked = sorted(reasons, key=lambda sort: (bool(reasons[sort]), reasons[sort] != [SHIFT_FULL]))
    return ranked[0]


def _of_event_and_shift(facts: Facts) -> Iterator[Violation]:
    if facts.event_state != EventState.PUBLISHED:
        yield Violation("event.state", _NOT_PUBLISHED[facts.event_state], "EVENT_NOT_PUBLISHED")
    if facts.organization_state in ENDED:
        yield Violation(
            "event.organization",
            "This organization is closed and takes no more sign-ups. Choose an event of another one.",
            "ORGANIZATION_CLOSED",
        )
    if facts.shift_state != ShiftState.PLANNED:
        yield Violation("shift.state", _NOT_PLANNED[facts.shift_state], "SHIFT_NOT_PLANNED")
    if facts.has_ended:
        yield Violation(
            "shift.end_time", "This shift has ended. Choose a later one.", "SHIFT_ENDED"
        )
    if facts.is_early:
        yield Violation(
            "event.sign_up_open_time",
            "People cannot sign up for this event yet. Change the time from which on they can, or override this with a "
            "reason."
            if facts.is_another
            else "People cannot sign up for this event yet. Look at the time from which on they can, and come back then.",
            "SIGN_UPS_NOT_OPEN",
        )
    if facts.is_late:
        yield Violation(
            "event.sign_up_deadline",
            "The deadline for signing up has passed. Change the deadline, or override this with a reason."
            if facts.is_another
            else "The deadline for signing up has passed. Ask the organizers to sign you up, or choose another "
            "event.",
            "SIGN_UPS_CLOSED",
        )
    if facts.is_signed_up:
        yield ALREADY_HAS_SIGN_UP if facts.is_another else ALREADY_SIGNED_UP
    if facts.is_declined and not facts.is_another:
        yield Violation(
            "sign_up",
            "The organizers have declined your sign-up for this shift. Choose another shift, or ask them to sign you up.",
            "SIGN_UP_DECLINED",
        )
    if facts.is_full:
        yield SHIFT_FULL


def _of_age(facts: Facts) -> Iterator[Violation]:
    if not facts.minimum_age or facts.is_of_age:
        return
    if facts.is_of_age is None:
        yield Violation(
            "person.birth_date",
            "This shift has a minimum age of {min}, and only the person can have their age "
            "checked. Let them sign up themselves, or override this with a reason."
            if facts.is_another
            else "This shift has a minimum age of {min}, and your age is unknown. Enter "
            "your birth date in your profile.",
            "AGE_UNKNOWN",
            params={"min": facts.minimum_age, "unit": "years"},
        )
    else:
        yield Violation(
            "shift.minimum_age",
            "This shift has a minimum age of {min} on that day. Choose another one.",
            "TOO_YOUNG",
            params={"min": facts.minimum_age, "unit": "years"},
        )


def _of_skills(facts: Facts) -> Iterator[Violation]:
    if facts.required_skills and facts.skills is None:
        yield Violation(
            "person.skills",
            "This shift requires skills, and your profile is not available here yet. Register "
            "first, or try again in a moment if you have just registered.",
            "SKILLS_UNKNOWN",
        )
        return
    for index, skill in enumerate(facts.required_skills):
        if comparable(skill) not in (facts.skills or ()):
            yield Violation(
                f"shift.required_skills[{index}]",
                "This shift requires the skill “{skill}”, which is not in the person's profile. Let them add "
                "it if they have it, or override this with a reason."
                if facts.is_another
                else "This shift requires the skill “{skill}”. Add it to your profile if you have it.",
                "SKILL_MISSING",
                params={"skill": skill},
            )


def of_qualifications(names: Sequence[str], *, is_another: bool) -> Iterator[Violation]:
    """Yields a reason for each kind of qualification that a person lacks on the day of a shift."""
    for name in names:
        yield Violation(
            "shift.required_qualification_kind_ids",
            "This shift requires the qualification “{qualification}”, verified and valid on its day. Let the person"
            " claim it, and verify it if you lead the organization."
            if is_another
            else "This shift requires the qualification “{qualification}”, verified and valid on its day. Claim it "
            "in your profile, and ask a leader of your organization to verify it.",
            "QUALIFICATION_MISSING",
            params={"qualification": name},
        )


def _of_person(facts: Facts) -> Iterator[Violation]:
    if facts.person_state == PersonState.SUSPENDED:
        yield Violation(
            "person.state",
            "This person is suspended and cannot be signed up. Ask an administrator to reinstate them."
            if facts.is_another
            else "You are suspended and cannot sign up. Ask an administrator to reinstate you.",
            "PERSON_SUSPENDED",
        )
    if facts.is_for_members and not facts.is_member:
        yield Violation(
            "event.visibility",
            "This event is for active members of the organization. Let the person join it, or override this "
            "with a reason."
            if facts.is_another
            else "This event is for active members of the organization. Join it, or ask its leaders to "
            "reinstate you.",
            "MEMBERS_ONLY",
        )
    if facts.is_engaged:
        yield PERSON_ENGAGED if facts.is_another else OVERLAPPING_SIGN_UP
