"""What must hold of the copy of the tree in which people have a nickname."""

from contextlib import AsyncExitStack
from typing import Any, cast

import pytest
from banyan.volunteers.v1 import person_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from gateway.schema.__main__ import generate
from services.kit.errors import InvalidArgument
from services.kit.process.ids import uuid7
from tests.services import Platform, Site

pb = cast("Any", person_pb2)  # the checked-in types know no nickname


async def test_the_field_is_stored_answered_masked_validated_and_announced(site: Site) -> None:
    async with AsyncExitStack() as stack:
        platform = await Platform.start(site, stack, ("volunteers",))
        me = uuid7()
        passport = platform.office.person(me)
        person = pb.Person(display_name="林秀英", time_zone="Asia/Shanghai", nickname="秀秀")
        registered: Any = await platform.call(
            pb.RegisterPersonRequest(person=person), pb.Person, passport
        )
        assert registered.nickname == "秀秀"

        def rename(nickname: str) -> Any:
            return pb.UpdatePersonRequest(
                person_id=str(me),
                person=pb.Person(nickname=nickname),
                update_mask=FieldMask(paths=["nickname"]),
            )

        updated: Any = await platform.call(rename("阿秀"), pb.Person, passport)
        assert updated.nickname == "阿秀"
        assert updated.etag != registered.etag
        with pytest.raises(InvalidArgument) as refused:
            await platform.call(rename("x" * 31), pb.Person, passport)
        assert refused.value.violations[0].field == "person.nickname"


def test_the_field_stands_in_the_schema_with_its_comment() -> None:
    schema = generate()
    for kind in (
        "type Person implements Node",
        "input RegisterPersonInput",
        "input UpdatePersonInput",
    ):
        body = schema.split(f"{kind} {{")[1].split("\n}")[0]
        assert "nickname: String" in body
        assert "What friends call the person." in body
