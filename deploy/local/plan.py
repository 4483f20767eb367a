"""The plan: what runs on one machine, and the environment of each process."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.account import CHECKOUT
from deploy.local.files import kept_secret, write_private
from deploy.local.issuer import ISSUER, Issuer
from deploy.local.keys import KeyPair
from deploy.local.nats import Nats
from deploy.local.people import ADMINISTRATOR, PEOPLE
from deploy.local.postgres import Postgres
from deploy.local.process import LOOPBACK, LaunchError, Process, free_port, port_is_free
from deploy.local.queries import GRAPHIQL_QUERY
from deploy.local.residents import GROUPS, MOST_RESIDENTS, residents
from deploy.local.settings import DATABASE_URLS, DEMO, LARGE, NATS_URL, PORT
from deploy.local.state import State
from services.catalogue import NAMES, SERVICES, WORKERS, named

GATEWAY = "gateway"
DEFAULT_PORT = 8000
# The time for running RPCs to finish: everything must stop within eight seconds.
_GRACE_SECONDS = "1.5"
# The pages of a frontend that links open: of invitations, and for claiming a record.
_PAGES = {"BANYAN_INVITATION_URL": "join", "BANYAN_CLAIM_URL": "claim"}
_IMAGE_URL_VARIABLE = "BANYAN_IMAGE_URL"
# Secrets that only one process may have, and variables of `make`.
_NOT_PASSED_ON = {*DATABASE_URLS.values(), NATS_URL, "MAKEFLAGS", "MAKELEVEL", "MFLAGS"}


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
    def page(self) -> str:
        """Where a browser gets GraphiQL."""
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def endpoint(self) -> str:
        """Where the gateway answers GraphQL."""
        return f"http://{LOOPBACK}:{self.port}/graphql"

    @classmethod
    def make(cls, state: State, environment: Mapping[str, str]) -> "Plan":
        """Returns the plan that the environment asks for: PORT, NATS_URL, ..._DATABASE_URL.

        The environment has passed `check_settings`. Raises LaunchError when the port is taken.
        """
        port = _graphql_port(environment)
        nats = None if environment.get(NATS_URL) else Nats(state.nats)
        given = {
            name: environment[variable]
            for name, variable in DATABASE_URLS.items()
            if environment.get(variable)
        }
        free = _free_addresses(2 * len(SERVICES) + len(WORKERS) + 1)
        postgres = None if len(given) == len(SERVICES) else Postgres(state.postgres)
        own = {} if postgres is None else {name: postgres.dsn(name) for name in NAMES}
        return cls(
            state=state,
            port=port,
            nats=nats,
            nats_url=nats.url if nats else environment[NATS_URL],
            postgres=postgres,
            databases=own | given,
            targets=dict(zip(NAMES, free, strict=False)),
            metrics=dict(zip((GATEWAY, *NAMES, *WORKERS), free[len(NAMES) :], strict=True)),
            issuer=Issuer(state.keys),
        )

    def processes(self, environment: Mapping[str, str]) -> dict[str, Process]:
        """Returns the services, their workers and the gateway by name, ready to be launched."""
        passport = KeyPair.kept(self.state.keys, "passport")
        image_key = self.state.keys / "images.secret"
        kept_secret(image_key)
        calendar_key = self.state.keys / "calendars.secret"
        kept_secret(calendar_key)
        pepper = self.state.keys / "app-keys.secret"
        webhook_key = self.state.keys / "webhooks.secret"
        kept_secret(pepper)
        kept_secret(webhook_key)
        targets = {entry.target_variable: self.targets[entry.name] for entry in SERVICES}
        own = {
            entry.name: {
                "BANYAN_DATABASE_URL": self.databases[entry.name],
                "BANYAN_LISTEN": self.targets[entry.name],
                "BANYAN_PASSPORT_JWKS": str(passport.jwks),
                "BANYAN_GRACE": _GRACE_SECONDS,
                "BANYAN_REFLECTION": "true",
                **{named(each).target_variable: self.targets[each] for each in entry.calls},
            }
            for entry in SERVICES
        }
        own["organizations"] |= {
            "BANYAN_PASSPORT_PRIVATE_KEY": str(passport.private_key),
            "BANYAN_TRUSTED_ISSUERS": str(self.issuer.trusted_issuers),
            "BANYAN_APP_KEY_PEPPER": str(pepper),
            "BANYAN_APP_KEY_KIND": "test",
            "BANYAN_WEBHOOK_KEY": str(webhook_key),
            "BANYAN_WEBHOOK_NETWORKS": "127.0.0.0/8,::1/128",
            "BANYAN_ADMINISTRATORS": f"{ISSUER}|{ADMINISTRATOR.subject}",
            **{
                variable: environment.get(
                    variable, f"http://{LOOPBACK}:{self.port}/{page}#{{token}}"
                )
                for variable, page in _PAGES.items()
            },
        }
        own["events"]["BANYAN_CALENDAR_KEY"] = str(calendar_key)
        own[GATEWAY] = {
            **targets,
            "BANYAN_LISTEN": f"{LOOPBACK}:{self.port}",
            "BANYAN_GRAPHIQL": "true",
            "BANYAN_INTROSPECTION": "true",
            "BANYAN_LOOPBACK_ORIGINS": "true",
            "BANYAN_DEFAULT_QUERY": GRAPHIQL_QUERY,
            "BANYAN_GRAPHIQL_OPERATIONS": str(CHECKOUT / "docs" / "operations"),
            "BANYAN_PERSONAS": str(self._personas(environment)),
            _IMAGE_URL_VARIABLE: environment.get(
                _IMAGE_URL_VARIABLE, f"http://{LOOPBACK}:{self.port}/images"
            ),
        }
        if environment.get(DEMO) == LARGE:  # all residents sign in from this machine at once
            own[GATEWAY]["BANYAN_SIGN_IN_BUDGET"] = str(2 * MOST_RESIDENTS)
            # The station sees at once which group is fading.
            own["organizations"]["BANYAN_SIGN_SHARING_DAYS"] = "0"
        common = {
            **{name: value for name, value in environment.items() if name not in _NOT_PASSED_ON},
            "PYTHONUNBUFFERED": "1",
            "BANYAN_NATS_URL": self.nats_url,
            "BANYAN_IMAGE_KEY": str(image_key),
            "BANYAN_IMAGE_STORE": environment.get("BANYAN_IMAGE_STORE", str(self.state.images)),
        }
        started = {}
        for name, of_it in own.items():
            module = name if name == GATEWAY else named(name).module
            metrics = {"BANYAN_METRICS_LISTEN": self.metrics[name]}
            started[name] = self._process(name, [module], common | of_it | metrics)
        for entry in SERVICES:
            for worker in entry.workers:
                of_it = {
                    "BANYAN_DATABASE_URL": self.databases[entry.name],
                    "BANYAN_METRICS_LISTEN": self.metrics[worker],
                }
                started[worker] = self._process(worker, [entry.module, worker], common | of_it)
        return started

    def _personas(self, environment: Mapping[str, str]) -> Path:
        """Writes the tokens of those whom a developer can become in GraphiQL, and returns where they are."""
        people = list(PEOPLE.values())
        if environment.get(DEMO) == LARGE:
            people += residents(3 * len(GROUPS))  # the leaders of each group, and a member
        file = self.state.root / "personas.json"
        tokens = {person.name: self.issuer.token_for(person) for person in people}
        write_private(file, json.dumps(tokens))
        return file

    def _process(self, name: str, module: Sequence[str], environment: Mapping[str, str]) -> Process:
        return Process(
            name,
            [sys.executable, "-m", *module],
            log=self.state.log(name),
            directory=CHECKOUT,
            environment=environment,
        )


def _graphql_port(environment: Mapping[str, str]) -> int:
    port = int(environment.get(PORT) or DEFAULT_PORT)
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
