"""What there is to be said of the components of a calendar: codes for programs, and sentences for people."""

import json
from typing import NamedTuple

from services.kit.errors import DomainError, Violation
from services.kit.language import NO_PARAMS, Params, Plural, phrase, worded


class Remark(NamedTuple):
    """Something to be said of a component.

    Attributes:
        code: A code for programs, in UPPER_SNAKE_CASE, stable for ever.
        text: The template of a sentence for people.
        property: The property that it is about; empty for the whole component.
        params: What the template names.
    """

    code: str
    text: str
    property: str = ""
    params: Params = NO_PARAMS

    @classmethod
    def of(cls, error: DomainError | Violation, property_: str = "") -> "Remark":
        """Returns what an error says."""
        if isinstance(error, DomainError) and not error.text and error.violations:
            return cls.of(error.violations[0], property_)
        text = error.text.many if isinstance(error.text, Plural) else error.text
        return cls(error.reason, text, property_, error.params)

    def stored(self) -> dict[str, str]:
        """Returns the remark as it is stored: with a message that `said` puts into words."""
        text = json.dumps([self.text, dict(self.params)]) if self.params else self.text
        return {"code": self.code, "message": text, "property": self.property}


def said(message: str) -> str:
    """Returns a stored message in the language of the request."""
    if not message.startswith("["):
        return worded(message)
    text, params = json.loads(message)
    return worded(text, params)


UID_MADE = Remark(
    "UID_MADE",
    phrase(
        "It has no UID, so it is known by its title and its start. If these change, it is another event."
    ),
    "UID",
)
END_ASSUMED = Remark(
    "END_ASSUMED",
    phrase("It has no end, so it takes an hour. Correct the end here if it takes longer."),
    "DTEND",
)
ZONE_ASSUMED = Remark(
    "ZONE_ASSUMED",
    phrase(
        "Its time zone is not known. It takes place at the right moment, and is shown in the time zone of the import."
    ),
    "DTSTART",
)
TEXT_SHORTENED = Remark(
    "TEXT_SHORTENED", phrase("A text is longer than an event can have, so its end is left out.")
)
NO_START = Remark(
    "NO_START",
    phrase("It has no start that can be read. Correct DTSTART and import the file again."),
    "DTSTART",
)
NO_TITLE = Remark(
    "NO_TITLE", phrase("It has no title. Give it a SUMMARY and import the file again."), "SUMMARY"
)
END_NOT_AFTER_START = Remark(
    "END_NOT_AFTER_START",
    phrase("It ends before it starts. Correct DTEND and import the file again."),
    "DTEND",
)
ZONE_UNKNOWN = Remark(
    "ZONE_UNKNOWN",
    phrase(
        "Its time zone is not known. Name one like Asia/Shanghai in TZID, and import the file again."
    ),
    "DTSTART",
)
RULE_NOT_SUPPORTED = Remark(
    "RULE_NOT_SUPPORTED",
    phrase(
        "It repeats in a way that a series cannot. Create it here by hand, or change its RRULE, RDATE and EXDATE."
    ),
    "RRULE",
)
RANGE_NOT_SUPPORTED = Remark(
    "RANGE_NOT_SUPPORTED",
    phrase(
        "It changes all later occurrences at once. Split the series here instead, or export the calendar anew."
    ),
    "RECURRENCE-ID",
)
OLDER_VERSION = Remark(
    "OLDER_VERSION",
    phrase("A later version of it was imported already, or is in the file."),
    "SEQUENCE",
)
NOT_HERE = Remark("NOT_HERE", phrase("It is cancelled, and was never imported."), "STATUS")
IS_OVER = Remark("IS_OVER", phrase("It is over, and was never imported."))
CLOSED_HERE = Remark(
    "CLOSED_HERE",
    phrase(
        "It was cancelled, completed, ended or deleted here, and stays so. Create a new event if it takes place after all."
    ),
)
CHANGED_HERE = Remark(
    "CHANGED_HERE",
    phrase("Both the file and somebody here have changed a field. What was changed here stays."),
)
KIND_CHANGED = Remark(
    "KIND_CHANGED",
    phrase(
        "It is a series here and a single event in the file, or the other way round. Cancel it here, and import the file under another UID."
    ),
    "RRULE",
)
NO_SERIES = Remark(
    "NO_SERIES",
    phrase(
        "The series that it belongs to cannot be imported. Correct that one and import the file again."
    ),
    "RECURRENCE-ID",
)
CHANGED_SINCE_IMPORT = Remark(
    "CHANGED_SINCE_IMPORT",
    phrase("Somebody has changed it since. Plan the import again, or change it here by hand."),
)
SIGN_UPS_KEPT = Remark(
    "SIGN_UPS_KEPT", phrase("People have signed up for it, so it is kept. Cancel it instead.")
)
STAYS_CANCELLED = Remark(
    "STAYS_CANCELLED",
    phrase("What was cancelled stays cancelled. Create a new event if it takes place after all."),
)
RIGHT_ENDED = Remark(
    "RIGHT_ENDED",
    phrase(
        "The person who had this import carried out no longer manages the events of this organization. Somebody who does can plan a new import."
    ),
)
VANISHED = Remark(
    "VANISHED",
    phrase(
        "It is no longer in the calendar. Cancel it here if it does not take place any more, or have the feed cancel what is gone."
    ),
)
TOO_FAR = Remark(
    "TOO_FAR", phrase("It starts more than ten years from now. Import it later."), "DTSTART"
)
VALUE_NOT_ALLOWED = Remark(
    "VALUE_NOT_ALLOWED",
    phrase(
        "It says something that an event cannot have. Correct that property, and import the file again."
    ),
)
TOO_LONG = Remark(
    "TOO_LONG",
    phrase("It takes more than 31 days. Import it as several events, or as a series."),
    "DTEND",
)
