"""An invitation is not used more often than it can be, however many accept it at once."""

import asyncio
from collections import Counter

import pytest
from banyan.organizations.v1 import membership_pb2

from services.kit.errors import DomainError
from services.kit.work.work import Work
from services.organizations.invitations import servicer as invitations
from services.organizations.invitations.models import Invitation
from tests.organizations.community import Community
from tests.organizations.invitations.inviting import accept, invite
from tests.organizations.invitations.test_accepting import get
from tests.organizations.racing import without_organization_locks

USES, PEOPLE = 3, 12


async def accept_at_once(community: Community) -> tuple[Counter[str], int, int]:
    """Lets 12 people accept what 3 may; returns how that ended, the uses counted, who joined."""
    organization = await community.found()
    link = await invite(community, organization, maximum_uses=USES)
    answers = await asyncio.gather(
        *(accept(community, link.token) for _ in range(PEOPLE)), return_exceptions=True
    )
    ends = Counter(
        answer.reason if isinstance(answer, DomainError) else type(answer).__name__
        for answer in answers
    )
    joined = await community.platform.site.sql(
        "organizations", "SELECT 1 FROM membership WHERE invitation_id IS NOT NULL"
    )
    return ends, (await get(community, link.invitation.id)).uses, len(joined)


def look_then_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a look and an unconditional UPDATE in the place of the conditional one."""
    waiting, everybody = 0, asyncio.Event()

    async def take_use(invitation: Invitation, work: Work) -> Invitation:
        nonlocal waiting
        waiting += 1
        if waiting >= USES + 3:
            everybody.set()
        await asyncio.wait_for(everybody.wait(), 15)
        invitation.refuse_if_unusable(work.now)
        used = await work.change_if(Invitation, invitation.id, uses=Invitation.uses + 1)
        assert used is not None
        return used

    monkeypatch.setattr(invitations, "take_use", take_use)


EXACTLY = {membership_pb2.Membership.__name__: USES, "INVITATION_EXHAUSTED": PEOPLE - USES}


async def test_is_used_so_often_and_no_more(community: Community) -> None:
    assert await accept_at_once(community) == (EXACTLY, USES, USES)


async def test_does_not_depend_on_the_lock_on_the_organization(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_organization_locks(monkeypatch)
    assert await accept_at_once(community) == (EXACTLY, USES, USES)


async def test_the_table_refuses_what_gets_past_the_update(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_organization_locks(monkeypatch)
    look_then_count(monkeypatch)
    assert await accept_at_once(community) == (EXACTLY, USES, USES)


async def test_negative_control_without_both_it_is_used_too_often(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_organization_locks(monkeypatch)
    look_then_count(monkeypatch)
    await community.platform.site.sql(
        "organizations", "ALTER TABLE invitation DROP CONSTRAINT invitation_uses"
    )
    _, uses, joined = await accept_at_once(community)
    assert uses > USES
    assert joined > USES
