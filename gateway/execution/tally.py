"""The tally of an answer: how much it holds, which is bounded.

A text is read from a service once, and may be asked for at every node that refers to it, and under several
names. So a short document over little data could make an answer of any size.
"""

from services.kit.errors import Exhausted

MOST_CHARACTERS = 8 * 1024 * 1024


class Tally:
    """Counts what is put into an answer."""

    def __init__(self) -> None:
        self._characters_left = MOST_CHARACTERS

    def count_characters(self, number: int) -> None:
        """Counts the characters of a text.

        Raises:
            Exhausted: The answer is too large.
        """
        self._characters_left -= number
        if self.is_exhausted:
            raise self.refusal()

    @property
    def is_exhausted(self) -> bool:
        """Whether the answer is too large."""
        return self._characters_left < 0

    def refusal(self) -> Exhausted:
        """Returns the error that says so."""
        return Exhausted("This answer is too large. Ask for fewer fields or smaller pages.")
