"""The parts that all manifests share: metadata, containers, probes, environment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.catalogue import SERVICES, Entry, named

Manifest = dict[str, Any]
GATEWAY = "gateway"
GATEWAY_PORT, PROBE_PORT, METRICS_PORT = 8000, 8080, 9090
METRICS = {"BANYAN_METRICS_LISTEN": f"0.0.0.0:{METRICS_PORT}"}
PASSPORT_KEYS, PASSPORT_KEY = "/etc/banyan/passport-keys", "/etc/banyan/passport-key"
ISSUERS, APP_KEYS = "/etc/banyan/issuers", "/etc/banyan/app-keys"
CALENDAR_KEY = "/etc/banyan/calendar-key"
# Seconds: how long a pod is still called after its end was decided, and what a process does at its end
# (BANYAN_DRAIN, BANYAN_GRACE, BANYAN_SHUTDOWN_GRACE), with a rest for closing connections.
PRE_STOP, ENDING = 5, 45
USER = 10001


@dataclass(frozen=True, slots=True)
class Size:
    """What a container is given. The figures are from ARCHITECTURE.md ("What it costs").

    Attributes:
        memory: What it needs at rest, with some room, in MiB.
        limit: What it may take, in MiB: processes beside it and large requests included.
        cpu: Its share of processors when they are scarce, in thousandths.
    """

    memory: int
    limit: int
    cpu: int = 250

    @property
    def resources(self) -> Manifest:
        """What the container declares. Processors have no limit: one would add latency, and nothing else."""
        return {
            "requests": {"cpu": f"{self.cpu}m", "memory": f"{self.memory}Mi"},
            "limits": {"memory": f"{self.limit}Mi"},
        }


SIZES = {
    # Two files of imports at a time take 512 MiB each, and so does an image that is made.
    "organizations": Size(256, 1536),
    GATEWAY: Size(256, 1024, 500),
}
USUAL = Size(256, 768)
# A plan for 1,000 people and 500 shifts took 744 MiB and one processor.
WORKER = Size(256, 1536, 500)


def labels(name: str, component: str) -> dict[str, str]:
    """Returns the labels of an object."""
    return {**selector(name), "app.kubernetes.io/component": component}


def selector(name: str) -> dict[str, str]:
    """Returns the labels that find the pods of a process."""
    return {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "banyan"}


def metadata(name: str, of: str, component: str) -> Manifest:
    """Returns the metadata of an object.

    Args:
        name: Its name.
        of: The process that it belongs to.
        component: What kind of process that is.
    """
    return {"name": name, "labels": labels(of, component)}


def service_account(name: str, component: str) -> Manifest:
    """Returns an account that has no token: no process talks to Kubernetes."""
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": metadata(name, name, component),
        "automountServiceAccountToken": False,
    }


def secret(name: str, key: str) -> Manifest:
    """Returns a variable whose value comes from a Secret."""
    return {"valueFrom": {"secretKeyRef": {"name": name, "key": key}}}


def setting(key: str) -> Manifest:
    """Returns the value of a variable that the overlay sets, in the ConfigMap of all processes."""
    return {"valueFrom": {"configMapKeyRef": {"name": "banyan", "key": key}}}


def variables(values: Mapping[str, str | Manifest]) -> list[Manifest]:
    """Returns variables. A value may name earlier ones as $(NAME)."""
    return [
        {"name": name, "value": value} if isinstance(value, str) else {"name": name, **value}
        for name, value in values.items()
    ]


def database(name: str, *, directly: bool = False) -> dict[str, str | Manifest]:
    """Returns the variables that say where the database of a service is.

    Args:
        name: The service.
        directly: Whether its server itself is meant: migrations hold a lock for as long as they are connected, and set
            limits of their own, which no pooler in transaction mode carries.
    """
    return {
        "DATABASE_HOST": setting("DATABASE_DIRECT_HOST" if directly else "DATABASE_HOST"),
        "DATABASE_OPTIONS": setting("DATABASE_OPTIONS"),
        "DATABASE_PASSWORD": secret(f"banyan-database-{name}", "password"),
        "BANYAN_INSECURE": setting("INSECURE"),
        "BANYAN_DATABASE_POOLED": setting("DATABASE_POOLED"),
        "BANYAN_DATABASE_URL": f"postgresql://{name}:$(DATABASE_PASSWORD)@$(DATABASE_HOST)/{name}$(DATABASE_OPTIONS)",
    }


def bus(user: str) -> dict[str, str | Manifest]:
    """Returns the variables that say where NATS is."""
    return {
        "NATS_PLACE": setting("NATS_PLACE"),
        "NATS_SCHEME": setting("NATS_SCHEME"),
        "NATS_PASSWORD": secret("banyan-nats", f"NATS_PASSWORD_{user.upper()}"),
        "BANYAN_NATS_URL": f"$(NATS_SCHEME)://{user}:$(NATS_PASSWORD)@$(NATS_PLACE)",
    }


def target(entry: Entry) -> str:
    """Returns where a service is called: at all of its pods, which the client takes in turn."""
    return f"dns:///{entry.name}:{entry.port}"


def of_service(entry: Entry, user: str) -> dict[str, str | Manifest]:
    """Returns the variables of a service that follow from the catalogue."""
    values: dict[str, str | Manifest] = {
        **database(entry.name),
        **bus(user),
        "BANYAN_LISTEN": f"0.0.0.0:{entry.port}",
        "BANYAN_PROBE_LISTEN": f"0.0.0.0:{PROBE_PORT}",
        **METRICS,
        "BANYAN_PASSPORT_JWKS": f"{PASSPORT_KEYS}/jwks.json",
        **{each.target_variable: target(each) for each in map(named, entry.calls)},
    }
    if entry.name == "organizations":
        values["BANYAN_PASSPORT_PRIVATE_KEY"] = f"{PASSPORT_KEY}/private.pem"
        values["BANYAN_TRUSTED_ISSUERS"] = f"{ISSUERS}/issuers.json"
        values["BANYAN_APP_KEY_PEPPER"] = f"{APP_KEYS}/pepper"
        values["BANYAN_WEBHOOK_KEY"] = f"{APP_KEYS}/webhooks"
    if entry.name == "events":
        values["BANYAN_CALENDAR_KEY"] = f"{CALENDAR_KEY}/key"
    return values


def of_gateway() -> dict[str, str | Manifest]:
    """Returns the variables of the gateway that follow from the catalogue."""
    return {
        "BANYAN_INSECURE": setting("INSECURE"),
        **bus(GATEWAY),
        "BANYAN_LISTEN": f"0.0.0.0:{GATEWAY_PORT}",
        **METRICS,
        **{entry.target_variable: target(entry) for entry in SERVICES},
    }


def files_of(name: str) -> tuple[list[Manifest], list[Manifest]]:
    """Returns the volumes of a process and where they are mounted: a place to write, and its keys."""
    sources: dict[str, tuple[str, Manifest]] = {"tmp": ("/tmp", {"emptyDir": {}})}  # noqa: S108 # of its own
    if name != GATEWAY:
        sources["passport-keys"] = (PASSPORT_KEYS, {"configMap": {"name": "banyan-passport-keys"}})
    if name == "organizations":
        key = {"secretName": "banyan-passport-key", "defaultMode": 0o440}
        sources["passport-key"] = (PASSPORT_KEY, {"secret": key})
        pepper = {"secretName": "banyan-app-keys", "defaultMode": 0o440}
        sources["app-keys"] = (APP_KEYS, {"secret": pepper})
        sources["issuers"] = (ISSUERS, {"configMap": {"name": "banyan-issuers"}})
    if name == "events":
        key = {"secretName": "banyan-calendar-key", "defaultMode": 0o440}
        sources["calendar-key"] = (CALENDAR_KEY, {"secret": key})
    volumes = [{"name": volume, **source} for volume, (_, source) in sources.items()]
    mounts: list[Manifest] = [
        {"name": volume, "mountPath": path, **({} if volume == "tmp" else {"readOnly": True})}
        for volume, (path, _) in sources.items()
    ]
    return volumes, mounts


def container(
    name: str,
    of: str,
    environment: Mapping[str, str | Manifest],
    size: Size,
    mounts: Sequence[Manifest],
    **more: Any,
) -> Manifest:
    """Returns a container that may do nothing but run.

    Args:
        name: Its name.
        of: The process whose image and settings it has.
        environment: Its variables.
        size: What it is given.
        mounts: Where its volumes are.
        more: What else it declares.
    """
    config = [{"configMapRef": {"name": f"banyan-{of}"}}]
    return {
        "name": name,
        "image": f"banyan-{of}",
        "envFrom": config,
        "env": variables(environment),
        "resources": size.resources,
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": list(mounts),
        **more,
    }


def pod(of: str, component: str, volumes: Sequence[Manifest], **spec: Any) -> Manifest:
    """Returns the template of pods that Kubernetes restricts as far as it can."""
    return {
        "metadata": {"labels": labels(of, component)},
        "spec": {
            "serviceAccountName": of,
            "automountServiceAccountToken": False,
            "enableServiceLinks": False,  # variables that look like settings
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": USER,
                "runAsGroup": USER,
                "fsGroup": USER,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "terminationGracePeriodSeconds": ENDING,
            **spec,
            "volumes": list(volumes),
        },
    }


def probe(check: Manifest, *, period: int, failures: int) -> Manifest:
    """Returns a probe that fails for good after some failures in a row."""
    return {**check, "periodSeconds": period, "timeoutSeconds": 3, "failureThreshold": failures}


def probes(live: Manifest, ready: Manifest) -> Manifest:
    """Returns the probes of a container: a minute to start, and a restart only if it answers nothing."""
    return {
        "startupProbe": probe(live, period=2, failures=30),
        "livenessProbe": probe(live, period=10, failures=6),
        "readinessProbe": probe(ready, period=2, failures=2),
        "lifecycle": {"preStop": {"sleep": {"seconds": PRE_STOP}}},
    }
