"""Who may talk to whom in the cluster: network policies and certificates, from the catalogue of services."""

from collections.abc import Iterator

import yaml

from deploy.kubernetes.parts import (
    GATEWAY,
    GATEWAY_PORT,
    METRICS_PORT,
    Manifest,
    selector,
)
from services.catalogue import NAMES, SERVICES

# Of clusters that end the TLS of clients, and of those that scrape. The overlay may narrow both.
_POSTGRES, _NATS = 5432, 4222
_EVERYWHERE: Manifest = {"namespaceSelector": {}}
_DAYS = 24


def callers_of(service: str) -> list[str]:
    """Returns the processes that call a service: the gateway, and the services whose entry says so."""
    return [GATEWAY, *(entry.name for entry in SERVICES if service in entry.calls)]


def network_policies() -> Iterator[Manifest]:
    """Yields the policies: nothing is allowed but the arrows of ARCHITECTURE.md, DNS, metrics and traces."""
    yield _policy("nothing-else", {}, ingress=[], egress=[])
    yield _policy("names", {}, egress=[{"to": [_EVERYWHERE], "ports": _ports(53, "UDP", "TCP")}])
    yield _policy(
        "traces", {}, egress=[{"to": [_EVERYWHERE], "ports": _ports(4317)}]
    )  # OTEL_EXPORTER_OTLP_ENDPOINT
    for entry in SERVICES:
        yield _policy(
            entry.name,
            selector(entry.name),
            ingress=[
                {
                    "from": [_pods(name) for name in callers_of(entry.name)],
                    "ports": _ports(entry.port),
                },
                {"from": [_EVERYWHERE], "ports": _ports(METRICS_PORT)},
            ],
            egress=[
                *(_to(callee) for callee in entry.calls),
                *_to_stores(database=True, bus=True),
                # The keys of issuers, and images in a store. A policy knows addresses only, not names.
                *([_TO_WEB] if entry.name == "organizations" else []),
            ],
        )
        for worker in entry.workers:
            yield _policy(
                worker,
                selector(worker),
                ingress=[{"from": [_EVERYWHERE], "ports": _ports(METRICS_PORT)}],
                egress=_to_stores(database=True, bus=False),
            )
        name = f"prepare-{entry.name}"
        yield _policy(name, selector(name), egress=_to_stores(database=True, bus=True))
    yield _policy(
        "nats",
        selector("nats"),
        ingress=[
            {
                "from": [_components("service", "gateway", "preparation")],
                "ports": _ports(_NATS),
            }
        ],
    )
    yield _policy(
        "postgres",
        selector("postgres"),
        ingress=[
            {
                "from": [_components("service", "worker", "preparation")],
                "ports": _ports(_POSTGRES),
            }
        ],
    )
    yield _policy(
        GATEWAY,
        selector(GATEWAY),
        ingress=[
            {"from": [_EVERYWHERE], "ports": _ports(GATEWAY_PORT, "TCP") + _ports(METRICS_PORT)}
        ],
        egress=[*map(_to, NAMES), *_to_stores(database=False, bus=True)],
    )


_TO_WEB = {
    "to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}, {"ipBlock": {"cidr": "::/0"}}],
    "ports": [{"port": 443}],
}


def _policy(
    name: str,
    pods: dict[str, str],
    *,
    ingress: list[Manifest] | None = None,
    egress: list[Manifest] | None = None,
) -> Manifest:
    spec: Manifest = {"podSelector": {"matchLabels": pods} if pods else {}}
    kinds = {"Ingress": ingress, "Egress": egress}
    spec["policyTypes"] = [kind for kind, rules in kinds.items() if rules is not None]
    spec |= {kind.lower(): rules for kind, rules in kinds.items() if rules}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name},
        "spec": spec,
    }


def _ports(number: int, *protocols: str) -> list[Manifest]:
    return [{"port": number, "protocol": protocol} for protocol in protocols or ("TCP",)]


def _pods(name: str) -> Manifest:
    return {"podSelector": {"matchLabels": selector(name)}}


