"""What a kustomization says, as a cluster would see it."""

import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "deploy" / "kubernetes"
OVERLAYS = ("dev", "production")
Manifest = dict[str, Any]


@cache
def built(overlay: str) -> str:
    """Returns what kustomize makes of an overlay."""
    program = Path(sysconfig.get_path("scripts")) / "kubectl"
    command: list[str | Path] = [program, "kustomize", PLACE / "overlays" / overlay]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Cluster:
    """The objects of an overlay, each time anew, so that a test may change them."""

    def __init__(self, overlay: str) -> None:
        self.objects: list[Manifest] = list(
            yaml.load_all(built(overlay), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        )

    def of(self, *kinds: str) -> list[Manifest]:
        """Returns the objects of some kinds."""
        return [each for each in self.objects if each["kind"] in kinds]

    def get(self, kind: str, name: str) -> Manifest:
        """Returns an object. The name of a generated ConfigMap may go without its hash."""
        (found,) = (each for each in self.of(kind) if each["metadata"]["name"] == name)
        return found

    @property
    def workloads(self) -> list[Manifest]:
        """Everything that has pods."""
        return self.of("Deployment", "StatefulSet", "Job")

    @property
    def ours(self) -> list[Manifest]:
        """The workloads that run our images."""
        return [each for each in self.workloads if each["kind"] != "StatefulSet"]


def name_of(manifest: Manifest) -> str:
    """Returns the name of an object."""
    return str(manifest["metadata"]["name"])


def pod_of(workload: Manifest) -> Manifest:
    """Returns what its pods are."""
    pod: Manifest = workload["spec"]["template"]["spec"]
    return pod


def labels_of(workload: Manifest) -> dict[str, str]:
    """Returns the labels of its pods."""
    labels: dict[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return labels


def containers_of(workload: Manifest) -> Iterator[Manifest]:
    """Yields its containers, those that run before others included."""
    pod = pod_of(workload)
    yield from pod.get("initContainers", ())
    yield from pod["containers"]


def matches(selector: Manifest, labels: dict[str, str]) -> bool:
    """Returns whether a selector finds an object with these labels."""
    wanted = selector.get("matchLabels", {})
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    for each in selector.get("matchExpressions", ()):
        assert each["operator"] == "In"
        if labels.get(each["key"]) not in each["values"]:
            return False
    return True


def environment_of(
    cluster: Cluster, container: Manifest, secrets: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, str]:
    """Returns the variables of a container, as the kubelet makes them.

    Args:
        cluster: The cluster.
        container: The container.
        secrets: What is in each Secret; None stands for one word in each.
    """
    maps = {name_of(each): each.get("data", {}) for each in cluster.of("ConfigMap")}
    found: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        if "configMapRef" in source:
            found |= maps[source["configMapRef"]["name"]]
        elif secrets is not None:
            found |= secrets[source["secretRef"]["name"]]
    own: dict[str, str] = {}
    for each in container.get("env", ()):
        value = each.get("value")
        if value is None:
            (kind, reference), *_ = each["valueFrom"].items()
            if kind == "configMapKeyRef":
                value = maps[reference["name"]][reference["key"]]
            elif kind == "secretKeyRef" and secrets is not None:
                value = secrets[reference["name"]][reference["key"]]
            else:
                value = "secret"
        for name, known in own.items():
            value = value.replace(f"$({name})", known)
        own[each["name"]] = value
    return found | own
