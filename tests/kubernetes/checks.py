"""What has to agree between manifests, and between them and the code. Each check yields what is wrong."""

import re
from collections.abc import Iterator
from typing import Any

from gateway import config
from services.catalogue import NAMES, SERVICES, WORKERS
from services.kit.process.config import DatabaseSettings
from services.kit.process.environment import variable
from services.kit.process.kinds import address
from services.kit.service.health import LIVE
from tests.kubernetes import poolers
from tests.kubernetes.cluster import (
    ROOT,
    Cluster,
    Manifest,
    containers_of,
    environment_of,
    labels_of,
    matches,
    name_of,
    pod_of,
)
from tests.services import service_named

# Made by operators of the cluster, and not here.
_MADE_BY_POSTGRES = {"banyan-database-ca": {"ca.crt"}}
_OF_TLS = {"tls.crt", "tls.key", "ca.crt"}
_MADE_BY_HAND = {"banyan-passport-keys": {"jwks.json"}}  # ConfigMaps: public


def services_and_pods(cluster: Cluster) -> Iterator[str]:
    """Holds Services, budgets, autoscalers and selectors against pods."""
    for each in cluster.of("Deployment", "StatefulSet"):
        if not matches(each["spec"]["selector"], labels_of(each)):
            yield f"{name_of(each)} does not find its own pods"
    for each in cluster.of("Service"):
        found = _with({"matchLabels": each["spec"]["selector"]}, cluster)
        if [name_of(other) for other in found] != [name_of(each)]:
            yield f"the Service {name_of(each)} finds {[name_of(other) for other in found]}"
            continue
        ports = {
            port["name"]: port["containerPort"]
            for inner in containers_of(found[0])
            for port in inner.get("ports", ())
        }
        for port in each["spec"]["ports"]:
            if ports.get(port["targetPort"]) != port["port"]:
                yield f"the Service {name_of(each)} offers {port['port']}, and its pods do not"
    for each in cluster.of("PodDisruptionBudget"):
        if poolers.NAMED in each["spec"]["selector"]["matchLabels"]:
            continue  # its pods are the operator's
        found = _with(each["spec"]["selector"], cluster)
        if len(found) != 1:
            yield f"the budget {name_of(each)} finds {len(found)} workloads"
        elif each["spec"]["minAvailable"] >= _replicas(cluster, found[0]):
            yield f"the budget {name_of(each)} lets no pod go"
    for each in cluster.of("HorizontalPodAutoscaler"):
        target = each["spec"]["scaleTargetRef"]
        scaled = [other for other in cluster.of(target["kind"]) if name_of(other) == target["name"]]
        if not scaled or "replicas" in scaled[0]["spec"]:
            yield f"the autoscaler {name_of(each)} does not decide how many there are"
    for each in cluster.of("PodMonitor"):
        ends = {end["port"] for end in each["spec"]["podMetricsEndpoints"]}
        for scraped in _with(each["spec"]["selector"], cluster):
            offered = {port["name"] for inner in containers_of(scraped) for port in inner["ports"]}
            if not ends <= offered:
                yield f"{name_of(each)} scrapes {ends} of {name_of(scraped)}"


def _with(selector: Manifest, cluster: Cluster) -> list[Manifest]:
    return [each for each in cluster.workloads if matches(selector, labels_of(each))]


def _replicas(cluster: Cluster, workload: Manifest) -> int:
    for each in cluster.of("HorizontalPodAutoscaler"):
        if each["spec"]["scaleTargetRef"]["name"] == name_of(workload):
            return int(each["spec"]["minReplicas"])
    return int(workload["spec"].get("replicas", 1))


