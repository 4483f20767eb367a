"""A roster as a file: comma-separated values, a spreadsheet, JSON, or cards."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import NamedTuple

from gateway.exports.cards import card
from gateway.exports.lines import BOM, lines_of
from gateway.exports.members import Member, Roster
from gateway.exports.spreadsheets import spreadsheet
from gateway.exports.tables import Table
from services.kit.contract.global_ids import GlobalId
from services.kit.text.cells import guarded


class Format(NamedTuple):
    """A format.

    Attributes:
        media_type: Its media type.
        written: Writes a roster in it, in pieces.
    """

    media_type: str
    written: Callable[[Roster], AsyncIterator[bytes]]


async def _csv(roster: Roster) -> AsyncIterator[bytes]:
    table, lead = Table(roster), BOM
    async for members in roster.pages:
        rows = [[guarded(cell.text) for cell in table.row(member)] for member in members]
        lines = [[guarded(name) for name in table.header], *rows] if lead else rows
        yield lead + lines_of(lines)
        lead = b""


async def _json(roster: Roster) -> AsyncIterator[bytes]:
    head = {
        "organizationId": str(GlobalId("Organization", roster.organization.id)),
        "organizationName": roster.organization.name,
        "fields": [
            {
                "id": str(GlobalId("RosterField", each.id)),
                "displayName": each.name,
                "kind": each.kind,
            }
            for each in roster.fields
        ],
    }
    lead, between = json.dumps(head, ensure_ascii=False)[:-1] + ', "members": [', "\n"
    async for members in roster.pages:
        for member in members:
            lead += between + json.dumps(_object(member, roster), ensure_ascii=False)
            between = ",\n"
        yield lead.encode()
        lead = ""
    yield b"\n]}\n"


def _object(member: Member, roster: Roster) -> dict[str, object]:
    values = zip(roster.fields, member.values, strict=True)
    found: dict[str, object] = {
        "membershipId": member.id,
        "personId": str(GlobalId("Person", member.person_id)),
        "displayName": member.name,
        "roles": member.roles,
        "labels": member.labels,
        "joinDate": member.join_date,
        "values": {field.name: value for field, value in values if value},
    }
    found |= {"state": member.state} if roster.with_states else {}
    return found | ({"phone": member.phone, "email": member.email} if roster.with_contacts else {})


async def _cards(roster: Roster) -> AsyncIterator[bytes]:
    async for members in roster.pages:
        yield b"".join(card(member, roster.organization) for member in members)


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", _csv),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", spreadsheet
    ),
    "json": Format("application/json", _json),
    "vcf": Format("text/vcard; charset=utf-8", _cards),
}
