"""What events does about the notices of qualifications and their kinds: it repeats them."""

from banyan.volunteers.v1 import qualification_kind_pb2, qualification_pb2

from services.events.qualifications.models import Qualification, QualificationKind
from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work


async def _repeat_kind(kind: qualification_kind_pb2.QualificationKind, work: Work) -> None:
    await project(work, QualificationKind, kind)


async def _repeat(qualification: qualification_pb2.Qualification, work: Work) -> None:
    await project(work, Qualification, qualification)


CONSUMERS = (
    Consumer(
        "events-qualification-kind",
        "volunteers",
        "qualification_kind",
        qualification_kind_pb2.QualificationKind,
        _repeat_kind,
    ),
    Consumer(
        "events-qualification",
        "volunteers",
        "qualification",
        qualification_pb2.Qualification,
        _repeat,
    ),
)
