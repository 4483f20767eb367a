"""Roles of the shifts of a series: every occurrence has them, and nobody loses a place when they change."""

import pytest
from banyan.events.v1 import event_series_pb2 as pb
from banyan.events.v1 import shift_pb2, sign_up_pb2

from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.events.series.test_editing import by, edit
from tests.events.series.test_series import created, occurrences, shifts
from tests.events.stage import Stage, mask


def roles_of(shift: shift_pb2.Shift) -> list[tuple[str, int, int]]:
    """Returns the roles of a shift: the title, the places, and how many are taken."""
    return [
        (role.title, places.places, places.places_taken)
        for role, places in zip(shift.roles, shift.role_places, strict=True)
    ]


async def test_titles_in_other_languages_and_reserved_places_come_with_each_occurrence(
    stage: Stage,
) -> None:
    group, other = uuid7(), uuid7()
    for each in (group, other):
        await stage.knows_organization(each)
    cook = shift_pb2.ShiftRole(title="厨师", places=1)
    cook.translations.add(language="en", title="Cook")
    template = pb.ShiftTemplate(title="做饭", duration_minutes=60, capacity=4, roles=[cook])
    template.reservation.organization_id, template.reservation.places = str(group), 2
    series = await created(stage, recurrence=by("FREQ=WEEKLY;COUNT=2"), shift_templates=[template])
    first, second = [(await shifts(stage, each))[0] for each in await occurrences(stage, series)]
    assert [each.title for each in first.roles[0].translations] == ["Cook"]
    assert (first.places_reserved, first.reservation.organization_id) == (2, str(group))
    # A member has taken one of them, and somebody changes the other shift by hand.
    member = uuid7()
    await stage.knows_membership(member, group)
    await stage.sign_up(first, member)
    by_hand = shift_pb2.UpdateShiftRequest(shift_id=second.id, update_mask=mask("reservation"))
    by_hand.shift.reservation.organization_id, by_hand.shift.reservation.places = str(other), 1
    await stage.call(by_hand, shift_pb2.Shift)
    (changed,) = series.shift_templates
    changed.reservation.places = 3
    series = await edit(stage, series, shift_templates=[changed])
    found = [await stage.get_shift(each) for each in (first, second)]
    assert [(each.places_reserved, each.reservation.places) for each in found] == [(2, 3), (1, 1)]
    (changed,) = series.shift_templates
    changed.ClearField("reservation")
    await edit(stage, series, shift_templates=[changed])
    found = [await stage.get_shift(each) for each in (first, second)]
    assert [each.HasField("reservation") for each in found] == [False, True]
    assert found[0].places_free == 3


async def test_refuses_reservations_that_cannot_be(stage: Stage) -> None:
    template = pb.ShiftTemplate(title="做饭", duration_minutes=60, capacity=1)
    template.reservation.organization_id, template.reservation.places = str(uuid7()), 2
    with pytest.raises(InvalidArgument) as refused:
        await created(stage, shift_templates=[template])
    root = "event_series.shift_templates[0].reservation"
    assert {(each.field, each.reason) for each in refused.value.violations} == {
        (f"{root}.places", "RESERVED_OVER_CAPACITY"),
        (f"{root}.organization_id", "UNKNOWN_ORGANIZATION"),
    }


async def test_occurrences_follow_unless_somebody_would_lose_a_place(stage: Stage) -> None:
    template = pb.ShiftTemplate(
        title="做饭",
        duration_minutes=60,
        capacity=4,
        roles=[shift_pb2.ShiftRole(title="厨师", places=2)],
    )
    series = await created(stage, recurrence=by("FREQ=WEEKLY;COUNT=2"), shift_templates=[template])
    kept, free = [(await shifts(stage, each))[0] for each in await occurrences(stage, series)]
    assert roles_of(kept) == roles_of(free) == [("厨师", 2, 0)]
    role_id = kept.roles[0].role_id
    request = sign_up_pb2.CreateSignUpRequest(shift_id=kept.id, role_id=role_id)
    await stage.call(request, sign_up_pb2.SignUp, stage.office.person())
    (changed,) = series.shift_templates
    assert changed.roles[0].role_id == role_id == free.roles[0].role_id
    # A role more, and one place fewer for cooks: both shifts follow.
    changed.roles[0].places = 1
    changed.roles.add(title="司机", places=1)
    series = await edit(stage, series, shift_templates=[changed])
    assert roles_of(await stage.get_shift(kept)) == [("厨师", 1, 1), ("司机", 1, 0)]
    assert roles_of(await stage.get_shift(free)) == [("厨师", 1, 0), ("司机", 1, 0)]
    # Without cooks: who is one keeps the place, and the other shift follows.
    (changed,) = series.shift_templates
    del changed.roles[0]
    await edit(stage, series, shift_templates=[changed])
    assert roles_of(await stage.get_shift(kept)) == [("厨师", 1, 1), ("司机", 1, 0)]
    assert roles_of(await stage.get_shift(free)) == [("司机", 1, 0)]
