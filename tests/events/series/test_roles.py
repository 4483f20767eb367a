"""Roles of the shifts of a series: every occurrence has them, and nobody loses a place when they change."""

from banyan.events.v1 import event_series_pb2 as pb
from banyan.events.v1 import shift_pb2, sign_up_pb2

from tests.events.series.test_editing import by, edit
from tests.events.series.test_series import created, occurrences, shifts
from tests.events.stage import Stage


def roles_of(shift: shift_pb2.Shift) -> list[tuple[str, int, int]]:
    """Returns the roles of a shift: the title, the places, and how many are taken."""
    return [
        (role.title, places.places, places.places_taken)
        for role, places in zip(shift.roles, shift.role_places, strict=True)
    ]


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
