"""Who may see what was told, and how long before it is told."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from services.events.memberships.models import ROLE_TABLES
from services.events.reminders.models import Reminder, ReminderRule, ReminderState
from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import where_role_held
from services.kit.work.roles import OVERSEERS
from services.kit.work.viewer import Viewer


def sees_reminder(viewer: Viewer) -> ColumnElement[bool]:
    """What the caller may see: their own reminders, and the alerts of organizations that they manage or supervise."""
    if viewer.person_id is None:
        return false()
    is_alert = col(Reminder.person_id).is_(None)
    alerts = (
        is_alert
        if viewer.is_admin
        else and_(
            is_alert,
            where_role_held(col(Reminder.organization_id), viewer, OVERSEERS, ROLE_TABLES),
        )
    )
    return and_(
        col(Reminder.state) != ReminderState.WAITING,
        or_(col(Reminder.person_id) == viewer.person_id, alerts),
    )


def sees_reminder_rule(viewer: Viewer) -> ColumnElement[bool]:
    """The rules of organizations that the caller manages or supervises, or all."""
    if viewer.is_admin:
        return true()
    return where_role_held(col(ReminderRule.id), viewer, OVERSEERS, ROLE_TABLES)


RELATIONS: Relations = {
    "view_reminder": Visibility(sees_reminder),
    "view_reminder_rule": Visibility(sees_reminder_rule),
}
