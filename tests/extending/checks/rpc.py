"""What must hold of the copy of the tree in which people can be archived."""

from contextlib import AsyncExitStack
from typing import Any, cast

import pytest
from banyan.volunteers.v1 import person_pb2

from gateway.schema.__main__ import generate
from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.services import Platform, Site

pb = cast("Any", person_pb2)  # the checked-in types know no archive


async def test_the_method_is_served_guarded_and_changes_the_state(site: Site) -> None:
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack, ("volunteers",))
        me = uuid7()
        person = pb.Person(display_name="林秀英", time_zone="Asia/Shanghai")
        mine, admin = platform.office.person(me), platform.office.person(admin=True)
        await platform.call(pb.RegisterPersonRequest(person=person), pb.Person, mine)

        def archive() -> Any:
            return pb.ArchivePersonRequest(person_id=str(me))

        with pytest.raises(PermissionDenied):
            await platform.call(archive(), pb.Person, mine)
        archived: Any = await platform.call(archive(), pb.Person, admin)
        assert archived.state == pb.PERSON_STATE_ARCHIVED
        with pytest.raises(Refused):
            await platform.call(archive(), pb.Person, admin)


def test_the_mutation_stands_in_the_schema() -> None:
    assert "archivePerson(" in generate()
