"""Qualifications in the community of the access tables: a verified one, a claim, and the requests about them."""

from datetime import UTC, datetime, timedelta

from banyan.volunteers.v1 import qualification_kind_pb2
from banyan.volunteers.v1 import qualification_pb2 as pb

from tests.access.resource import Resource
from tests.world import World


def new_qualification(world: World, kind: str) -> pb.Qualification:
    """Returns a qualification of the subject, not claimed yet."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    return pb.Qualification(
        person_id=world.people["subject"],
        qualification_kind_id=world.ids[kind],
        issued_date=yesterday.isoformat(),
    )


async def add_qualifications(world: World) -> str:
    """Adds two kinds. Claims one of each; returns the ID of one that is verified. "claimed_qualification" is not."""
    for name, key in (("qualification_kind", "first-aid"), ("driving_licence", "driving-licence")):
        kind = qualification_kind_pb2.QualificationKind(
            key=key,
            name=key,
            language="en",
            validity_months=24,
            translations=[
                qualification_kind_pb2.QualificationKindTranslation(language="zh-Hans", name="资质")
            ],
        )
        request = qualification_kind_pb2.CreateQualificationKindRequest(qualification_kind=kind)
        created = await world.call(
            "administrator", request, qualification_kind_pb2.QualificationKind
        )
        world.ids[name] = created.id
    verified = await _claim(world, "qualification_kind")
    await world.call(
        "leader", pb.VerifyQualificationRequest(qualification_id=verified), pb.Qualification
    )
    world.ids["claimed_qualification"] = await _claim(world, "driving_licence")
    return verified


async def _claim(world: World, kind: str) -> str:
    request = pb.ClaimQualificationRequest(qualification=new_qualification(world, kind))
    return (await world.call("subject", request, pb.Qualification)).id


def _claimed(
    request: pb.VerifyQualificationRequest | pb.RejectQualificationRequest, world: World
) -> None:
    request.qualification_id = world.ids["claimed_qualification"]


def _rejected(request: pb.RejectQualificationRequest, world: World) -> None:
    _claimed(request, world)
    request.reason = "证书不清楚 not legible"


RESOURCE = Resource(
    "Qualification",
    "Qualifications",
    add_qualifications,
    requests={
        "ClaimQualification": lambda request, world: request.qualification.CopyFrom(
            new_qualification(world, "qualification_kind")
        ),
        "VerifyQualification": _claimed,
        "RejectQualification": _rejected,
    },
    arguments={"Query.qualification": 'id: "<qualification>"'},
)
