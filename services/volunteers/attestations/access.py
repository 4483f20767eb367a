"""Who may see and do what with attestations of hours."""

from services.kit.work.access import Relations, Visibility
from services.kit.work.holding import holds_role
from services.kit.work.roles import LEADERS, MANAGERS, OWNERS
from services.volunteers.attestations.models import HoursAttestation
from services.volunteers.hours.access import sees_hours
from services.volunteers.memberships.models import ROLE_TABLES

# It is no relation of the contract: who owns an organization may have the keys of its apps.
OWNS = holds_role(OWNERS, ROLE_TABLES)

RELATIONS: Relations = {
    "view_hours_attestation": Visibility(sees_hours(HoursAttestation)),
    "submit_hours": holds_role(MANAGERS, ROLE_TABLES),
    "decide_hours": holds_role(LEADERS, ROLE_TABLES),
}
