"""Global ids (https://relay.dev/graphql/objectidentification.htm): base64 of "Type:uuid".

They are opaque to frontends. Inside the gateway and on the wire to the services an id is a UUID.
"""

import base64
import binascii
import re
from dataclasses import dataclass

_FORM = re.compile(r"([A-Z][A-Za-z]{0,63}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.ASCII)
_LONGEST = 144


@dataclass(frozen=True, slots=True)
class GlobalId:
    """What a global id says: the name of a GraphQL type, and the UUID of one of its objects."""

    type_name: str
    id: str

    def __str__(self) -> str:
        return base64.b64encode(f"{self.type_name}:{self.id}".encode()).decode()

    @classmethod
    def parse(cls, text: str) -> "GlobalId | None":
        """Returns what a global id says, or None if the text is none."""
        if len(text) > _LONGEST:
            return None
        try:
            match = _FORM.fullmatch(base64.b64decode(text, validate=True).decode("ascii"))
        except (binascii.Error, ValueError):
            return None
        return cls(*match.groups()) if match else None
