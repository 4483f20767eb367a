"""The catalogue: the one list of the services, which everything around them reads.

`make run`, the gateway, the tests and the scopes of passports follow from it. It imports nothing, so
reading it loads no service and no database code. What only one service needs stays in that service.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A service, and the names that follow from its own.

    Attributes:
        name: The name of its package in `services` and in the contract, of its database and its stream.
        port: The loopback port on which it is called unless a target is configured.
        calls: The services that it calls over gRPC.
        workers: The commands of the service that run beside it, each in a process of its own.
    """

    name: str
    port: int
    calls: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The module that runs the service, as `python -m` takes it."""
        return f"services.{self.name}"

    @property
    def database_variable(self) -> str:
        """The environment variable with the URL of a database for `make run` to use."""
        return f"{self.name.upper()}_DATABASE_URL"

    @property
    def target_setting(self) -> str:
        """The setting that says, to the gateway and to other services, where the service listens."""
        return f"{self.name}_target"

    @property
    def target_variable(self) -> str:
        """The environment variable of that setting."""
        return f"BANYAN_{self.target_setting.upper()}"

    @property
    def scopes(self) -> tuple[str, str]:
        """The scopes that its RPCs declare, for reading and for writing."""
        return f"{self.name}.read", f"{self.name}.write"


# In the order in which they are started and shown. None needs another to start.
SERVICES = (
    Entry("volunteers", port=8001, calls=("organizations",)),
    Entry("organizations", port=8002, calls=("volunteers",)),
    Entry("events", port=8003, calls=("volunteers",), workers=("plan-worker",)),
)
NAMES = tuple(entry.name for entry in SERVICES)
WORKERS = tuple(worker for entry in SERVICES for worker in entry.workers)


def reached_from(name: str) -> tuple[str, ...]:
    """Returns the services that a call to this one may reach, itself among them, in alphabetical order.

    A service that this code does not know reaches itself alone.
    """
    calls = {entry.name: entry.calls for entry in SERVICES}
    reached: set[str] = set()
    open_ = [name]
    while open_:
        each = open_.pop()
        if each not in reached:
            reached.add(each)
            open_ += calls.get(each, ())
    return tuple(sorted(reached))


def named(name: str) -> Entry:
    """Returns the service of this name.

    Raises:
        LookupError: There is none.
    """
    for entry in SERVICES:
        if entry.name == name:
            return entry
    raise LookupError(f"{name} is not in services/catalogue.py")
