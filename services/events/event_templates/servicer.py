"""EventTemplateService: what an organization holds now and then, written down once."""

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from banyan.events.v1 import event_pb2
from banyan.events.v1 import event_template_pb2 as pb
from sqlmodel import col

from services.events.event_templates.making import event_from
from services.events.event_templates.models import EventTemplate, EventTemplateState
from services.events.events.checking import Times, far_away
from services.events.organizations.queries import check_organization
from services.events.qualifications.queries import broken_kinds
from services.events.series.checking import broken_templates, required_kinds, reserved_places
from services.events.shifts.reservations import broken_reservations
from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import moment_of
from services.kit.errors import Refused, Violation
from services.kit.work.bounds import refuse_beyond
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import given
from services.kit.work.work import Work

MOST_TEMPLATES = 50  # of an organization
_ROOT = "event_template"
TOO_MANY = Refused(
    "This organization has {max} event templates, and more are not possible. Delete one that you no longer use.",
    reason="TOO_MANY_EVENT_TEMPLATES",
    params={"max": MOST_TEMPLATES},
)

EVENT_TEMPLATES = Resources[pb.EventTemplate](EventTemplate, "view_event_template")
OLDEST_FIRST = EVENT_TEMPLATES.listing(
    col(EventTemplate.id),
    where=[
        col(EventTemplate.organization_id) == given("organization_id"),
        col(EventTemplate.state) == EventTemplateState.ACTIVE,
    ],
    orders={"CREATE_TIME": [col(EventTemplate.id)]},  # IDs increase with time
)


class EventTemplateServicer:
    """Manages event templates. One more takes the turn of its organization, so that no more are made than there may be."""

    service = pb.DESCRIPTOR.services_by_name["EventTemplateService"]

    async def CreateEventTemplate(
        self, request: pb.CreateEventTemplateRequest, work: Work
    ) -> pb.EventTemplate:
        """Creates an event template."""
        refuse_violations(list(await self.rules_CreateEventTemplate(request, work)))
        organization_id = UUID(request.event_template.organization_id)
        await refuse_beyond(
            MOST_TEMPLATES,
            TOO_MANY,
            work,
            col(EventTemplate.organization_id) == organization_id,
            col(EventTemplate.state) == EventTemplateState.ACTIVE,
            name=f"event_templates:{organization_id}",
        )
        template: EventTemplate = create(EventTemplate, request.event_template, _ROOT)
        template.name_shifts()
        await work.add(template)
        await work.announce(template, "created")
        return to_proto(template, pb.EventTemplate)

    async def rules_CreateEventTemplate(
        self, request: pb.CreateEventTemplateRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the shifts."""
        organization_id = UUID(request.event_template.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        kinds = await broken_kinds(required_kinds(request.event_template, _ROOT), (), work)
        kinds += await broken_reservations(reserved_places(request.event_template, _ROOT), work)
        return chain(broken_templates(request.event_template, _ROOT), kinds)

    async def GetEventTemplate(
        self, request: pb.GetEventTemplateRequest, work: Work
    ) -> pb.EventTemplate:
        """Gets an event template."""
        return await EVENT_TEMPLATES.get(request.event_template_id, work)

    async def BatchGetEventTemplates(
        self, request: pb.BatchGetEventTemplatesRequest, work: Work
    ) -> pb.BatchGetEventTemplatesResponse:
        """Gets several event templates."""
        found = await EVENT_TEMPLATES.get_all(request.ids, work)
        return pb.BatchGetEventTemplatesResponse(event_templates=found)

    async def ListEventTemplates(
        self, request: pb.ListEventTemplatesRequest, work: Work
    ) -> pb.ListEventTemplatesResponse:
        """Lists the event templates of an organization, oldest first."""
        page = await OLDEST_FIRST.page(request, work)
        return page.answer(pb.ListEventTemplatesResponse)

    async def UpdateEventTemplate(
        self, request: pb.UpdateEventTemplateRequest, work: Work
    ) -> pb.EventTemplate:
        """Updates the masked fields of an event template."""
        template = await _lock(request.event_template_id, work)
        template.refuse_if_deleted()
        kinds = await broken_kinds(
            required_kinds(request.event_template, _ROOT), set(template.required_kinds), work
        )
        kinds += await broken_reservations(reserved_places(request.event_template, _ROOT), work)
        update(
            template,
            request.event_template,
            request.update_mask,
            _ROOT,
            rules=lambda merged: chain(broken_templates(merged, _ROOT), kinds),
        )
        template.name_shifts()
        await work.announce(template, "updated")
        return to_proto(template, pb.EventTemplate)

    async def DeleteEventTemplate(
        self, request: pb.DeleteEventTemplateRequest, work: Work
    ) -> pb.EventTemplate:
        """Deletes an event template."""
        template = await _lock(request.event_template_id, work)
        template.delete()
        await work.announce(template, "deleted")
        return to_proto(template, pb.EventTemplate)

    async def CreateEventFromTemplate(
        self, request: pb.CreateEventFromTemplateRequest, work: Work
    ) -> event_pb2.Event:
        """Creates the draft of an event with its shifts."""
        template = await _lock(request.event_template_id, work)
        template.refuse_if_deleted()
        await check_organization(template.organization_id, work)
        start_time = moment_of(request, "start_time") or work.now
        event, shifts = event_from(template, start_time, request.time_zone)
        far = far_away(Times.now_of(event), work.now, ("start_time", "start_time"))
        stored = to_proto(template, pb.EventTemplate)
        kinds = await broken_kinds(required_kinds(stored, _ROOT), (), work)
        kinds += await broken_reservations(reserved_places(stored, _ROOT), work)
        refuse_violations([*far, *broken_templates(stored, _ROOT), *kinds])
        await work.add(event)
        await work.add_many(shifts)
        await work.announce_all([event, *shifts], "created")
        return to_proto(event, event_pb2.Event)


async def _lock(event_template_id: str, work: Work) -> EventTemplate:
    """Returns an event template, locked, of an organization whose events the caller manages."""
    template = await work.lock(EventTemplate, event_template_id)
    await work.require("manage_events", template.organization_id)
    return template
