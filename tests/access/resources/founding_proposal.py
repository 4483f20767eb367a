"""Founding proposals in the community of the access tables: the subject proposes to the group, the member supports it."""

from typing import Any
from uuid import UUID

from banyan.organizations.v1 import founding_proposal_pb2 as pb
from banyan.organizations.v1 import organization_pb2

from tests.access.resource import Resource
from tests.world import World

_RULES = """
    UPDATE organization SET founding_rules = '{"supporters_needed": 1, "days_to_answer": 7}'
    WHERE id = $1
"""


async def _proposed(world: World, kind: str, *co_founder_ids: str) -> str:
    request = pb.CreateFoundingProposalRequest(founding_proposal=_proposal(world))
    request.founding_proposal.co_founder_ids.extend(co_founder_ids)
    return (await world.call(kind, request, pb.FoundingProposal)).id


def _proposal(world: World) -> pb.FoundingProposal:
    return pb.FoundingProposal(
        organization_id=world.ids["group"],
        name="夕阳红合唱团",
        purpose="每周一起唱歌 singing together",
        kind=organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
        area="槐柏树街 Huaibaishu Street",
        area_id=world.ids["area"],
        audience="退休的邻居 retired neighbours",
    )


async def add_founding_proposal(world: World) -> str:
    """Proposes a group that waits for an answer, and returns the ID.

    Adds "new_proposal" of the member, which nobody supports, and "questioned_proposal" of the subject.
    """
    await world.platform.site.sql("organizations", _RULES, UUID(world.ids["group"]))
    world.ids["new_proposal"] = await _proposed(world, "member")
    for name in ("questioned_proposal", "answered_proposal"):
        world.ids[name] = await _proposed(world, "subject", world.people["member"])
        asking = pb.QuestionFoundingProposalRequest(
            founding_proposal_id=world.ids[name], question="在哪里唱? where will you sing"
        )
        await world.call("coordinator", asking, pb.FoundingProposal)
    id_ = world.ids["answered_proposal"]
    answering = pb.AnswerFoundingProposalRequest(
        founding_proposal_id=id_, answer="在活动室 in the hall"
    )
    await world.call("subject", answering, pb.FoundingProposal)
    supporting = pb.SupportFoundingProposalRequest(founding_proposal_id=id_)
    await world.call("member", supporting, pb.FoundingProposal)
    return id_


def _create(request: Any, world: World) -> None:
    request.founding_proposal.CopyFrom(_proposal(world))


def _text(field: str, proposal: str = "founding_proposal") -> Any:
    def fill(request: Any, world: World) -> None:
        request.founding_proposal_id = world.ids[proposal]
        setattr(request, field, "请再说一说 please tell more")

    return fill


def _plain(request: Any, _: World) -> None:
    request.ClearField("programme_id")
    request.ClearField("category_id")


def _similar(request: Any, _: World) -> None:
    request.name = "合唱团"


_SIMILAR = 'similarGroups(name: "合唱团")'
RESOURCE = Resource(
    "FoundingProposal",
    "FoundingProposals",
    add_founding_proposal,
    requests={
        "CreateFoundingProposal": _create,
        "FindSimilarGroups": _similar,
        "SupportFoundingProposal": lambda request, world: setattr(
            request, "founding_proposal_id", world.ids["new_proposal"]
        ),
        "QuestionFoundingProposal": _text("question"),
        "AnswerFoundingProposal": _text("answer", "questioned_proposal"),
        "DeclineFoundingProposal": _text("reason"),
        "AcceptFoundingProposal": _plain,
    },
    arguments={
        "foundingProposal": 'id: "<founding_proposal>"',
        "Organization.similarGroups": 'name: "合唱团"',
        "Subscription.foundingProposalUpdates": 'foundingProposalId: "<founding_proposal>"',
        "Subscription.foundingProposalChanges": 'organizationId: "<group>"',
    },
    parts={
        "FoundingSupport": "supports { nodes { FIELDS } }",
        "FoundingRules": "organization { foundingRules { FIELDS } }",
        "SimilarGroups": f"organization {{ {_SIMILAR} {{ FIELDS }} }}",
    },
)
