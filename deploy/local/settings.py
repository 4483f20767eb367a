"""The variables that the launcher itself reads. The processes that it starts check their own (BANYAN_...)."""

import difflib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from deploy.local.process import LaunchError
from services.catalogue import SERVICES
from services.kit.process.kinds import DatabaseUrl, NatsUrl

PORT = "PORT"
STATE = "BANYAN_STATE"
LOGS = "LOGS"
# How large the demo community is: "small", which is the default, or "large".
DEMO = "DEMO"
LARGE = "large"
_DEMOS = ("small", LARGE)
# Where real servers are, if the person who starts the platform has them.
NATS_URL = "NATS_URL"
DATABASE_URLS = {entry.name: entry.database_variable for entry in SERVICES}

_KINDS: dict[str, TypeAdapter[Any]] = {
    NATS_URL: TypeAdapter(NatsUrl),
    **{name: TypeAdapter(DatabaseUrl) for name in DATABASE_URLS.values()},
}
# How alike an unknown variable and a known one are when the first is taken for a misspelling.
_ALIKE = 0.9


def check_settings(environment: Mapping[str, str]) -> None:
    """Refuses variables that would fail later or would be ignored.

    An empty variable counts as unset.

    Raises:
        LaunchError: A variable is wrong or misspelt. The text has a line for each, without its value,
            which may hold a password.
    """
    if problems := [*_misspelt(environment), *_wrong(environment)]:
        raise LaunchError("\n".join(problems))


def _wrong(environment: Mapping[str, str]) -> Iterator[str]:
    port = environment.get(PORT)
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 1 << 16):
        yield f"{PORT}: must be a number between 1 and 65535"
    state = environment.get(STATE)
    if state and os.path.lexists(state) and not os.path.isdir(state):
        yield f"{STATE}: must name a directory, which is made if it does not exist"
    if environment.get(DEMO, "") not in ("", *_DEMOS):
        yield f"{DEMO}: must be {' or '.join(_DEMOS)}"
    for name, kind in _KINDS.items():
        if value := environment.get(name):
            try:
                kind.validate_python(value)
            except ValidationError as error:
                (first, *_) = error.errors(include_url=False, include_input=False)
                yield f"{name}: {first['msg'].removeprefix('Value error, ')}"


def _misspelt(environment: Mapping[str, str]) -> Iterator[str]:
    known = {*_KINDS, STATE}
    for name in sorted(environment.keys() - known):
        for close in difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE):
            yield f"{name}: is not a setting; did you mean {close}?"
