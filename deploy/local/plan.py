"""What runs on one machine, and what each process is told through its environment."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.local.account import CHECKOUT
from deploy.local.issuer import ISSUER, Issuer
from deploy.local.keys import KeyPair
from deploy.local.nats import Nats
from deploy.local.people import ADMINISTRATOR
from deploy.local.postgres import Postgres
from deploy.local.process import LOOPBACK, LaunchError, Process, free_port, port_is_free
from deploy.local.queries import GRAPHIQL_QUERY
from deploy.local.state import State

SERVICES = ("organizations", "volunteers", "events")
GATEWAY = "gateway"
DEFAULT_PORT = 8000
# Running RPCs get this long to finish: everything has to stop within eight seconds.
_GRACE_SECONDS = "1.5"
# Where real servers are, if the person who starts the platform has them.
_DATABASE_VARIABLES = {name: f"{name.upper()}_DATABASE_URL" for name in SERVICES}
_NATS_VARIABLE = "NATS_URL"
# Where the page of a frontend is that greets the invited.
_INVITATION_VARIABLE = "BANYAN_INVITATION_URL"
# Secrets that each process is told only for itself, and what concerns `make` alone.
_NOT_PASSED_ON = {*_DATABASE_VARIABLES.values(), _NATS_VARIABLE, "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}


@dataclass(frozen=True)
class Plan:
    """The servers, addresses and keys of one run; None for a server that others run."""

    state: State
    port: int
    nats: Nats | None
    nats_url: str
    postgres: Postgres | None
    databases: Mapping[str, str]
    targets: Mapping[str, str]
    metrics: Mapping[str, str]
    issuer: Issuer

    @property
    def endpoint(self) -> str:
        """Where the gateway answers GraphQL."""
        return f"http://{LOOPBACK}:{self.port}/graphql"

    @classmethod
    def make(cls, state: State, environment: Mapping[str, str]) -> "Plan":
        """Returns the plan that the environment asks for: PORT, NATS_URL, ..._DATABASE_URL.

        Raises LaunchError when PORT is not a port, or is taken.
        """
        port = _graphql_port(environment)
        nats = None if environment.get(_NATS_VARIABLE) else Nats(state.nats)
        given = {
            name: environment[variable]
            for name, variable in _DATABASE_VARIABLES.items()
            if environment.get(variable)
        }
        free = _free_addresses(2 * len(SERVICES) + 1)
        postgres = None if len(given) == len(SERVICES) else Postgres(state.postgres)
        own = {} if postgres is None else {name: postgres.dsn(name) for name in SERVICES}
        return cls(
            state=state,
            port=port,
            nats=nats,
            nats_url=nats.url if nats else environment[_NATS_VARIABLE],
            postgres=postgres,
            databases=own | given,
            targets=dict(zip(SERVICES, free, strict=False)),
            metrics=dict(zip((GATEWAY, *SERVICES), free[len(SERVICES) :], strict=True)),
            issuer=Issuer(state.keys),
        )

    def processes(self, environment: Mapping[str, str]) -> dict[str, Process]:
        """Returns the services and the gateway by name, ready to be launched."""
        passport = KeyPair.kept(self.state.keys, "passport")
        targets = {f"BANYAN_{name.upper()}_TARGET": target for name, target in self.targets.items()}
        own = {
            "organizations": {
                "BANYAN_PASSPORT_PRIVATE_KEY": str(passport.private_key),
                "BANYAN_TRUSTED_ISSUERS": str(self.issuer.trusted_issuers),
                "BANYAN_ADMINISTRATORS": f"{ISSUER}|{ADMINISTRATOR.subject}",
                _INVITATION_VARIABLE: environment.get(
                    _INVITATION_VARIABLE, f"http://{LOOPBACK}:{self.port}/join#{{token}}"
                ),
            },
            "volunteers": {},
            "events": {"BANYAN_VOLUNTEERS_TARGET": self.targets["volunteers"]},
            GATEWAY: {
                **targets,
                "BANYAN_LISTEN": f"{LOOPBACK}:{self.port}",
                "BANYAN_GRAPHIQL": "true",
                "BANYAN_INTROSPECTION": "true",
                "BANYAN_DEFAULT_QUERY": GRAPHIQL_QUERY,
            },
        }
        for name in SERVICES:
            own[name] |= {
                "BANYAN_DATABASE_URL": self.databases[name],
                "BANYAN_LISTEN": self.targets[name],
                "BANYAN_PASSPORT_JWKS": str(passport.jwks),
                "BANYAN_GRACE": _GRACE_SECONDS,
            }
        common = {
            **{name: value for name, value in environment.items() if name not in _NOT_PASSED_ON},
            "PYTHONUNBUFFERED": "1",
            "BANYAN_NATS_URL": self.nats_url,
        }
        return {name: self._process(name, common | variables) for name, variables in own.items()}

    def _process(self, name: str, environment: Mapping[str, str]) -> Process:
        module = name if name == GATEWAY else f"services.{name}"
        return Process(
            name,
            [sys.executable, "-m", module],
            log=self.state.log(name),
            directory=CHECKOUT,
            environment={**environment, "BANYAN_METRICS_LISTEN": self.metrics[name]},
        )


def _graphql_port(environment: Mapping[str, str]) -> int:
    chosen = environment.get("PORT") or str(DEFAULT_PORT)
    if not (chosen.isascii() and chosen.isdigit() and 0 < int(chosen) < 1 << 16):
        raise LaunchError(f"PORT is {chosen!r}: it has to be a number between 1 and 65535.")
    port = int(chosen)
    if not port_is_free(port):
        raise LaunchError(
            f"Port {port} is taken by another program. "
            "Stop that one, or choose another port: PORT=9000 make run"
        )
    return port


def _free_addresses(number: int) -> list[str]:
    ports: set[int] = set()
    while len(ports) < number:
        ports.add(free_port())
    return [f"{LOOPBACK}:{port}" for port in ports]
