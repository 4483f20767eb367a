"""The evaluator of eligibility: every reason, its remedy, and no other."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.events.eligibility.limits import Load
from services.events.eligibility.rules import Facts, reasons_against
from services.events.events.models import EventState
from services.events.shifts.models import ShiftState
from services.kit.errors import Refused

ELIGIBLE = Facts(
    event_state=EventState.PUBLISHED,
    shift_state=ShiftState.PLANNED,
    organization_state="ACTIVE",
    is_for_members=False,
    is_member=False,
    has_ended=False,
    is_full=False,
    minimum_age=0,
    is_of_age=None,
    required_skills=(),
    person_state="ACTIVE",
    skills=frozenset(),
    is_signed_up=False,
    is_engaged=False,
)
# What stands against somebody, and what it takes for that.
CASES: list[tuple[str, dict[str, Any]]] = [
    ("EVENT_NOT_PUBLISHED", {"event_state": "DRAFT"}),
    ("EVENT_NOT_PUBLISHED", {"event_state": "CANCELLED"}),
    ("EVENT_NOT_PUBLISHED", {"event_state": "COMPLETED"}),
    ("EVENT_NOT_PUBLISHED", {"event_state": "DELETED"}),
    ("SHIFT_NOT_PLANNED", {"shift_state": "CANCELLED"}),
    ("SHIFT_NOT_PLANNED", {"shift_state": "DELETED"}),
    ("ORGANIZATION_CLOSED", {"organization_state": "CLOSED"}),
    ("MEMBERS_ONLY", {"is_for_members": True}),
    ("SHIFT_ENDED", {"has_ended": True}),
    ("SIGN_UPS_CLOSED", {"is_late": True}),
    ("SIGN_UPS_NOT_OPEN", {"is_early": True}),
    ("SIGN_UP_DECLINED", {"is_declined": True}),
    ("TOO_MANY_SHIFTS_A_WEEK", {"most_shifts_a_week": 2, "load": Load(3)}),
    ("TOO_MANY_HOURS_A_WEEK", {"most_hours_a_week": 2, "load": Load(1, timedelta(minutes=121))}),
    ("SHIFT_FULL", {"is_full": True}),
    ("PERSON_SUSPENDED", {"person_state": "SUSPENDED"}),
    ("TOO_YOUNG", {"minimum_age": 18, "is_of_age": False}),
    ("AGE_UNKNOWN", {"minimum_age": 18, "is_of_age": None}),
    ("SKILL_MISSING", {"required_skills": ("急救",)}),
    ("SKILLS_UNKNOWN", {"required_skills": ("急救",), "skills": None, "person_state": None}),
    ("QUALIFICATION_MISSING", {"missing_qualifications": ("急救",)}),
    ("OVERLAPPING_SIGN_UP", {"is_engaged": True}),
    ("ALREADY_SIGNED_UP", {"is_signed_up": True}),
    ("TOO_MANY_SIGN_UPS", {"signed_up_lately": 10, "signed_up_anywhere": 10}),
    ("TOO_MANY_SIGN_UPS", {"signed_up_lately": 1, "signed_up_anywhere": 200}),
    ("TOO_MANY_SIGN_UPS", {"signed_up_lately": 10, "signed_up_anywhere": 200}),
]

skill = st.sampled_from(["急救", "驾驶", "cooking", "first aid"])
facts = st.builds(
    Facts,
    event_state=st.sampled_from(EventState),
    shift_state=st.sampled_from(ShiftState),
    organization_state=st.sampled_from(["ACTIVE", "CLOSED", None]),
    is_for_members=st.booleans(),
    is_member=st.booleans(),
    has_ended=st.booleans(),
    is_full=st.booleans(),
    minimum_age=st.integers(0, 120),
    is_of_age=st.sampled_from([True, False, None]),
    required_skills=st.lists(skill, unique=True).map(tuple),
    person_state=st.sampled_from(["ACTIVE", "SUSPENDED", None]),
    skills=st.none() | st.frozensets(skill),
    missing_qualifications=st.lists(skill, unique=True, max_size=2).map(tuple),
    is_signed_up=st.booleans(),
    is_engaged=st.booleans(),
    signed_up_lately=st.integers(0, 20),
    signed_up_anywhere=st.integers(0, 200),
    is_declined=st.booleans(),
    needs_approval=st.booleans(),
    is_early=st.booleans(),
    is_late=st.booleans(),
    load=st.builds(Load, st.integers(0, 3), st.timedeltas(timedelta(), timedelta(hours=3))),
    most_shifts_a_week=st.none() | st.integers(1, 3),
    most_hours_a_week=st.none() | st.integers(1, 3),
)


def codes(of: Facts) -> list[str]:
    return [violation.reason for violation in reasons_against(of)]


def test_nothing_stands_against_whoever_meets_every_rule() -> None:
    assert codes(ELIGIBLE) == []


@pytest.mark.parametrize(("reason", "values"), CASES)
def test_each_rule_alone_gives_its_reason_alone(reason: str, values: dict[str, Any]) -> None:
    assert codes(replace(ELIGIBLE, **values)) == [reason]


@pytest.mark.parametrize(
    "values",
    [
        {"minimum_age": 18, "is_of_age": True},
        {"required_skills": ("急救",), "skills": frozenset({"急救", "驾驶"})},
        {"organization_state": None},
        {"is_for_members": True, "is_member": True},
        {"person_state": None, "skills": None},
        {"needs_approval": True},
        {"is_declined": True, "is_another": True},
        {"most_shifts_a_week": 2, "load": Load(2, timedelta(hours=48))},
        {"most_hours_a_week": 2, "load": Load(9, timedelta(hours=2))},
        {"signed_up_lately": 9, "signed_up_anywhere": 199},
    ],
)
def test_a_rule_that_is_met_gives_none(values: dict[str, Any]) -> None:
    assert codes(replace(ELIGIBLE, **values)) == []


@pytest.mark.parametrize("required", ["first aid", "FIRST AID", "Ｆirst　 aid"])
def test_a_required_skill_is_known_however_it_is_written(required: str) -> None:
    facts = replace(ELIGIBLE, required_skills=(required,), skills=frozenset({"first aid"}))
    assert codes(facts) == []


def test_every_missing_skill_is_a_reason_that_points_to_it() -> None:
    reasons = reasons_against(
        replace(ELIGIBLE, required_skills=("急救", "驾驶", "cooking"), skills=frozenset({"驾驶"}))
    )
    assert [reason.field for reason in reasons] == [
        "shift.required_skills[0]",
        "shift.required_skills[2]",
    ]
    assert "急救" in reasons[0].description


@pytest.mark.parametrize(
    "pair", [(a, b) for a, b in product(CASES, CASES) if not a[1].keys() & b[1].keys()]
)
def test_two_rules_give_both_reasons(pair: tuple[Any, Any]) -> None:
    (first, some), (second, others) = pair
    assert set(codes(replace(ELIGIBLE, **some, **others))) == {first, second}


@given(facts)
def test_the_reasons_are_exactly_those_that_the_rules_give(some: Facts) -> None:
    missing = (
        [] if some.skills is None else [s for s in some.required_skills if s not in some.skills]
    )
    expected = {
        "EVENT_NOT_PUBLISHED": some.event_state != "PUBLISHED",
        "SHIFT_NOT_PLANNED": some.shift_state != "PLANNED",
        "SHIFT_ENDED": some.has_ended,
        "SIGN_UPS_CLOSED": some.is_late,
        "SIGN_UPS_NOT_OPEN": some.is_early,
        "SIGN_UP_DECLINED": some.is_declined,
        "TOO_MANY_SHIFTS_A_WEEK": some.load.shifts > (some.most_shifts_a_week or 3),
        "TOO_MANY_HOURS_A_WEEK": some.load.length > timedelta(hours=some.most_hours_a_week or 3),
        "SHIFT_FULL": some.is_full,
        "PERSON_SUSPENDED": some.person_state == "SUSPENDED",
        "TOO_YOUNG": some.minimum_age > 0 and some.is_of_age is False,
        "AGE_UNKNOWN": some.minimum_age > 0 and some.is_of_age is None,
        "SKILL_MISSING": len(missing),
        "SKILLS_UNKNOWN": bool(some.required_skills) and some.skills is None,
        "QUALIFICATION_MISSING": len(some.missing_qualifications),
        "OVERLAPPING_SIGN_UP": some.is_engaged,
        "ALREADY_SIGNED_UP": some.is_signed_up,
        "ORGANIZATION_CLOSED": some.organization_state == "CLOSED",
        "MEMBERS_ONLY": some.is_for_members and not some.is_member,
        "TOO_MANY_SIGN_UPS": some.signed_up_lately >= 10 or some.signed_up_anywhere >= 200,
    }
    found = codes(some)
    assert {code: found.count(code) for code in expected} == {
        code: int(times) for code, times in expected.items()
    }
    assert set(found) <= expected.keys()


@given(facts)
def test_every_reason_has_a_remedy_and_a_subject(some: Facts) -> None:
    for reason in reasons_against(some):
        assert reason.field
        assert reason.description.endswith((".", "already."))
        # One sentence says what is the matter and another what to do about it.
        assert reason.reason == "ALREADY_SIGNED_UP" or ". " in reason.description


@given(facts, skill)
def test_learning_a_skill_never_adds_a_reason(some: Facts, learnt: str) -> None:
    after = replace(some, skills=(some.skills or frozenset()) | {learnt})
    gone = {"SKILL_MISSING", "SKILLS_UNKNOWN"}
    assert set(codes(after)) - gone == set(codes(some)) - gone
    if some.skills is not None:
        assert codes(after).count("SKILL_MISSING") <= codes(some).count("SKILL_MISSING")


def test_a_refusal_tells_every_reason_and_speaks_of_the_first() -> None:
    reasons = reasons_against(replace(ELIGIBLE, is_full=True, is_engaged=True))
    refused = Refused.of(reasons)
    assert refused.code == "FAILED_PRECONDITION"
    assert refused.reason == "SHIFT_FULL"
    assert list(refused.violations) == reasons
