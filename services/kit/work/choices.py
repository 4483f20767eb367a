"""Choices from a catalogue whose entries can be retired."""

from typing import Any
from uuid import UUID

from services.kit.errors import Violation
from services.kit.work.work import Work


async def broken_choice(
    entries: type[Any], chosen: str, before: UUID | None, otherwise: Violation, work: Work
) -> list[Violation]:
    """Returns what is wrong with a choice: an entry that is retired stays where it is, and is not chosen any more.

    Args:
        entries: The table of the entries, which have `retired`.
        chosen: The ID of the entry; empty for none.
        before: The entry that was chosen before.
        otherwise: What is wrong if the entry cannot be chosen.
        work: The work.
    """
    if not chosen or UUID(chosen) == before:
        return []
    entry = await work.session.get(entries, UUID(chosen))
    return [] if entry is not None and not entry.retired else [otherwise]
