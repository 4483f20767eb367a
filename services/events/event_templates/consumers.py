"""What events does about starter kits: a group that was founded with one gets the event templates in it."""

from uuid import UUID

from banyan.events.v1 import event_template_pb2
from banyan.organizations.v1 import starter_kit_pb2
from google.protobuf.json_format import MessageToDict, ParseDict
from sqlalchemy import select
from sqlmodel import col

from services.events.event_templates.models import EventTemplate
from services.kit.bus.consumers import Consumer
from services.kit.work.mapping import create
from services.kit.work.work import Work


async def _copy(copy: starter_kit_pb2.StarterKitCopy, work: Work) -> None:
    """Gives the group its templates, once: what it has changed or deleted since stays as it is."""
    ids = list(map(UUID, copy.event_template_ids))
    known = set(
        await work.session.scalars(
            select(col(EventTemplate.id)).where(col(EventTemplate.id).in_(ids))
        )
    )
    rows = []
    for id_, each in zip(ids, copy.event_templates, strict=True):
        if id_ not in known:
            rows.append(_template(id_, copy.organization_id, each))
    work.session.add_all(rows)
    await work.announce_all(rows, "created")


def _template(
    id_: UUID, organization_id: str, wanted: starter_kit_pb2.StarterKitEventTemplate
) -> EventTemplate:
    # The fields have the same names and kinds in both; a starter kit has no other.
    fields = MessageToDict(wanted, preserving_proto_field_name=True)
    message = ParseDict(fields, event_template_pb2.EventTemplate())
    message.organization_id = organization_id
    template: EventTemplate = create(EventTemplate, message, "event_template", id=id_)
    template.name_shifts()
    return template


CONSUMERS = (
    Consumer(
        "events-starter-kit-copy",
        "organizations",
        "starter_kit_copy",
        starter_kit_pb2.StarterKitCopy,
        _copy,
    ),
)
