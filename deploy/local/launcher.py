"""The whole platform: started in the right order, watched, and stopped in the reverse order."""

import asyncio
import importlib
import signal
import time
from collections.abc import Awaitable, Mapping

from deploy.local import plan as plans
from deploy.local.issuer import Issuer
from deploy.local.logs import follow
from deploy.local.nats import Nats
from deploy.local.people import PEOPLE
from deploy.local.plan import GATEWAY, SERVICES, Plan
from deploy.local.postgres import Postgres
from deploy.local.process import LaunchError, Process, port_is_free, stop_together
from deploy.local.readiness import Part, gateway_part, server_part, service_part
from deploy.local.state import State
from deploy.local.supervision import Supervisor
from deploy.local.terminal import Terminal
from deploy.local.welcome import welcome

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Launcher:
    """Runs the platform on a state until it is told to stop.

    Raises LaunchError, before anything runs, when the state is in use or the port taken.
    """

    def __init__(self, state: State, environment: Mapping[str, str], terminal: Terminal) -> None:
        self._state = state
        self._environment = environment
        self._terminal = terminal
        state.lock()
        port = plans.graphql_port(environment)
        if not port_is_free(port):
            raise LaunchError(
                f"Port {port} is taken by another program. "
                f"Stop that one, or choose another port: PORT={port + 1000} make run"
            )
        self._issuer = Issuer(state.keys)
        self._nats = None if plans.NATS_VARIABLE in environment else Nats(state.nats)
        given = {
            name: environment[variable]
            for name, variable in plans.DATABASE_VARIABLES.items()
            if variable in environment
        }
        self._postgres = None if len(given) == len(SERVICES) else Postgres(state.postgres)
        self._plan = Plan(
            port=port,
            nats=self._nats.url if self._nats else environment[plans.NATS_VARIABLE],
            databases={
                name: given.get(name) or self._postgres.dsn(name) for name in SERVICES
            },
            targets=plans.free_targets(),
        )
        self._processes = plans.processes(self._plan, state, self._issuer, environment)
        self._parts: list[Part] = []
