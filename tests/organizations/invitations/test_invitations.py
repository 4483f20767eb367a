"""InvitationService: links that admit so many, until a time, unless revoked."""

import base64
import json
import logging
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from banyan.organizations.v1 import invitation_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from services.kit.contract.values import timestamp
from services.kit.errors import (
    AlreadyExists,
    InvalidArgument,
    PermissionDenied,
    Refused,
)
from services.kit.process.ids import uuid7
from tests.notices import published, spoken
from tests.organizations.community import APPLICATION, INVITATION, OPEN, Community
from tests.organizations.invitations.inviting import (
    ACTIVE,
    accept,
    close,
    invite,
    look_up,
    revoke,
)
from tests.passports import PassportOffice
from tests.services import Platform, Site

MANAGERS = ("OWNER", "LEADER", "COORDINATOR")


def in_days(days: float) -> object:
    return timestamp(datetime.now(UTC) + timedelta(days=days))


class TestCreateInvitation:
    @pytest.mark.parametrize("policy", [OPEN, APPLICATION, INVITATION])
    async def test_works_with_every_policy(
        self, community: Community, policy: organization_pb2.MembershipPolicy
    ) -> None:
        me, organization = uuid7(), await community.found(membership_policy=policy)
        passport = await community.holding(me, organization, "COORDINATOR")
        link = await invite(community, organization, passport, note="隔壁的王阿姨")
        invitation = link.invitation
        assert (invitation.organization_id, invitation.inviter_person_id) == (
            organization.id,
            str(me),
        )
        assert (invitation.note, invitation.maximum_uses, invitation.uses) == ("隔壁的王阿姨", 1, 0)
        assert invitation.state == ACTIVE
        lifetime = invitation.expire_time.ToDatetime() - invitation.create_time.ToDatetime()
        assert lifetime == timedelta(days=7)
        assert link.link == f"http://127.0.0.1:8000/join#{link.token}"
        assert len(base64.urlsafe_b64decode(link.token)) * 8 >= 160

    async def test_is_for_those_who_manage_the_roster(self, community: Community) -> None:
        organization = await community.found()
        for role in MANAGERS:
            await invite(community, organization, await community.holding(None, organization, role))
        elsewhere = await community.found()
        for passport in (
            community.passport(),
            await community.holding(None, organization, "MEMBER"),
            await community.holding(None, organization, "SUPERVISOR"),
            await community.holding(None, elsewhere, "OWNER"),
        ):
            with pytest.raises(PermissionDenied):
                await invite(community, organization, passport)

    async def test_is_not_for_a_closed_organization(self, community: Community) -> None:
        organization = await community.found()
        await close(community, organization)
        with pytest.raises(Refused) as refused:
            await invite(community, organization)
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("maximum_uses", 0),
            ("maximum_uses", 1001),
            ("note", "x" * 201),
            ("expire_time", in_days(-0.01)),
            ("expire_time", in_days(90.1)),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, community: Community, field: str, value: Any
    ) -> None:
        organization = await community.found()
        with pytest.raises(InvalidArgument) as refused:
            await invite(community, organization, **{field: value})
        assert refused.value.violations[0].field == field

    async def test_a_retry_gets_the_same_link(self, community: Community) -> None:
        organization, request_id = await community.found(), str(uuid4())
        me = await community.holding(None, organization, "LEADER")
        first = await invite(community, organization, me, request_id=request_id)
        assert await invite(community, organization, me, request_id=request_id) == first
        other = await invite(community, organization)
        assert other.token != first.token

    async def test_a_retry_under_another_key_gets_no_link_that_leads_nowhere(
        self, site: Site, tmp_path: Path
    ) -> None:
        request_id = str(uuid4())
        async with AsyncExitStack() as stack:
            community = Community(await Platform.start(site, stack, ("organizations",)))
            organization = await community.found()
            me = await community.holding(None, organization, "LEADER")
            link = await invite(community, organization, me, request_id=request_id)
        successor = PassportOffice(tmp_path)
        keys = [
            json.loads(office.jwks.read_text())["keys"][0] for office in (successor, site.office)
        ]
        keys[0]["kid"] = "successor"
        successor.jwks.write_text(json.dumps({"keys": keys}))
        settings: dict[str, Any] = {
            "passport_jwks": successor.jwks,
            "passport_private_key": successor.private_key,
        }
        async with AsyncExitStack() as stack:
            platform = await Platform.start(site, stack, ("organizations",), **settings)
            later = Community(platform)
            with pytest.raises(Refused) as refused:
                await invite(later, organization, me, request_id=request_id)
            assert refused.value.reason == "LINK_TOLD_BEFORE"
            assert (await look_up(later, link.token)).usable
            # What it says to do next.
            await revoke(later, link.invitation.id)
            again = await invite(later, organization, me)
            assert (await look_up(later, again.token)).usable
            assert not (await look_up(later, link.token)).usable

    async def test_keeps_the_secret_nowhere(
        self, community: Community, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        organization = await community.found()
        link = await invite(community, organization, request_id=str(uuid4()))
        me = uuid7()
        await accept(community, link.token, me)
        with pytest.raises(AlreadyExists):
            await accept(community, link.token, me)
        notices = await published(community.platform.site, "organizations", 5)
        assert "invitation.created" in spoken(notices)
        told = b"".join(notice.payload for notice in notices)
        secrets = [link.token.encode(), base64.urlsafe_b64decode(link.token)]
        stored = b""
        for table in ("answer", "audit", "outbox", "failure", "invitation", "membership"):
            rows = await community.platform.site.sql(
                "organizations",
                f"SELECT convert_to({table}::text, 'UTF8') AS row FROM {table}",
            )
            stored += b"".join(row["row"] for row in rows)
        assert UUID(link.invitation.id).hex.encode() in stored.replace(b"-", b"")  # the control
        bodies = await community.platform.site.sql(
            "organizations", "SELECT body FROM answer WHERE body IS NOT NULL"
        )
        stored += b"".join(row["body"] for row in bodies)
        hexadecimal = [secret.hex().encode() for secret in secrets]
        for secret in (*secrets, *hexadecimal):
            assert secret not in stored + told + caplog.text.encode()


class TestReading:
    async def test_is_for_those_who_manage_the_roster(self, community: Community) -> None:
        organization = await community.found()
        made = [(await invite(community, organization)).invitation.id for _ in range(3)]
        listing = pb.ListInvitationsRequest(organization_id=organization.id, page_size=2)
        several = pb.BatchGetInvitationsRequest(ids=made)
        for role in MANAGERS:
            passport = await community.holding(None, organization, role)
            page = await community.call(listing, pb.ListInvitationsResponse, passport)
            assert [each.id for each in page.invitations] == made[:0:-1]
            rest = pb.ListInvitationsRequest(
                organization_id=organization.id, page_size=2, page_token=page.next_page_token
            )
            page = await community.call(rest, pb.ListInvitationsResponse, passport)
            assert [each.id for each in page.invitations] == made[:1]
            found = await community.call(several, pb.BatchGetInvitationsResponse, passport)
            assert [each.id for each in found.invitations] == made
        await community.call(
            pb.RevokeInvitationRequest(invitation_id=made[1]), pb.Invitation, community.admin
        )
        for states, ids in (
            (["REVOKED"], [made[1]]),
            (["ACTIVE", "EXPIRED"], [made[2], made[0]]),
            (["EXHAUSTED"], []),
        ):
            wanted = pb.ListInvitationsRequest(
                organization_id=organization.id,
                states=[f"INVITATION_STATE_{state}" for state in states],
            )
            page = await community.call(wanted, pb.ListInvitationsResponse, community.admin)
            assert [each.id for each in page.invitations] == ids
        for passport in (
            community.passport(),
            await community.holding(None, organization, "MEMBER"),
            await community.holding(None, organization, "SUPERVISOR"),
        ):
            with pytest.raises(PermissionDenied):
                await community.call(listing, pb.ListInvitationsResponse, passport)
            with pytest.raises(PermissionDenied):
                await community.call(
                    pb.GetInvitationRequest(invitation_id=made[0]), pb.Invitation, passport
                )
            found = await community.call(several, pb.BatchGetInvitationsResponse, passport)
            assert not found.invitations
