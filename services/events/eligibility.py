"""Eligibility: whether a person can take a shift, and every reason that stands against it.

One evaluator answers everybody who asks, so that no two answers disagree. It is a pure function of
facts that were gathered before; each reason comes with its remedy.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.kit.errors import Violation

ALREADY_SIGNED_UP = Violation(
    "sign_up", "You are signed up for this shift, or wait for it, already.", "ALREADY_SIGNED_UP"
)
SHIFT_FULL = Violation(
    "shift.capacity",
    "All places are taken, or others wait for one. Join the waitlist, or choose another shift.",
    "SHIFT_FULL",
)
OVERLAPPING_SIGN_UP = Violation(
    "sign_up",
    "You have taken another shift at that time. Choose a shift at another time, or cancel that"
    " sign-up first.",
    "OVERLAPPING_SIGN_UP",
)
OVERLAPPING_ATTENDANCE = Violation(
    "check_in_time",
    "The person has attended another shift at that time, and no minute counts twice. Choose times"
    " that do not overlap, or correct the other attendance first.",
    "OVERLAPPING_ATTENDANCE",
)
_NOT_PUBLISHED = {
    "DRAFT": "The event is not published yet. Come back when it is.",
    "CANCELLED": "The event is cancelled. Choose another one.",
    "COMPLETED": "The event is over. Choose another one.",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a person can take a shift.

    Attributes:
        event_state: How far the event has come.
        has_ended: Whether the shift is over.
        is_full: Whether no place is left for the person.
        minimum_age: The age that the shift asks for; 0 for none.
        is_of_age: Whether the person has that age on the day of the shift; None if nobody knows.
        required_skills: The skills that the shift asks for.
        person_state: How the person stands; None while volunteers has told nothing of them.
        skills: What the person can do; None likewise.
        is_signed_up: Whether the person is signed up for the shift, or waits for it, already.
        is_engaged: Whether the person holds a place in another shift at that time.
    """

    event_state: str
    has_ended: bool
    is_full: bool
    minimum_age: int
    is_of_age: bool | None
    required_skills: Sequence[str]
    person_state: str | None
    skills: frozenset[str] | None
    is_signed_up: bool
    is_engaged: bool


def reasons_against(facts: Facts) -> list[Violation]:
    """Returns every reason for which the person cannot take the shift; none means that they can."""
    return [*_of_event_and_shift(facts), *_of_age(facts), *_of_skills(facts), *_of_person(facts)]


def _of_event_and_shift(facts: Facts) -> Iterator[Violation]:
    if facts.event_state != "PUBLISHED":
        yield Violation("event.state", _NOT_PUBLISHED[facts.event_state], "EVENT_NOT_PUBLISHED")
    if facts.has_ended:
        yield Violation("shift.end_time", "The shift has ended. Choose a later one.", "SHIFT_ENDED")
    if facts.is_signed_up:
        yield ALREADY_SIGNED_UP
    if facts.is_full:
        yield SHIFT_FULL


def _of_age(facts: Facts) -> Iterator[Violation]:
    if not facts.minimum_age or facts.is_of_age:
        return
    if facts.is_of_age is None:
        yield Violation(
            "person.birth_date",
            f"The shift is for people of {facts.minimum_age} or older, and your age is not known."
            " Enter your birth date in your profile.",
            "AGE_UNKNOWN",
        )
    else:
        yield Violation(
            "shift.minimum_age",
            f"The shift is for people who are {facts.minimum_age} or older on that day. Choose"
            " another one.",
            "TOO_YOUNG",
        )


def _of_skills(facts: Facts) -> Iterator[Violation]:
    if facts.required_skills and facts.skills is None:
        yield Violation(
            "person.skills",
            "The shift asks for skills, and yours are not known here yet. Register, or try again in"
            " a moment if you just have.",
            "SKILLS_UNKNOWN",
        )
        return
    for index, skill in enumerate(facts.required_skills):
        if skill not in (facts.skills or ()):
            yield Violation(
                f"shift.required_skills[{index}]",
                f"The shift asks for the skill “{skill}”. Add it to your profile if you have it.",
                "SKILL_MISSING",
            )


def _of_person(facts: Facts) -> Iterator[Violation]:
    if facts.person_state == "SUSPENDED":
        yield Violation(
            "person.state",
            "You are suspended and cannot sign up. Ask an administrator to reinstate you.",
            "PERSON_SUSPENDED",
        )
    if facts.is_engaged:
        yield OVERLAPPING_SIGN_UP