def listeners(cluster: Cluster) -> Iterator[str]:
    """Holds ports and targets against what the processes listen on and call."""
    offered = {
        f"{name_of(each)}:{port['port']}"
        for each in cluster.of("Service")
        for port in each["spec"]["ports"]
    }
    for workload in cluster.of("Deployment"):
        for inner in containers_of(workload):
            found = environment_of(cluster, inner)
            heard = {
                address(value)[1]
                for name, value in found.items()
                if name.startswith("BANYAN_") and name.endswith("LISTEN")
            }
            declared = {port["containerPort"] for port in inner.get("ports", ())}
            if name_of(workload) not in WORKERS and heard != declared:
                yield f"{name_of(workload)} listens on {heard} and declares {declared}"
            targets = {name: value for name, value in found.items() if name.endswith("_TARGET")}
            if targets.keys() != _targets_of(name_of(workload)):
                yield f"{name_of(workload)} is told of {sorted(targets)}"
            for name, value in targets.items():
                service = name.removeprefix("BANYAN_").removesuffix("_TARGET").lower()
                place = value.removeprefix("dns:///")
                if place not in offered or not place.startswith(f"{service}:"):
                    yield f"{name_of(workload)} calls {value}, which no Service is"


def _targets_of(name: str) -> set[str]:
    if name == "gateway":
        return {entry.target_variable for entry in SERVICES}
    calls = [entry.calls for entry in SERVICES if entry.name == name]
    return {entry.target_variable for entry in SERVICES if calls and entry.name in calls[0]}


def references(cluster: Cluster) -> Iterator[str]:
    """Holds what pods take from ConfigMaps, Secrets and accounts against what there is."""
    maps = {name_of(each): set(each.get("data", {})) for each in cluster.of("ConfigMap")}
    maps |= _MADE_BY_HAND
    secrets = documented_secrets() | _MADE_BY_POSTGRES
    secrets |= {each["spec"]["secretName"]: _OF_TLS for each in cluster.of("Certificate")}
    accounts = {name_of(each) for each in cluster.of("ServiceAccount")} | {"default"}
    for each in cluster.of("Secret"):
        yield f"the Secret {name_of(each)} stands in the tree"
    for workload in cluster.workloads:
        if pod_of(workload).get("serviceAccountName", "default") not in accounts:
            yield f"{name_of(workload)} has an account that does not exist"
        for kind, name, key in _taken(workload):
            known = maps if kind == "ConfigMap" else secrets
            if name not in known or (key and key not in known[name]):
                yield f"{name_of(workload)} takes {key or 'all'} of the {kind} {name}"


def _taken(workload: Manifest) -> Iterator[tuple[str, str, str]]:
    for inner in containers_of(workload):
        for source in inner.get("envFrom", ()):
            for kind in ("configMap", "secret"):
                if reference := source.get(f"{kind}Ref"):
                    yield kind[0].upper() + kind[1:], reference["name"], ""
        for each in inner.get("env", ()):
            for kind in ("configMap", "secret"):
                if reference := each.get("valueFrom", {}).get(f"{kind}KeyRef"):
                    yield kind[0].upper() + kind[1:], reference["name"], reference["key"]
    for volume in pod_of(workload)["volumes"]:
        if source := volume.get("configMap"):
            yield "ConfigMap", source["name"], ""
        if source := volume.get("secret"):
            for item in source.get("items") or [{"key": ""}]:
                yield "Secret", source["secretName"], item["key"]


_SECRET_ROW = re.compile(r"^\| `(banyan-[a-z-]+)` \| Secret \| ([^|]+) \|", re.MULTILINE)


