"""What the importer answers to conflicts that the file cannot decide."""

from collections.abc import Iterable, Mapping
from typing import Any

SAME_NAME = "SAME_NAME"
AMBIGUOUS = "AMBIGUOUS"
ID_OF_ANOTHER_NAME = "ID_OF_ANOTHER_NAME"

SAME = "SAME"
DIFFERENT = "DIFFERENT"
SAME_IF_ADDRESS_EQUAL = "SAME_IF_ADDRESS_EQUAL"


class Answers:
    """Answers by the reason of the conflict, for a line or for all.

    Args:
        stored: The answers in the order in which they were given, each with reason, line and answer, and
            perhaps the organization that is meant; the line is 0 for all. The last one counts.
    """

    def __init__(self, stored: Iterable[Mapping[str, Any]] = ()) -> None:
        self._answers = {(_about(each["reason"]), each["line"]): each for each in stored}

    def to(self, reason: str, line: int) -> str:
        """Returns the answer for a line; empty if there is none."""
        found = self._answers.get((reason, line)) or self._answers.get((reason, 0))
        return str(found["answer"]) if found else ""

    def meant(self, line: int) -> str:
        """Returns the ID of the organization that a line is said to be about; empty if none is named."""
        found = self._answers.get((SAME_NAME, line), {})
        return str(found.get("organization_id", ""))


def _about(reason: str) -> str:
    """Returns the question that is answered: where several are possible, the name is in question too."""
    return SAME_NAME if reason == AMBIGUOUS else reason