def _components(*names: str) -> Manifest:
    key = "app.kubernetes.io/component"
    return {
        "podSelector": {"matchExpressions": [{"key": key, "operator": "In", "values": list(names)}]}
    }


def _to(service: str) -> Manifest:
    (port,) = (entry.port for entry in SERVICES if entry.name == service)
    return {"to": [_pods(service)], "ports": _ports(port)}


def _to_stores(*, database: bool, bus: bool) -> list[Manifest]:
    """Returns the ways to PostgreSQL and NATS, which stand in the same namespace or are named by the overlay."""
    ports = (_ports(_POSTGRES) if database else []) + (_ports(_NATS) if bus else [])
    return [{"to": [{"podSelector": {"matchLabels": STORES}}], "ports": ports}]


STORES = {"banyan/store": "true"}  # the label of the pods of PostgreSQL and NATS


def certificates() -> Iterator[Manifest]:
    """Yields an authority of the namespace, and a certificate for each process that it signs."""
    yield _certified("Issuer", "banyan-self-signed", {"selfSigned": {}})
    yield _certified(
        "Certificate",
        "banyan-authority",
        {
            "isCA": True,
            "commonName": "banyan",
            "secretName": "banyan-authority",
            "duration": "87600h",
            "privateKey": {"algorithm": "ECDSA", "size": 256},
            "issuerRef": {"kind": "Issuer", "name": "banyan-self-signed"},
        },
    )
    yield _certified("Issuer", "banyan", {"ca": {"secretName": "banyan-authority"}})
    for name in (*NAMES, GATEWAY):
        yield certificate(name, [name])


def certificate(name: str, names: list[str]) -> Manifest:
    """Returns the certificate of a process: by these names it is called, and known where it calls."""
    return _certified(
        "Certificate",
        f"banyan-{name}",
        {
            "secretName": f"banyan-tls-{name}",
            "dnsNames": names,
            "duration": f"{_DAYS * 30}h",
            "renewBefore": f"{_DAYS * 10}h",
            "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
            "usages": ["digital signature", "server auth", "client auth"],
            "issuerRef": {"kind": "Issuer", "name": "banyan"},
        },
    )


def tls_component() -> Manifest:
    """Returns the component that gives each process its certificate, and says who may call it."""
    patches = []
    for name in (*NAMES, GATEWAY):
        variables = {
            "BANYAN_TLS_CERTIFICATE": f"{_FILES}/tls.crt",
            "BANYAN_TLS_KEY": f"{_FILES}/tls.key",
            "BANYAN_TLS_AUTHORITIES": f"{_FILES}/ca.crt",
        }
        patches.append(_mounting("Deployment", name, name, name, variables | _callers(name)))
        if name != GATEWAY:
            job = f"prepare-{name}"
            patches.append(_mounting("Job", job, name, "declare-stream", variables))
    return {
        "apiVersion": "kustomize.config.k8s.io/v1alpha1",
        "kind": "Component",
        "resources": ["certificates.yaml"],
        "patches": [
            {"patch": yaml.safe_dump(patch, sort_keys=False, width=120)} for patch in patches
        ],
    }


_FILES = "/etc/banyan/tls"


def _callers(name: str) -> dict[str, str]:
    return {} if name == GATEWAY else {"BANYAN_TLS_CALLERS": ",".join(callers_of(name))}


def _mounting(kind: str, name: str, of: str, container: str, variables: dict[str, str]) -> Manifest:
    """Returns a patch that mounts the certificate of a process into a container."""
    mount = {"name": "tls", "mountPath": _FILES, "readOnly": True}
    secret = {"secretName": f"banyan-tls-{of}", "defaultMode": 0o440}
    inner = {
        "name": container,
        "env": [{"name": key, "value": value} for key, value in variables.items()],
        "volumeMounts": [mount],
    }
    return {
        "apiVersion": "apps/v1" if kind == "Deployment" else "batch/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {
            "template": {
                "spec": {"containers": [inner], "volumes": [{"name": "tls", "secret": secret}]}
            }
        },
    }


def _certified(kind: str, name: str, spec: Manifest) -> Manifest:
    return {
        "apiVersion": "cert-manager.io/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": spec,
    }
