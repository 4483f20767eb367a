"""What claiming a record refuses where the rest of the platform is away, or the key is another."""

import pytest
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import person_entry_pb2 as pb
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.kit.errors import Refused, Unavailable
from services.kit.process.ids import uuid7
from services.kit.process.links import LinkTokens, token_hash
from services.organizations.invitations.tokens import CLAIM, INVITATION, tokens_for
from services.organizations.passports.administrators import Administrators
from services.organizations.passports.keys import SigningKey
from services.organizations.person_entries.servicer import PersonEntryServicer
from tests.organizations.community import Community
from tests.organizations.passports.test_registered import passport_of


def tokens(key: Ed25519PrivateKey, purpose: bytes = CLAIM) -> LinkTokens:
    return tokens_for(purpose, SigningKey(key, "key"))


async def test_nobody_claims_while_nobody_knows_whether_they_have_registered(
    community: Community,
) -> None:
    organization = await community.found()
    leader = await community.holding(None, organization, "LEADER")
    member = await community.call(
        pb.AddMemberRequest(
            organization_id=organization.id,
            display_name="张桂芳",
            time_zone="Asia/Shanghai",
        ),
        membership_pb2.Membership,
        leader,
    )
    link = await community.call(
        pb.CreateClaimLinkRequest(person_entry_id=member.person_id), pb.ClaimLink, leader
    )
    guest = await passport_of(community.platform, "guest")
    request = pb.ClaimPersonRequest(token=link.token)
    with pytest.raises(Unavailable) as refused:
        await community.call(request, pb.PersonEntry, guest)
    assert refused.value.reason == "REGISTRATION_UNCHECKED"
    preview = await community.call(pb.LookUpClaimRequest(token=link.token), pb.ClaimPreview, guest)
    assert preview.usable


def test_a_retry_under_another_key_gets_no_link_that_leads_nowhere() -> None:
    first, second, link_id = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate(), uuid7()
    token = tokens(first).token_of(link_id)
    stored = pb.ClaimLink(token=token_hash(token).hex(), link=str(link_id))
    answer = pb.ClaimLink()
    answer.CopyFrom(stored)
    PersonEntryServicer(tokens(first), "x#{token}", Administrators()).complete_CreateClaimLink(
        answer
    )
    assert (answer.token, answer.link) == (token, f"x#{token}")
    with pytest.raises(Refused) as refused:
        PersonEntryServicer(tokens(second), "x#{token}", Administrators()).complete_CreateClaimLink(
            stored
        )
    assert refused.value.reason == "CLAIM_LINK_SHOWN_BEFORE"
    assert "Create a new one" in refused.value.message


def test_a_token_for_one_purpose_is_none_for_another() -> None:
    key, link_id = Ed25519PrivateKey.generate(), uuid7()
    assert tokens(key).token_of(link_id) != tokens(key, INVITATION).token_of(link_id)
