"""How long the parts of the platform wait for each other in tests: longer than the product does, since the machine may stand still."""

from importlib import import_module
from typing import Any

# Seconds, and how much they step back.
UNHURRIED: dict[str, float] = {
    "services.kit.calls.deadline.LONGEST_HOP_SECONDS": 60.0,
    "services.kit.calls.deadline.DEFAULT_SECONDS": 60.0,
    "gateway.backend.passports._EXCHANGE_SECONDS": 60.0,
    "services.organizations.passports.servicer.ASK_SECONDS": 3.0,
    "services.organizations.person_entries.claiming.ASK_SECONDS": 60.0,
    "services.volunteers.contacts.consent.ASK_SECONDS": 60.0,
    "services.volunteers.contacts.keeping.ASK_SECONDS": 60.0,
    # Whatever else runs on the machine comes first otherwise, and the test waits for all of it.
    "services.kit.process.workers._NICENESS": 0,
    # Jobs have had their first run before a test does anything: races and moved clocks have their places.
    "services.kit.service.running.START_SECONDS": 0.0,
}


def be_unhurried(loaded: dict[str, Any]) -> None:
    """Lets this process wait so long, for good.

    Args:
        loaded: The modules that it has.
    """
    for name, seconds in UNHURRIED.items():
        module, _, constant = name.rpartition(".")
        if module in loaded:
            setattr(import_module(module), constant, seconds)
