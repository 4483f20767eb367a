"""What runs on one machine, and what each process is told through its environment."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.local.account import CHECKOUT
from deploy.local.issuer import ISSUER, Issuer
from deploy.local.keys import KeyPair
from deploy.local.people import ADMINISTRATOR
from deploy.local.process import LOOPBACK, LaunchError, Process, free_port
from deploy.local.state import State

SERVICES = ("organizations", "volunteers", "events")
GATEWAY = "gateway"
DEFAULT_PORT = 8000
# Running RPCs get this long to finish: everything has to stop within eight seconds.
_GRACE_SECONDS = "1.5"
# Where real servers are, if the person who starts the platform has them.
DATABASE_VARIABLES = {name: f"{name.upper()}_DATABASE_URL" for name in SERVICES}
NATS_VARIABLE = "NATS_URL"
# Secrets of single processes, and what concerns the launcher or `make` only.
_NOT_PASSED_ON = {*DATABASE_VARIABLES.values(), NATS_VARIABLE, "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}


@dataclass(frozen=True)
class Plan:
    """The addresses of everything that runs."""

    port: int
    nats: str
    databases: Mapping[str, str]
    targets: Mapping[str, str]

    @property
    def endpoint(self) -> str:
        """Where the gateway answers GraphQL."""
        return f"http://{LOOPBACK}:{self.port}/graphql"


def graphql_port(environment: Mapping[str, str]) -> int:
    """Returns the gateway's port: PORT, or 8000; raises LaunchError when PORT is not a port."""
    chosen = environment.get("PORT") or str(DEFAULT_PORT)
    if not chosen.isascii() or not chosen.isdigit() or not 0 < int(chosen) < 1 << 16:
        raise LaunchError(f"PORT is {chosen!r}: it has to be a number between 1 and 65535.")
    return int(chosen)


def free_targets() -> dict[str, str]:
    """Returns a free loopback address for each service."""
    ports: set[int] = set()
    while len(ports) < len(SERVICES):
        ports.add(free_port())
    return {name: f"{LOOPBACK}:{port}" for name, port in zip(SERVICES, ports, strict=True)}


def processes(
    plan: Plan, state: State, issuer: Issuer, environment: Mapping[str, str]
) -> dict[str, Process]:
    """Returns the services and the gateway by name, ready to be launched."""
    passport = KeyPair.kept(state.keys, "passport")
    common = {
        **{name: value for name, value in environment.items() if name not in _NOT_PASSED_ON},
        "PYTHONUNBUFFERED": "1",
        "BANYAN_NATS_URL": plan.nats,
    }
    targets = {f"BANYAN_{name.upper()}_TARGET": target for name, target in plan.targets.items()}
    own = {
        "organizations": {
            "BANYAN_PASSPORT_PRIVATE_KEY": str(passport.private_key),
            "BANYAN_TRUSTED_ISSUERS": str(issuer.trusted_issuers),
            "BANYAN_ADMINISTRATORS": f"{ISSUER}|{ADMINISTRATOR.subject}",
        },
        "volunteers": {},
        "events": {"BANYAN_VOLUNTEERS_TARGET": plan.targets["volunteers"]},
    }
    modules = {
        f"services.{name}": {
            **own[name],
            "BANYAN_DATABASE_URL": plan.databases[name],
            "BANYAN_LISTEN": plan.targets[name],
            "BANYAN_PASSPORT_JWKS": str(passport.jwks),
            "BANYAN_GRACE": _GRACE_SECONDS,
        }
        for name in SERVICES
    }
    modules[GATEWAY] = {
        **targets,
        "BANYAN_LISTEN": f"{LOOPBACK}:{plan.port}",
        "BANYAN_GRAPHIQL": "true",
        "BANYAN_INTROSPECTION": "true",
    }
    return {
        name: Process(
            name,
            [sys.executable, "-m", module],
            log=state.log(name),
            directory=CHECKOUT,
            environment={**common, **variables},
        )
        for module, variables in modules.items()
        for name in [module.rpartition(".")[2]]
    }
