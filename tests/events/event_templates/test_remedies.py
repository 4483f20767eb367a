"""Every refusal of event templates says what to do next; the tests of the service follow them."""

from tests.remedies import Remedies

_HERE = "tests/events/event_templates/test_event_templates.py"
REMEDIES = Remedies(
    "events",
    "event_templates",
    elsewhere=dict.fromkeys(
        ("EVENT_TEMPLATE_DELETED", "EVENT_TEMPLATE_GONE", "TOO_MANY_EVENT_TEMPLATES"), _HERE
    ),
)


def test_no_refusal_is_forgotten() -> None:
    REMEDIES.check()
