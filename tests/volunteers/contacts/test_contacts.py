"""PersonContactService: who sees how to reach a person."""

import json
from typing import Any
from uuid import UUID

import pytest
from banyan.audit.v1 import audit_pb2
from banyan.volunteers.v1 import person_contact_pb2 as pb
from banyan.volunteers.v1 import person_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.errors import InvalidArgument, NotFound, PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.services import Platform
from tests.volunteers.owner import Owner
from tests.volunteers.people.test_people import register

PHONE = "+8613800138000"
ALL = FieldMask(paths=["phone", "email", "address", "emergency_contact"])


async def enter(platform: Platform, person_id: UUID, **values: str) -> pb.PersonContact:
    details: dict[str, Any] = {"phone": PHONE, "address": "槐柏树街 12 号\n3 单元"} | values
    return await platform.call(
        pb.UpdatePersonContactRequest(
            person_id=str(person_id), person_contact=pb.PersonContact(**details), update_mask=ALL
        ),
        pb.PersonContact,
        platform.office.person(person_id),
    )


async def get(platform: Platform, person_id: UUID, passport: str) -> pb.PersonContact:
    return await platform.call(
        pb.GetPersonContactRequest(person_id=str(person_id)), pb.PersonContact, passport
    )


async def belongs(
    platform: Platform,
    owner: Owner,
    person_id: UUID,
    organization_id: UUID,
    state: str = "ACTIVE",
) -> None:
    """Lets organizations know and have told of a membership, which began a while ago."""
    if state == "ACTIVE":
        owner.admit(person_id, organization_id)
    await platform.site.sql(
        "volunteers",
        "INSERT INTO membership (id, organization_id, person_id, state, create_time)"
        " VALUES ($1, $2, $3, $4, now() - interval '1 day')",
        uuid7(),
        organization_id,
        person_id,
        state,
    )


async def share(platform: Platform, person_id: UUID, organization_id: UUID) -> pb.PersonContact:
    return await platform.call(
        pb.SharePersonContactRequest(
            person_id=str(person_id), organization_id=str(organization_id)
        ),
        pb.PersonContact,
        platform.office.person(person_id),
    )


