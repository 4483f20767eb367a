"""Who may see dormancies: those who oversee the group at once, and those who help it once it is shared with them."""

from services.kit.work.access import Relations, Visibility
from services.organizations.dormancies.models import Dormancy
from services.organizations.signs.access import sees_shared

RELATIONS: Relations = {"view_dormancy": Visibility(sees_shared(Dormancy))}
