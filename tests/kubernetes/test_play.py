"""What `make images-check` runs is what the manifests say; running it takes root, podman and some minutes."""

from collections import defaultdict

import pytest

from tests.kubernetes.cluster import Cluster, containers_of, environment_of, name_of, pod_of
from tests.kubernetes.play.pods import mounted_secrets, pod, probes

SECRETS: defaultdict[str, defaultdict[str, str]] = defaultdict(
    lambda: defaultdict(lambda: "secret")
)
NAMES = [name_of(each) for each in Cluster("dev").workloads]
KEPT = ("name", "image", "args", "command", "securityContext", "resources")


@pytest.mark.parametrize("name", NAMES)
def test_a_pod_is_what_its_workload_says(name: str) -> None:
    cluster = Cluster("dev")
    (workload,) = (each for each in cluster.workloads if name_of(each) == name)
    made, original = pod(cluster, workload, SECRETS)["spec"], pod_of(workload)
    for each in ("securityContext", "automountServiceAccountToken", "enableServiceLinks"):
        assert made[each] == original[each]
    volumes = {each["name"] for each in made["volumes"]}
    pairs = zip(
        (*made.get("initContainers", ()), *made["containers"]), containers_of(workload), strict=True
    )
    for container, declared in pairs:
        assert {key: container.get(key) for key in KEPT} == {key: declared.get(key) for key in KEPT}
        values = {each["name"]: each.get("value", "of the pod") for each in container["env"]}
        assert values.keys() == environment_of(cluster, declared, SECRETS).keys()
        assert not [each for each in values.values() if "$(" in each]
        mounts = {each["name"]: each["mountPath"] for each in container.get("volumeMounts", ())}
        assert mounts.keys() <= volumes
        wanted = [each["mountPath"] for each in declared.get("volumeMounts", ())]
        assert list(mounts.values()) == wanted


def test_every_probe_is_one_that_the_check_can_ask() -> None:
    cluster = Cluster("dev")
    for workload in (*cluster.of("Deployment"), *cluster.of("StatefulSet")):
        for _, probe in probes(workload):
            assert len({"exec", "httpGet", "grpc"} & probe.keys()) == 1
    assert mounted_secrets(cluster) == {
        "banyan-app-keys",
        "banyan-calendar-key",
        "banyan-passport-key",
    }