def documented_secrets() -> dict[str, set[str]]:
    """Returns the Secrets that docs/operations.md tells operators to make, and their keys."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return {name: set(re.findall(r"`([\w.]+)`", keys)) for name, keys in _SECRET_ROW.findall(text)}


def unused_secrets(clusters: list[Cluster]) -> Iterator[str]:
    """Holds the documented Secrets against what any overlay takes."""
    taken: set[tuple[str, str]] = set()
    for cluster in clusters:
        for workload in cluster.workloads:
            taken |= {(name, key) for kind, name, key in _taken(workload) if kind == "Secret"}
        for each in cluster.of("Cluster"):
            roles = each["spec"]["managed"]["roles"]
            taken |= {(role["passwordSecret"]["name"], "username") for role in roles}
        for each in cluster.of("ObjectStore"):
            for reference in each["spec"]["configuration"]["s3Credentials"].values():
                taken.add((reference["name"], reference["key"]))
    whole = {name for name, key in taken if not key}
    for name, keys in documented_secrets().items():
        for key in keys:
            if (name, key) not in taken and name not in whole:
                yield f"nothing takes {key} of {name}"


def settings(cluster: Cluster) -> Iterator[str]:
    """Holds variables against the settings of the processes, both ways."""
    for workload, inner, process in _processes(cluster):
        known = {
            variable(name): field for model in process for name, field in model.model_fields.items()
        }
        found = {name for name in environment_of(cluster, inner) if name.startswith("BANYAN_")}
        only_database = process == (DatabaseSettings,)
        for name in sorted(found - known.keys()):
            if not only_database:
                yield f"{name_of(workload)} sets {name}, which is no setting"
        for name, field in known.items():
            if field.is_required() and name not in found:
                yield f"{name_of(workload)} does not set {name}"


def _processes(cluster: Cluster) -> Iterator[tuple[Manifest, Manifest, tuple[type[Any], ...]]]:
    """Yields our containers with the classes of settings that they read."""
    for workload in cluster.ours:
        for inner in containers_of(workload):
            name = target_of(inner)
            if name == "gateway":
                yield workload, inner, config.models()
            elif inner.get("args", ["serve"])[0] in ("migrate", *WORKERS):
                yield workload, inner, (DatabaseSettings,)
            else:
                yield workload, inner, (service_named(name).settings,)


processes = _processes


def target_of(inner: Manifest) -> str:
    """Returns the target of the Dockerfile whose image a container runs."""
    image = str(inner["image"]).rpartition("/")[2].partition(":")[0]
    return image.removeprefix("banyan-")


def images(cluster: Cluster) -> Iterator[str]:
    """Holds images and commands against the Dockerfile and the command lines."""
    text = (ROOT / "deploy" / "images" / "Dockerfile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^FROM runtime AS (\w+)$", text, re.MULTILINE))
    if targets != {*NAMES, "gateway"}:
        yield f"the Dockerfile builds {sorted(targets)}"
    for workload in cluster.ours:
        for inner in containers_of(workload):
            if target_of(inner) not in targets or ":" not in inner["image"]:
                yield f"{name_of(workload)} runs {inner['image']}"
            known = {"serve", "migrate", "declare-stream"}
            known |= {
                each
                for entry in SERVICES
                if entry.name == target_of(inner)
                for each in entry.workers
            }
            if not set(inner.get("args", ())) <= known:
                yield f"{name_of(workload)} runs the command {inner['args']}"
    for worker in WORKERS:
        if not any(
            inner.get("args") == [worker] for each in cluster.ours for inner in containers_of(each)
        ):
            yield f"nothing runs {worker}"


def arrows(cluster: Cluster) -> set[tuple[str, str, int]]:
    """Returns who may connect to whom at which port, by the policies: both sides have to allow it."""
    policies = cluster.of("NetworkPolicy")
    pods = {name_of(each): labels_of(each) for each in cluster.workloads}
    ports = {
        name_of(each): {p["containerPort"] for c in containers_of(each) for p in c.get("ports", ())}
        for each in cluster.workloads
    }
    return {
        (caller, callee, port)
        for caller, from_labels in pods.items()
        for callee, to_labels in pods.items()
        for port in ports[callee]
        if _allows(policies, "egress", from_labels, to_labels, port)
        and _allows(policies, "ingress", to_labels, from_labels, port)
    }


def _allows(
    policies: list[Manifest], way: str, own: dict[str, str], other: dict[str, str], port: int
) -> bool:
    mine = [
        each["spec"]
        for each in policies
        if way.capitalize() in each["spec"]["policyTypes"]
        and matches(each["spec"]["podSelector"], own)
    ]
    if not mine:
        return True
    side = "to" if way == "egress" else "from"
    return any(
        any(_is(peer, other) for peer in rule[side])
        and any(each["port"] == port for each in rule["ports"])
        for spec in mine
        for rule in spec.get(way, ())
    )


def _is(peer: Manifest, labels: dict[str, str]) -> bool:
    if "namespaceSelector" in peer:
        return not peer["namespaceSelector"]  # every namespace, ours too
    return "podSelector" in peer and matches(peer["podSelector"], labels)


def probes(cluster: Cluster) -> Iterator[str]:
    """Holds probes, and the time of ending, against what the processes answer and take."""
    for workload in cluster.of("Deployment"):
        for inner in containers_of(workload):
            if name_of(workload) in WORKERS:
                continue
            found = environment_of(cluster, inner)
            for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
                yield from _probe(name_of(workload), kind, inner.get(kind, {}), found)
            sleeps = (
                inner.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            )
            grace = "BANYAN_SHUTDOWN_GRACE" if name_of(workload) == "gateway" else "BANYAN_GRACE"
            takes = sleeps + float(found["BANYAN_DRAIN"]) + float(found[grace])
            if not sleeps or takes + 5 > pod_of(workload)["terminationGracePeriodSeconds"]:
                yield f"{name_of(workload)} takes {takes} s to end, and is killed before"


def _probe(name: str, kind: str, probe: Manifest, found: dict[str, str]) -> Iterator[str]:
    if name == "gateway":
        path = "/readyz" if kind == "readinessProbe" else "/livez"
        expected: Manifest = {"httpGet": {"path": path, "port": address(found["BANYAN_LISTEN"])[1]}}
    else:
        part = {} if kind == "readinessProbe" else {"service": LIVE}
        expected = {"grpc": {"port": address(found["BANYAN_PROBE_LISTEN"])[1], **part}}
    if not expected.items() <= probe.items():
        yield f"the {kind} of {name} is not {expected}"


def restricted(cluster: Cluster) -> Iterator[str]:
    """Holds pods against the standard `restricted`, and a little more."""
    for workload in cluster.workloads:
        name, pod = name_of(workload), pod_of(workload)
        security = pod.get("securityContext", {})
        if not (security.get("runAsNonRoot") and security.get("runAsUser")):
            yield f"{name} may run as root"
        if security.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{name} may call anything of the kernel"
        if pod.get("automountServiceAccountToken") is not False:
            yield f"{name} gets a token of Kubernetes"
        if kinds := {k for v in pod["volumes"] for k in v} - {
            "name",
            "emptyDir",
            "configMap",
            "secret",
        }:
            yield f"{name} mounts {kinds}"
        for inner in containers_of(workload):
            own = inner.get("securityContext", {})
            if own.get("allowPrivilegeEscalation") is not False or own.get("privileged"):
                yield f"{name} may become more than it is"
            if own.get("capabilities") != {"drop": ["ALL"]} or not own.get(
                "readOnlyRootFilesystem"
            ):
                yield f"{name} may change the machine or its own files"
            resources = inner.get("resources", {})
            if (
                "memory" not in resources.get("limits", {})
                or len(resources.get("requests", {})) != 2
            ):
                yield f"{name} does not say what it needs"


def secured(cluster: Cluster) -> Iterator[str]:
    """Holds certificates against the names by which processes are called, and against who calls."""
    names = {
        each["spec"]["secretName"]: set(each["spec"].get("dnsNames", ()))
        for each in cluster.of("Certificate")
    }
    for workload in cluster.workloads:
        mounted = {
            each["secret"]["secretName"]
            for each in pod_of(workload)["volumes"]
            if each["name"] == "tls"
        }
        for inner in containers_of(workload):
            found = environment_of(cluster, inner)
            if found.get("BANYAN_INSECURE") == "true":
                yield f"{name_of(workload)} may talk unencrypted"
        if workload["kind"] == "Deployment" and name_of(workload) not in WORKERS:
            (secret,) = mounted or {""}
            if name_of(workload) not in names.get(secret, ()):
                yield f"{name_of(workload)} has no certificate of its name"
            expected = {name for name in NAMES if name_of(workload) in _calls_of(name)} | {
                "gateway"
            }
            callers = environment_of(cluster, next(containers_of(workload))).get(
                "BANYAN_TLS_CALLERS"
            )
            if name_of(workload) in NAMES and set((callers or "").split(",")) != expected:
                yield f"{name_of(workload)} is called by {callers}, not by {sorted(expected)}"


def _calls_of(name: str) -> tuple[str, ...]:
    return next(entry.calls for entry in SERVICES if entry.name == name)
