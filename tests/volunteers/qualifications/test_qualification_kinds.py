"""QualificationKindService: the catalogue of what people can be qualified for."""

from typing import Any

import pytest
from banyan.volunteers.v1 import qualification_kind_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import AlreadyExists, Conflict, InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.services import Platform


async def create(platform: Platform, key: str, **values: Any) -> pb.QualificationKind:
    """Creates a kind, as an administrator."""
    kind = pb.QualificationKind(**({"key": key, "name": key.title()} | values))
    request = pb.CreateQualificationKindRequest(qualification_kind=kind)
    return await platform.call(request, pb.QualificationKind, platform.office.person(admin=True))


async def change(
    platform: Platform, kind: pb.QualificationKind, **values: Any
) -> pb.QualificationKind:
    """Changes a kind, as an administrator."""
    request = pb.UpdateQualificationKindRequest(
        qualification_kind_id=kind.id,
        qualification_kind=pb.QualificationKind(**values),
        update_mask=FieldMask(paths=[name for name in values if name != "etag"]),
    )
    return await platform.call(request, pb.QualificationKind, platform.office.person(admin=True))


async def listed(platform: Platform, **values: Any) -> list[str]:
    request = pb.ListQualificationKindsRequest(**values)
    anonymous = platform.office.anonymous()
    answer = await platform.call(request, pb.ListQualificationKindsResponse, anonymous)
    return [each.key for each in answer.qualification_kinds]


async def test_are_listed_by_position_and_retired_ones_only_if_wanted(
    volunteers: Platform,
) -> None:
    first_aid = await create(volunteers, "first-aid", position=2, validity_months=24)
    await create(volunteers, "driving", position=1)
    assert await listed(volunteers) == ["driving", "first-aid"]
    retired = await change(volunteers, first_aid, retired=True, etag=first_aid.etag)
    assert (retired.retired, retired.validity_months) == (True, 24)
    assert await listed(volunteers) == ["driving"]
    assert await listed(volunteers, include_retired=True) == ["driving", "first-aid"]
    with pytest.raises(Conflict):
        await change(volunteers, first_aid, position=9, etag=first_aid.etag)


async def test_have_one_key_each_for_good(volunteers: Platform) -> None:
    first_aid = await create(volunteers, "first-aid")
    with pytest.raises(AlreadyExists) as refused:
        await create(volunteers, "first-aid")
    assert refused.value.reason == "QUALIFICATION_KIND_KEY_TAKEN"
    assert "Choose a different one" in refused.value.message
    assert await create(volunteers, "first-aid-at-sea")
    with pytest.raises(InvalidArgument):
        await change(volunteers, first_aid, key="other")


async def test_are_for_administrators_to_change(volunteers: Platform) -> None:
    owner = volunteers.office.person(roles={uuid7(): ["OWNER"]})
    kind = pb.QualificationKind(key="first-aid", name="First aid")
    with pytest.raises(PermissionDenied):
        await volunteers.call(
            pb.CreateQualificationKindRequest(qualification_kind=kind), pb.QualificationKind, owner
        )


@pytest.mark.parametrize("months", [-1, 1201])
async def test_are_valid_for_a_time_that_can_be(volunteers: Platform, months: int) -> None:
    with pytest.raises(InvalidArgument):
        await create(volunteers, "first-aid", validity_months=months)
