"""The labels that a list of people gives: those of the organization, and those that the import creates."""

from dataclasses import dataclass, field

from services.kit.text.folding import comparable
from services.organizations.labels.servicer import MOST_LABELS


@dataclass(slots=True)
class Labels:
    """The labels that there are, and those that the import creates.

    Attributes:
        names: Their names, by the names as they are compared.
        new: The names of those that the import creates.
        may_create: Whether it may.
    """

    names: dict[str, str]
    may_create: bool
    new: list[str] = field(default_factory=list)

    def named(self, word: str) -> tuple[str, str]:
        """Returns the name of the label that a word means, and empty; or empty, and why there is none."""
        known = self.names.get(comparable(word))
        if known is not None:
            return known, ""
        if not self.may_create:
            return "", "LABEL_NOT_KNOWN"
        if len(self.names) >= MOST_LABELS:
            return "", "TOO_MANY_LABELS"
        self.names[comparable(word)] = word
        self.new.append(word)
        return word, ""
