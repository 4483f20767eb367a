"""What is known of an event and a person, as the facts that the evaluator looks at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.events.eligibility.limits import NO_LOAD, Load
from services.events.eligibility.rules import Facts
from services.events.events.models import Event, EventState, EventVisibility, day_of
from services.events.events.sign_up_rules import Rules, Week
from services.events.people.models import Person, names_of
from services.events.qualifications.queries import Held, missing
from services.events.shifts.models import Shift, ShiftState
from services.events.shifts.queries import AskedShift
from services.events.sign_ups.states import BUSY, ENGAGED, SignUpState


def facts_of(shift: Shift, event: Event, person: Person | None, now: datetime) -> Facts:
    """Returns what rows say about a member who may take a shift; the rest is as if nothing stood against it.

    Args:
        shift: The shift.
        event: Its event.
        person: The person; None until volunteers has announced them.
        now: The time of the work.
    """
    return Facts(
        event_state=event.state,
        shift_state=shift.state,
        organization_state=None,
        is_for_members=event.visibility == EventVisibility.MEMBERS,
        is_member=True,
        has_ended=shift.end_time <= now,
        is_full=False,
        minimum_age=shift.minimum_age,
        is_of_age=True,
        required_skills=shift.required_skills,
        person_state=None if person is None else person.state,
        skills=None if person is None else person.skills_known,
        is_signed_up=False,
        is_engaged=False,
    )


class KnownEvent(NamedTuple):
    """What the tables say of an event and of a person who may take part.

    Attributes:
        id: The event.
        state: Its state.
        visibility: Who sees it.
        time_zone: Its time zone.
        organization_id: The organization that holds it.
        sign_up_open_time: From when on people can sign up; None for no such time.
        sign_up_deadline: From when on people cannot sign up; likewise.
        sign_up_rules: Its rules about signing up.
        organization_state: The state of its organization; None while no notice of it has arrived.
        is_member: Whether the person is an active member of it.
        person_state: The state of the person; None until volunteers has announced them.
        skills: Their skills; None likewise.
        standing: Their sign-ups that count, and those that were declined, in the weeks of the time asked about: shift, organization, state, start and
            end.
        kinds: The kinds of qualifications that the shifts require, each with its name.
        qualifications: The verified qualifications of these kinds that the person has: kind, first and last day.
        recent: The shifts of the sign-ups that they made lately, each as often as they did.
        is_acquainted: Whether the caller may sign them up, if they are somebody else.
    """

    id: UUID
    state: str
    visibility: str
    time_zone: str
    organization_id: UUID
    sign_up_open_time: datetime | None
    sign_up_deadline: datetime | None
    sign_up_rules: Mapping[str, Any] | None
    organization_state: str | None
    is_member: bool
    person_state: str | None
    skills: Sequence[Mapping[str, Any]] | None
    standing: Sequence[tuple[UUID, UUID, str, datetime, datetime]]
    kinds: Sequence[tuple[UUID, str]]
    qualifications: Sequence[tuple[UUID, date, date | None]]
    recent: Sequence[UUID]
    is_acquainted: bool

    def facts(
        self,
        shift: Shift | AskedShift,
        now: datetime,
        *,
        is_full: bool,
        is_of_age: bool | None,
        is_new: bool = True,
        is_another: bool = False,
        is_planned: bool = False,
    ) -> Facts:
        """Returns what decides whether the person can take a shift of the event.

        Args:
            shift: The shift.
            now: The time of the work.
            is_full: Whether there is no place for the person.
            is_of_age: Whether the person is of the age that the shift asks for; None if nobody knows.
            is_new: Whether the person would sign up now, and so has to keep to the times for it.
            is_another: Whether somebody else would sign the person up.
            is_planned: Whether a plan would, which is made before people can sign up, and limits weeks by itself.
        """
        opens = self.sign_up_open_time if is_new and not is_planned else None
        deadline = self.sign_up_deadline if is_new else None
        rules = Rules() if is_planned else Rules.of(self.sign_up_rules)
        taken = [
            (shift_id == shift.id, state)
            for shift_id, _, state, start_time, end_time in self.standing
            if start_time < shift.end_time and end_time > shift.start_time
        ]
        return Facts(
            event_state=EventState(self.state),
            shift_state=ShiftState(shift.state),
            organization_state=self.organization_state,
            is_for_members=self.visibility == EventVisibility.MEMBERS,
            is_member=self.is_member,
            has_ended=shift.end_time <= now,
            is_full=is_full,
            minimum_age=shift.minimum_age,
            is_of_age=is_of_age,
            required_skills=shift.required_skills,
            person_state=self.person_state,
            skills=None if self.skills is None else names_of(self.skills),
            missing_qualifications=self.missing_qualifications(shift),
            is_signed_up=any(same and state != SignUpState.DECLINED for same, state in taken),
            is_declined=(True, SignUpState.DECLINED) in taken,
            needs_approval=rules.needs_approval and not is_another,
            is_engaged=any(not same and state in ENGAGED for same, state in taken),
            signed_up_lately=sum(each == shift.id for each in self.recent),
            signed_up_anywhere=len(self.recent),
            is_early=opens is not None and opens > now,
            is_late=deadline is not None and deadline <= now,
            load=self._load_with(shift) if rules.limits_weeks else NO_LOAD,
            most_shifts_a_week=rules.most_shifts_a_week,
            most_hours_a_week=rules.most_hours_a_week,
            is_another=is_another,
            is_acquainted=self.is_acquainted,
        )

    def _load_with(self, shift: Shift | AskedShift) -> Load:
        """Returns what the person would do for the organization in the week of a shift, with that shift."""
        week = Week.of(shift.start_time, self.time_zone)
        lengths = [
            end_time - start_time
            for shift_id, organization_id, state, start_time, end_time in self.standing
            if organization_id == self.organization_id
            and shift_id != shift.id
            and state in BUSY
            and start_time in week
        ]
        return Load(len(lengths) + 1, sum(lengths, shift.end_time - shift.start_time))

    def missing_qualifications(self, shift: Shift | AskedShift) -> Sequence[str]:
        """Returns the names of the kinds that a shift requires and the person does not have on its day."""
        required = shift.required_qualification_kind_ids
        if not required:
            return ()
        held = [Held(*each) for each in self.qualifications]
        return missing(required, held, dict(self.kinds), day_of(shift.start_time, self.time_zone))
