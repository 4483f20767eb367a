"""ChangeFeedService: what has changed in an organization, in an order that never changes."""

from datetime import datetime, timedelta
from uuid import UUID

from banyan.organizations.v1 import change_feed_pb2 as pb
from sqlalchemy import BigInteger

from services.kit.contract.app_scopes import scope_name
from services.kit.contract.values import enum_name, timestamp
from services.kit.errors import Refused
from services.kit.work import tokens
from services.kit.work.access import scope_missing
from services.kit.work.models import TIME
from services.kit.work.work import Work
from services.organizations.changes.models import SCOPES, ChangeKind
from services.organizations.changes.reading import READ

KEPT = timedelta(days=30)
PAGE = 100
_KEYS = (BigInteger(), BigInteger(), TIME)


class ChangeFeedServicer:
    """Tells what has changed."""

    service = pb.DESCRIPTOR.services_by_name["ChangeFeedService"]

    async def ReadChanges(self, request: pb.ReadChangesRequest, work: Work) -> pb.ChangeFeed:
        """Reads the changes after a place, up to the oldest transaction that is still open."""
        await work.require("oversee_organization", request.organization_id)
        transaction, sequence = _place(request, work)
        kinds = _kinds(request, work)
        most = request.first or PAGE
        rows = await work.fetch(
            READ,
            organization_id=UUID(request.organization_id),
            transaction=transaction,
            sequence=sequence,
            kinds=kinds,
            number=most + 1,
        )
        told = rows[:most]
        end = request.after
        if told:
            last = told[-1]
            end = cursor(request.organization_id, last[0], last[1], last[4])
        changes = [_shown(*row[2:7]) for row in told]
        return pb.ChangeFeed(changes=changes, end_cursor=end, has_more=len(rows) > most)


def cursor(organization_id: str, transaction: int, sequence: int, time: datetime) -> str:
    """Returns the cursor of a change in the feed of an organization."""
    return tokens.encode(organization_id, [transaction, sequence, time])


def _place(request: pb.ReadChangesRequest, work: Work) -> tuple[int, int]:
    """Returns the transaction and the sequence number after which to read.

    Raises:
        InvalidArgument: The cursor is none of this organization.
        Refused: Changes after it are forgotten.
    """
    if not request.after:
        return 0, 0
    transaction, sequence, time = tokens.decode(request.after, request.organization_id, _KEYS)
    if time < work.now - KEPT:
        raise Refused(
            "Changes after this cursor are no longer known. List everything again, then follow the changes.",
            reason="CHANGES_FORGOTTEN",
        )
    return transaction, sequence


def _kinds(request: pb.ReadChangesRequest, work: Work) -> list[ChangeKind]:
    """Returns the kinds to tell of: those that are asked for, of those that the caller may read.

    Raises:
        PermissionDenied: An app asks for a kind without the scope that it takes.
    """
    named = [ChangeKind(enum_name(pb.ChangeKind.DESCRIPTOR, each)) for each in request.kinds]
    kinds = named or list(ChangeKind)
    if not work.caller.is_app:
        return kinds
    lacking = [each for each in kinds if scope_name(SCOPES[each]) not in work.caller.scopes]
    if named and lacking:
        raise scope_missing(scope_name(SCOPES[lacking[0]]))
    return [each for each in kinds if each not in lacking]


def _shown(
    kind: str, resource_id: UUID, time: datetime, origin_id: UUID, removed: bool
) -> pb.RosterChange:
    change = pb.RosterChange(
        kind=f"CHANGE_KIND_{kind}",
        change_time=timestamp(time),
        organization_id=str(origin_id),
        removed=removed,
    )
    setattr(change, f"{kind.lower()}_id", str(resource_id))
    return change
