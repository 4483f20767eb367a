"""ReminderService: what was told, and how long before it is told."""

from typing import Any
from uuid import UUID

from banyan.events.v1 import reminder_pb2 as pb
from sqlalchemy import and_, any_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from services.events.organizations.queries import check_organization
from services.events.reminders.models import DEFAULTS, Reminder, ReminderRule
from services.kit.work.mapping import to_proto, update
from services.kit.work.reading import Resources, Shown
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work

REMINDERS = Resources[pb.Reminder](Reminder, "view_reminder")
NEWEST_FIRST = REMINDERS.listing(
    col(Reminder.create_time),
    col(Reminder.id),
    descending=True,
    filters={
        "person_id": col(Reminder.person_id) == given("person_id"),
        "organization_id": and_(
            col(Reminder.organization_id) == given("organization_id"),
            col(Reminder.person_id).is_(None),
        ),
        "kinds": col(Reminder.kind) == any_(given("kinds", TEXTS)),
        "start_time_after": col(Reminder.start_time) > given("start_time_after"),
    },
)
REMINDER_RULES = Resources[pb.ReminderRule](
    ReminderRule,
    "view_reminder_rule",
    shown=Shown(pb.ReminderRule, ReminderRule, organization_id=col(ReminderRule.id)),
)


class ReminderServicer:
    """Shows reminders, and keeps the rules of organizations."""

    service = pb.DESCRIPTOR.services_by_name["ReminderService"]

    async def GetReminder(self, request: pb.GetReminderRequest, work: Work) -> pb.Reminder:
        """Gets a reminder."""
        return await REMINDERS.get(request.reminder_id, work)

    async def BatchGetReminders(
        self, request: pb.BatchGetRemindersRequest, work: Work
    ) -> pb.BatchGetRemindersResponse:
        """Gets several reminders."""
        return pb.BatchGetRemindersResponse(reminders=await REMINDERS.get_all(request.ids, work))

    async def ListReminders(
        self, request: pb.ListRemindersRequest, work: Work
    ) -> pb.ListRemindersResponse:
        """Lists reminders, newest first."""
        return (await NEWEST_FIRST.page(request, work)).answer(pb.ListRemindersResponse)

    async def GetReminderRule(
        self, request: pb.GetReminderRuleRequest, work: Work
    ) -> pb.ReminderRule:
        """Gets the rule of an organization, or the defaults."""
        await work.require("manage_events", request.organization_id)
        if found := await REMINDER_RULES.get_all([request.organization_id], work):
            return found[0]
        organization_id = request.organization_id
        defaults: dict[str, Any] = DEFAULTS
        return pb.ReminderRule(id=organization_id, organization_id=organization_id, **defaults)

    async def BatchGetReminderRules(
        self, request: pb.BatchGetReminderRulesRequest, work: Work
    ) -> pb.BatchGetReminderRulesResponse:
        """Gets the rules of several organizations."""
        found = await REMINDER_RULES.get_all(request.ids, work)
        return pb.BatchGetReminderRulesResponse(reminder_rules=found)

    async def UpdateReminderRule(
        self, request: pb.UpdateReminderRuleRequest, work: Work
    ) -> pb.ReminderRule:
        """Updates the masked fields of the rule of an organization."""
        organization_id = UUID(request.organization_id)
        await work.require("manage_events", organization_id)
        await check_organization(organization_id, work)
        rule = await _locked(organization_id, work)
        work.follows(rule, because="the rule is that of the organization")
        update(rule, request.reminder_rule, request.update_mask, "reminder_rule")
        await work.announce(rule, "updated")
        return to_proto(rule, pb.ReminderRule)


async def _locked(organization_id: UUID, work: Work) -> ReminderRule:
    """Returns the rule of an organization, locked, created with the defaults if there was none."""
    await work.session.execute(
        upsert(ReminderRule)
        .values(
            id=organization_id, version=1, create_time=work.now, update_time=work.now, **DEFAULTS
        )
        .on_conflict_do_nothing()
    )
    return await work.lock(ReminderRule, organization_id)
