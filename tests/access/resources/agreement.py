"""Agreements in the community of the access tables: one that the group has adopted, and the member has accepted."""

from typing import Any

from banyan.organizations.v1 import agreement_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World


def new_agreement(world: World) -> pb.Agreement:
    """Returns an agreement of the group, not created yet."""
    return pb.Agreement(
        organization_id=world.ids["group"],
        title="我们的约定",
        body="互相尊重，准时到场。",
        language="zh-Hans",
        translations=[
            pb.AgreementTranslation(language="en", title="What we agree on", body="Be on time.")
        ],
    )


async def _adopted(world: World) -> str:
    creating = pb.CreateAgreementRequest(agreement=new_agreement(world))
    draft = await world.call("leader", creating, pb.Agreement)
    await world.call("leader", pb.AdoptAgreementRequest(agreement_id=draft.id), pb.Agreement)
    return draft.id


async def add_agreement(world: World) -> str:
    """Adopts an agreement of the group, which the member accepts, and returns its ID.

    Adds "open_agreement", which nobody has accepted, and "agreement_draft".
    """
    world.ids["open_agreement"] = await _adopted(world)
    creating = pb.CreateAgreementRequest(agreement=new_agreement(world))
    world.ids["agreement_draft"] = (await world.call("leader", creating, pb.Agreement)).id
    id_ = await _adopted(world)
    await world.call("member", pb.AcceptAgreementRequest(agreement_id=id_), pb.Agreement)
    return id_


def _of(name: str) -> Any:
    def fill(request: Any, world: World) -> None:
        request.agreement_id = world.ids[name]

    return fill


def _renamed(request: Any, world: World) -> None:
    request.MergeFrom(
        pb.UpdateAgreementRequest(
            agreement=pb.Agreement(title="新名字"), update_mask=FieldMask(paths=["title"])
        )
    )
    request.agreement_id = world.ids["agreement_draft"]


RESOURCE = Resource(
    "Agreement",
    "Agreements",
    add_agreement,
    requests={
        "CreateAgreement": lambda request, world: request.agreement.CopyFrom(new_agreement(world)),
        "UpdateAgreement": _renamed,
        "AdoptAgreement": _of("agreement_draft"),
        "AcceptAgreement": _of("open_agreement"),
    },
    arguments={"agreement": 'id: "<agreement>"'},
    parts={
        "AgreementTranslation": "translations { FIELDS }",
        "AgreementAcceptance": "acceptances { nodes { FIELDS } }",
    },
)