class TestGetPersonContact:
    async def test_shows_a_person_their_own(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        contact = await get(volunteers, me, volunteers.office.person(me))
        assert (contact.person_id, contact.phone) == (str(me), PHONE)

    async def test_shows_empty_details_to_whoever_has_entered_none(
        self, volunteers: Platform
    ) -> None:
        me = uuid7()
        contact = await get(volunteers, me, volunteers.office.person(me))
        assert (contact.person_id, contact.phone) == (str(me), "")

    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
    async def test_shows_managers_what_was_shared_with_their_organization(
        self, volunteers: Platform, owner: Owner, role: str
    ) -> None:
        me, group = uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        await belongs(volunteers, owner, me, group)
        await share(volunteers, me, group)
        leader = volunteers.office.person(roles={group: [role]})
        assert (await get(volunteers, me, leader)).phone == PHONE

    @pytest.mark.parametrize(
        ("shared", "state", "roles", "admin"),
        [
            (False, "ACTIVE", ["LEADER"], False),
            (True, "APPLIED", ["LEADER"], False),
            (True, "SUSPENDED", ["LEADER"], False),
            (True, "ENDED", ["LEADER"], False),
            (True, "ACTIVE", ["SUPERVISOR"], False),
            (True, "ACTIVE", ["MEMBER"], False),
            (True, "ACTIVE", [], False),
            (True, "ACTIVE", [], True),
        ],
    )
    async def test_shows_nobody_else_anything(
        self,
        volunteers: Platform,
        owner: Owner,
        shared: bool,
        state: str,
        roles: list[str],
        admin: bool,
    ) -> None:
        me, group = uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        await belongs(volunteers, owner, me, group, state)
        if shared:
            await share(volunteers, me, group)
        reader, held = uuid7(), {group: roles}
        if roles == ["MEMBER"]:
            await belongs(volunteers, owner, reader, group)
            held = {}
        with pytest.raises(PermissionDenied):
            await get(volunteers, me, volunteers.office.person(reader, roles=held, admin=admin))

    async def test_shows_those_above_nothing_even_where_their_roles_count(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, station, group = uuid7(), uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        await belongs(volunteers, owner, me, group)
        await share(volunteers, me, group)
        await volunteers.site.sql(
            "volunteers",
            "INSERT INTO organization (id, ancestor_ids, inherit_roles) VALUES ($1, $2, true)",
            group,
            [station],
        )
        above = volunteers.office.person(roles={station: ["LEADER"]})
        request = person_pb2.GetPersonRequest(person_id=str(me))
        assert (await volunteers.call(request, person_pb2.Person, above)).id == str(me)
        with pytest.raises(PermissionDenied):
            await get(volunteers, me, above)

    async def test_leaves_an_audit_row_for_each_reading(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, leader = uuid7(), uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        await belongs(volunteers, owner, me, group)
        await share(volunteers, me, group)
        passport = volunteers.office.person(leader, roles={group: ["LEADER"]})
        for _ in range(2):
            await get(volunteers, me, passport)
        rows = await volunteers.site.sql(
            "volunteers",
            "SELECT resource_ids FROM audit WHERE person_id = $1 AND method LIKE '%/GetPersonContact'",
            leader,
        )
        assert [json.loads(row["resource_ids"]) for row in rows] == [[str(me)], [str(me)]]

    async def test_is_in_the_trail_of_the_organization_by_whose_right_it_was(
        self, volunteers: Platform, owner: Owner
    ) -> None:
        me, group, other = uuid7(), uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        for organization in (group, other):
            await belongs(volunteers, owner, me, organization)
            await share(volunteers, me, organization)
        leader, office = uuid7(), volunteers.office
        await get(volunteers, me, office.person(leader, roles={group: ["LEADER"]}))
        await get(volunteers, me, office.person(me))

        async def readings(organization_id: UUID) -> list[audit_pb2.AuditEntry]:
            answer = await volunteers.call(
                audit_pb2.ListAuditEntriesRequest(organization_id=str(organization_id)),
                audit_pb2.ListAuditEntriesResponse,
                office.person(roles={organization_id: ["OWNER"]}),
                "volunteers",
            )
            entries = answer.audit_entries
            return [entry for entry in entries if entry.action.endswith("/GetPersonContact")]

        (entry,) = await readings(group)  # not the person's own
        assert (entry.person_id, list(entry.resource_ids)) == (str(leader), [str(me)])
        assert await readings(other) == []


class TestUpdatePersonContact:
    async def test_keeps_what_the_mask_leaves_out(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        before = await enter(volunteers, me)
        after = await volunteers.call(
            pb.UpdatePersonContactRequest(
                person_id=str(me),
                person_contact=pb.PersonContact(email="lin@example.org", etag=before.etag),
                update_mask=FieldMask(paths=["email"]),
            ),
            pb.PersonContact,
            volunteers.office.person(me),
        )
        assert (after.phone, after.email) == (PHONE, "lin@example.org")

    async def test_asks_to_register_first(self, volunteers: Platform) -> None:
        with pytest.raises(NotFound):
            await enter(volunteers, uuid7())

    @pytest.mark.parametrize(
        ("values", "field", "form"),
        [
            ({"phone": "13800138000"}, "person_contact.phone", "such as +49301234567"),
            ({"phone": "+49 30 1234567"}, "person_contact.phone", "digits alone"),
            ({"email": "lin"}, "person_contact.email", "like name@example.org"),
            ({"address": "x" * 501}, "person_contact.address", "at most 500 characters"),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule_and_its_form_but_not_its_value(
        self, volunteers: Platform, values: dict[str, str], field: str, form: str
    ) -> None:
        me = uuid7()
        await register(volunteers, me)
        with pytest.raises(InvalidArgument) as refused:
            await enter(volunteers, me, **values)
        assert [violation.field for violation in refused.value.violations] == [field]
        assert next(iter(values.values())) not in str(refused.value.violations)
        assert form in refused.value.violations[0].description

    async def test_keeps_the_values_out_of_the_audit_trail_and_the_outbox(
        self, volunteers: Platform
    ) -> None:
        me = uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        for table in ("audit", "outbox"):
            rows = await volunteers.site.sql("volunteers", f"SELECT {table}::text FROM {table}")
            assert not [row for row in rows if PHONE in row[0]]


class TestSharePersonContact:
    async def test_is_with_200_organizations_at_most(self, volunteers: Platform) -> None:
        me, first = uuid7(), uuid7()
        await register(volunteers, me)
        await share(volunteers, me, first)
        await volunteers.site.sql(
            "volunteers",
            "INSERT INTO contact_share (person_id, organization_id, create_time)"
            " SELECT $1, gen_random_uuid(), now() FROM generate_series(1, 199)",
            me,
        )
        with pytest.raises(Refused) as refused:
            await share(volunteers, me, uuid7())
        assert refused.value.reason == "TOO_MANY_SHARES"
        assert len((await share(volunteers, me, first)).shares) == 200  # renewed

    async def test_shares_once_and_ends_at_once(self, volunteers: Platform, owner: Owner) -> None:
        me, group = uuid7(), uuid7()
        await register(volunteers, me)
        await enter(volunteers, me)
        await belongs(volunteers, owner, me, group)
        leader = volunteers.office.person(roles={group: ["LEADER"]})
        await share(volunteers, me, group)
        contact = await share(volunteers, me, group)
        assert [entry.organization_id for entry in contact.shares] == [str(group)]
        assert (await get(volunteers, me, leader)).phone == PHONE
        contact = await volunteers.call(
            pb.UnsharePersonContactRequest(person_id=str(me), organization_id=str(group)),
            pb.PersonContact,
            volunteers.office.person(me),
        )
        assert not contact.shares
        with pytest.raises(PermissionDenied):
            await get(volunteers, me, leader)

    async def test_refuses_to_share_the_details_of_another(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        with pytest.raises(PermissionDenied):
            await volunteers.call(
                pb.SharePersonContactRequest(person_id=str(me), organization_id=str(uuid7())),
                pb.PersonContact,
                volunteers.office.person(),
            )


async def test_a_person_carries_no_contact_details() -> None:
    names = {field.name for field in person_pb2.Person.DESCRIPTOR.fields}
    assert not names & {"phone", "email", "address", "emergency_contact"}
