"""Members as cards for address books (vCard 4.0, RFC 6350)."""

from collections.abc import Iterator

from banyan.organizations.v1 import organization_pb2

from gateway.exports.members import Member
from gateway.exports.tables import ROLES
from services.kit.language import worded

_LONGEST_LINE = 75  # bytes, without the line break
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def card(member: Member, organization: organization_pb2.Organization) -> bytes:
    """Returns the card of a member of an organization."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", *_lines(member, organization), "END:VCARD"]
    return b"".join(map(_folded, lines))


def _lines(member: Member, organization: organization_pb2.Organization) -> Iterator[str]:
    yield "KIND:individual"
    yield f"UID:urn:uuid:{member.person_id}"  # the same in every organization
    yield f"FN:{_escaped(member.name)}"
    yield f"ORG:{_escaped(organization.name)}"
    if roles := [worded(ROLES[each]) for each in member.roles]:
        yield f"ROLE:{_escaped(', '.join(roles))}"
    if member.labels:
        yield f"CATEGORIES:{','.join(map(_escaped, member.labels))}"
    if member.phone:
        yield f"TEL;VALUE=uri:tel:{member.phone}"
    if member.email:
        yield f"EMAIL:{_escaped(member.email)}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Returns a line in pieces that are not too long, of whole characters (RFC 6350, 3.2)."""
    out, size = bytearray(), 0
    for character in line:
        letter = character.encode()
        if size + len(letter) > _LONGEST_LINE:
            out += b"\r\n "
            size = 1
        out += letter
        size += len(letter)
    return bytes(out + b"\r\n")
