"""What podman takes of the manifests. It has no controllers: a workload becomes the pod that it would make.

A container stays as it is, but for what podman 4.3 does not do: values of variables are put together beforehand, a
volume says that its Secret must exist and has a name of its own, and a claim is an empty volume. Probes stay out, because the check asks them
itself, as the kubelet would.
"""

import copy
from collections.abc import Iterator, Mapping

from tests.kubernetes.cluster import (
    Cluster,
    Manifest,
    containers_of,
    environment_of,
    labels_of,
    name_of,
    pod_of,
)

Secrets = Mapping[str, Mapping[str, str]]
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
# What Kubernetes does around a container, and podman does not; podman would open every port at the machine itself.
_LEFT_OUT = (*PROBES, "lifecycle", "ports")


def pod(cluster: Cluster, workload: Manifest, secrets: Secrets) -> Manifest:
    """Returns the first pod of a workload, under the name by which others call it.

    Args:
        cluster: The objects around it.
        workload: A Deployment, StatefulSet or Job.
        secrets: What is in each Secret.
    """
    spec = copy.deepcopy(pod_of(workload))
    for container in (*spec.get("initContainers", ()), *spec["containers"]):
        for each in _LEFT_OUT:
            container.pop(each, None)
        values = environment_of(cluster, container, secrets)
        container.pop("envFrom", None)
        container["env"] = [
            each if _is_of_the_pod(each) else {"name": each["name"], "value": values[each["name"]]}
            for each in _all(container, values)
        ]
    spec.setdefault("volumes", []).extend(
        {"name": name_of(claim), "emptyDir": {}}
        for claim in workload["spec"].get("volumeClaimTemplates", ())
    )
    _keep_apart(spec, name_of(workload))
    metadata = {"name": name_of(workload), "labels": labels_of(workload)}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def _keep_apart(spec: Manifest, name: str) -> None:
    """Gives the volumes of a pod names of their own: to podman, volumes of one name are one."""
    for volume in spec["volumes"]:
        volume["name"] = f"{name}-{volume['name']}"
        if "secret" in volume:
            volume["secret"].setdefault("optional", False)
    for container in (*spec.get("initContainers", ()), *spec["containers"]):
        for mount in container.get("volumeMounts", ()):
            mount["name"] = f"{name}-{mount['name']}"


def _all(container: Manifest, values: Mapping[str, str]) -> Iterator[Manifest]:
    own = {each["name"]: each for each in container.get("env", ())}
    yield from (own.get(name, {"name": name}) for name in values)


def _is_of_the_pod(variable: Manifest) -> bool:
    return "fieldRef" in variable.get("valueFrom", ())


def mounted_secrets(cluster: Cluster) -> set[str]:
    """Returns the Secrets that pods mount."""
    return {
        volume["secret"]["secretName"]
        for workload in cluster.workloads
        for volume in pod_of(workload).get("volumes", ())
        if "secret" in volume
    }


def probes(workload: Manifest) -> Iterator[tuple[str, Manifest]]:
    """Yields what the kubelet asks before a pod is ready: the name of a container, and a probe."""
    for container in containers_of(workload):
        for each in PROBES:
            if each in container:
                yield container["name"], container[each]
