"""StarterKitService: what groups get when they are founded."""

from collections.abc import Iterator

from banyan.organizations.v1 import organization_pb2
from banyan.organizations.v1 import starter_kit_pb2 as pb
from sqlalchemy import Text, any_, func, or_
from sqlmodel import col

from services.kit.contract.validation import refuse_violations
from services.kit.contract.values import enum_name
from services.kit.errors import Refused, Violation
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.reading import Resources
from services.kit.work.viewer import TEXTS, given
from services.kit.work.work import Work
from services.organizations.memberships.rights import lock_owned, lock_to_change
from services.organizations.roster_fields.checking import broken_field
from services.organizations.starter_kits.models import StarterKit, StarterKitState

MOST_ACTIVE = 20  # of an organization

STARTER_KITS = Resources[pb.StarterKit](StarterKit, "view_starter_kit")
_CREATION = (col(StarterKit.id),)  # IDs increase with time
OLDEST_FIRST = STARTER_KITS.listing(
    *_CREATION,
    where=[col(StarterKit.organization_id) == given("organization_id")],
    filters={
        "states": col(StarterKit.state) == any_(given("states", TEXTS)),
        "kind": or_(
            func.cardinality(col(StarterKit.kinds)) == 0,
            given("kind", Text()) == any_(col(StarterKit.kinds)),
        ),
    },
    orders={"CREATE_TIME": _CREATION},
)


class StarterKitServicer:
    """Manages starter kits. A change locks the organization first, and then the starter kit."""

    service = pb.DESCRIPTOR.services_by_name["StarterKitService"]

    async def CreateStarterKit(
        self, request: pb.CreateStarterKitRequest, work: Work
    ) -> pb.StarterKit:
        """Creates a starter kit."""
        organization_id = request.starter_kit.organization_id
        organization = await lock_to_change("manage_programmes", organization_id, work)
        organization.refuse_if_closed()
        refuse_violations(list(_broken(request.starter_kit)))
        active = await work.count(
            col(StarterKit.organization_id) == organization.id,
            col(StarterKit.state) == StarterKitState.ACTIVE,
        )
        if active >= MOST_ACTIVE:
            raise Refused(
                "This organization has {max} starter kits, which is the most. Retire one first.",
                reason="TOO_MANY_STARTER_KITS",
                params={"max": MOST_ACTIVE},
            )
        kit = create(
            StarterKit, request.starter_kit, "starter_kit", organization_id=organization.id
        )
        await work.add(kit)
        await work.announce(kit, "created")
        return to_proto(kit, pb.StarterKit)

    async def rules_CreateStarterKit(
        self, request: pb.CreateStarterKitRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the questions."""
        del work
        return _broken(request.starter_kit)

    async def GetStarterKit(self, request: pb.GetStarterKitRequest, work: Work) -> pb.StarterKit:
        """Gets a starter kit."""
        return await STARTER_KITS.get(request.starter_kit_id, work)

    async def BatchGetStarterKits(
        self, request: pb.BatchGetStarterKitsRequest, work: Work
    ) -> pb.BatchGetStarterKitsResponse:
        """Gets several starter kits."""
        found = await STARTER_KITS.get_all(request.ids, work)
        return pb.BatchGetStarterKitsResponse(starter_kits=found)

    async def ListStarterKits(
        self, request: pb.ListStarterKitsRequest, work: Work
    ) -> pb.ListStarterKitsResponse:
        """Lists the starter kits of an organization, oldest first."""
        kind = None
        if request.HasField("group_kind"):
            kind = enum_name(organization_pb2.OrganizationKind.DESCRIPTOR, request.group_kind)
        page = await OLDEST_FIRST.page(request, work, kind=kind)
        return page.answer(pb.ListStarterKitsResponse)

    async def UpdateStarterKit(
        self, request: pb.UpdateStarterKitRequest, work: Work
    ) -> pb.StarterKit:
        """Updates the masked fields of a starter kit."""
        kit = await _lock(request.starter_kit_id, work)
        kit.refuse_if_retired()
        update(kit, request.starter_kit, request.update_mask, "starter_kit", rules=_broken)
        await work.announce(kit, "updated")
        return to_proto(kit, pb.StarterKit)

    async def RetireStarterKit(
        self, request: pb.RetireStarterKitRequest, work: Work
    ) -> pb.StarterKit:
        """Retires a starter kit."""
        kit = await _lock(request.starter_kit_id, work)
        kit.retire()
        await work.announce(kit, "retired")
        return to_proto(kit, pb.StarterKit)


def _broken(kit: pb.StarterKit) -> Iterator[Violation]:
    """Finds what is wrong with the questions of a starter kit."""
    for index, question in enumerate(kit.questions):
        yield from broken_field(question, f"starter_kit.questions[{index}]")


async def _lock(starter_kit_id: str, work: Work) -> StarterKit:
    """Returns a starter kit, locked, of an organization whose programmes the caller manages."""
    return await lock_owned(StarterKit, starter_kit_id, "manage_programmes", work)
