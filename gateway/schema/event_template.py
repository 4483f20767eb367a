"""Event templates: what an organization holds now and then."""

from datetime import datetime

import strawberry
from banyan.events.v1 import event_template_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import html, text


@shows(event_template_pb2.EventTemplate)
class EventTemplate(Node):
    """What an organization holds now and then, with its shifts. `createEventFromTemplate` makes an event of it."""

    language: auto
    translations: auto
    duration_minutes: auto
    visibility: auto
    minimum_participants: auto
    sign_up_closes_minutes: auto
    shift_templates: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    title = text("title")
    description = text("description")
    description_html = html("description")
    what_to_bring = text("what_to_bring")
    organization = reference("organization_id")


@strawberry.type
class Queries:
    """The query for an event template."""

    event_template = get(event_template_pb2.GetEventTemplateRequest)


@strawberry.type
class Mutations:
    """Mutations of event templates."""

    create_event_template = mutation(event_template_pb2.CreateEventTemplateRequest)
    update_event_template = mutation(event_template_pb2.UpdateEventTemplateRequest)
    delete_event_template = mutation(event_template_pb2.DeleteEventTemplateRequest)
    create_event_from_template = mutation(event_template_pb2.CreateEventFromTemplateRequest)
