"""Who may see how the groups are doing that an organization cultivates: those who oversee it."""

from services.kit.work.access import Relations
from services.organizations.organizations.access import oversees

RELATIONS: Relations = {"view_cultivation": oversees}
