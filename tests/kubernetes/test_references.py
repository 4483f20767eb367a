"""The manifests agree with each other and with the code, and each check finds what is wrong."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.kubernetes.security import callers_of
from services.catalogue import NAMES, SERVICES, WORKERS, named
from services.kit.process import telemetry
from services.kit.process.environment import from_environment
from services.kit.process.kinds import address
from tests.kubernetes import checks, poolers
from tests.kubernetes.cluster import (
    OVERLAYS,
    Cluster,
    containers_of,
    environment_of,
    labels_of,
    name_of,
    pod_of,
)

CHECKS = (
    checks.services_and_pods,
    checks.listeners,
    checks.references,
    checks.settings,
    checks.images,
    checks.probes,
    checks.restricted,
    poolers.poolers,
)
PREPARATIONS = tuple(f"prepare-{name}" for name in NAMES)


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_nothing_is_wrong(check: Callable[[Cluster], Iterator[str]], overlay: str) -> None:
    assert list(check(Cluster(overlay))) == []


def test_production_is_secured_and_development_is_not() -> None:
    assert list(checks.secured(Cluster("production"))) == []
    assert list(checks.secured(Cluster("dev")))


def test_every_documented_secret_is_taken() -> None:
    assert list(checks.unused_secrets([Cluster(each) for each in OVERLAYS])) == []


def expected_arrows(cluster: Cluster) -> set[tuple[str, str, int]]:
    """Returns the arrows of ARCHITECTURE.md's picture, and those to the stores."""
    stores = {name_of(each) for each in cluster.of("StatefulSet")}
    found = {(caller, name, named(name).port) for name in NAMES for caller in callers_of(name)}
    found |= {(each, "nats", 4222) for each in (*NAMES, *PREPARATIONS, "gateway")}
    if "postgres" in stores:
        found |= {(each, "postgres", 5432) for each in (*NAMES, *PREPARATIONS, *WORKERS)}
    else:
        found.add(("nats", "nats", 6222))
    return found


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_network_allows_the_arrows_and_nothing_else(overlay: str) -> None:
    cluster = Cluster(overlay)
    # Metrics and the way in are for other namespaces, and no process of ours asks for them.
    assert checks.arrows(cluster) == expected_arrows(cluster)
    assert all(caller in callers_of(name) for name in NAMES for caller in ("gateway",))
    assert callers_of("volunteers") == ["gateway", "organizations", "events"]


def test_without_policies_everything_is_allowed() -> None:
    cluster = Cluster("dev")
    cluster.objects = [each for each in cluster.objects if each["kind"] != "NetworkPolicy"]
    assert ("events", "organizations", named("organizations").port) in checks.arrows(cluster)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_each_process_would_start_with_its_settings(
    overlay: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The settings are read as the process reads them, from the variables that the kubelet would make."""
    file = tmp_path / "file"
    file.write_text("{}")
    for workload, inner, models in checks.processes(cluster := Cluster(overlay)):
        mounts = [each["mountPath"] for each in inner["volumeMounts"]]
        with monkeypatch.context() as patch:
            for name in [each for each in os.environ if each.startswith("BANYAN_")]:
                patch.delenv(name)
            for name, value in environment_of(cluster, inner).items():
                if value.startswith("/etc/"):
                    assert any(value.startswith(f"{each}/") for each in mounts), (name, value)
                    value = str(file)
                patch.setenv(name, value)
            assert from_environment(*models), name_of(workload)


def _container(cluster: Cluster, name: str = "events", kind: str = "Deployment") -> Any:
    return next(containers_of(cluster.get(kind, name)))


def _migration(cluster: Cluster) -> Any:
    (inner,) = cluster.get("Job", "prepare-events")["spec"]["template"]["spec"]["initContainers"]
    return inner


def _set(inner: Any, name: str, value: str) -> None:
    inner["env"] = [each for each in inner["env"] if each["name"] != name]
    inner["env"].append({"name": name, "value": value})


SPOILED: dict[str, tuple[Callable[[Cluster], Iterator[str]], Callable[[Cluster], Any]]] = {
    "a Service finds no pods": (
        checks.services_and_pods,
        lambda c: labels_of(c.get("Deployment", "events")).update({"app.kubernetes.io/name": "x"}),
    ),
    "a Service offers another port": (
        checks.services_and_pods,
        lambda c: c.get("Service", "events")["spec"]["ports"][0].update(port=1),
    ),
    "a budget lets nobody go": (
        checks.services_and_pods,
        lambda c: c.get("PodDisruptionBudget", "events")["spec"].update(minAvailable=2),
    ),
    "a migration goes through the pooler": (
        poolers.poolers,
        lambda c: _set(_migration(c), "DATABASE_HOST", "banyan-database-pooler:5432"),
    ),
    "a service is not told of the pooler": (
        poolers.poolers,
        lambda c: _set(_container(c), "BANYAN_DATABASE_POOLED", "false"),
    ),
    "a pooler has the certificate of another": (
        poolers.poolers,
        lambda c: c.get("Cluster", "banyan-database")["spec"].pop("certificates"),
    ),
    "a pooler opens too many connections": (
        poolers.poolers,
        lambda c: c.get("Pooler", "banyan-database-pooler")["spec"].update(instances=4),
    ),
    "an autoscaler scales nothing": (
        checks.services_and_pods,
        lambda c: c.get("HorizontalPodAutoscaler", "events")["spec"]["scaleTargetRef"].update(
            name="x"
        ),
    ),
    "a monitor asks for another port": (
        checks.services_and_pods,
        lambda c: c.get("PodMonitor", "banyan")["spec"]["podMetricsEndpoints"][0].update(port="x"),
    ),
    "it listens elsewhere": (
        checks.listeners,
        lambda c: _set(_container(c), "BANYAN_LISTEN", "0.0.0.0:1"),
    ),
    "it calls nobody": (
        checks.listeners,
        lambda c: _set(_container(c), "BANYAN_VOLUNTEERS_TARGET", "dns:///people:8001"),
    ),
    "it is told of one that it does not call": (
        checks.listeners,
        lambda c: _set(_container(c), "BANYAN_ORGANIZATIONS_TARGET", "dns:///organizations:8002"),
    ),
    "a ConfigMap is not there": (
        checks.references,
        lambda c: c.objects.remove(
            next(each for each in c.of("ConfigMap") if name_of(each).startswith("banyan-events-"))
        ),
    ),
    "a Secret is not documented": (
        checks.references,
        lambda c: pod_of(c.get("Deployment", "events"))["volumes"].append(
            {"name": "x", "secret": {"secretName": "x"}}
        ),
    ),
    "a Secret stands in the tree": (
        checks.references,
        lambda c: c.objects.append({"kind": "Secret", "metadata": {"name": "x"}}),
    ),
    "an account is not there": (
        checks.references,
        lambda c: c.objects.remove(c.get("ServiceAccount", "events")),
    ),
    "a setting is misspelt": (
        checks.settings,
        lambda c: _set(_container(c), "BANYAN_LISTENS", "x"),
    ),
    "a required setting is missing": (
        checks.settings,
        lambda c: _container(c).update(
            env=[e for e in _container(c)["env"] if e["name"] != "BANYAN_PASSPORT_JWKS"]
        ),
    ),
    "an image is not built": (checks.images, lambda c: _container(c).update(image="banyan-x:1")),
    "an image has no tag": (checks.images, lambda c: _container(c).update(image="banyan-events")),
    "a command does not exist": (checks.images, lambda c: _container(c).update(args=["work"])),
    "nothing runs the worker": (
        checks.images,
        lambda c: c.objects.remove(c.get("Deployment", "plan-worker")),
    ),
    "a probe asks another part": (
        checks.probes,
        lambda c: _container(c)["livenessProbe"]["grpc"].update(service=""),
    ),
    "a probe asks another path": (
        checks.probes,
        lambda c: _container(c, "gateway")["readinessProbe"]["httpGet"].update(path="/livez"),
    ),
    "it is killed before its end": (
        checks.probes,
        lambda c: pod_of(c.get("Deployment", "events")).update(terminationGracePeriodSeconds=30),
    ),
    "it may run as root": (
        checks.restricted,
        lambda c: pod_of(c.get("Deployment", "events"))["securityContext"].pop("runAsNonRoot"),
    ),
    "it may write": (
        checks.restricted,
        lambda c: _container(c)["securityContext"].pop("readOnlyRootFilesystem"),
    ),
    "it says nothing of memory": (
        checks.restricted,
        lambda c: _container(c)["resources"].pop("limits"),
    ),
    "a certificate has another name": (
        checks.secured,
        lambda c: c.get("Certificate", "banyan-events")["spec"].update(dnsNames=["x"]),
    ),
    "a stranger may call": (
        checks.secured,
        lambda c: _set(_container(c), "BANYAN_TLS_CALLERS", "gateway,volunteers"),
    ),
}


@pytest.mark.parametrize("what", SPOILED)
def test_what_is_wrong_is_found(what: str) -> None:
    check, spoil = SPOILED[what]
    cluster = Cluster("production")
    spoil(cluster)
    assert list(check(cluster))


def test_a_policy_too_many_is_found() -> None:
    cluster = Cluster("production")
    policy = cluster.get("NetworkPolicy", "organizations")
    policy["spec"]["ingress"][0]["from"].append({"podSelector": {}})
    cluster.get("NetworkPolicy", "events")["spec"]["egress"].append(
        {"to": [{"podSelector": {}}], "ports": [{"port": named("organizations").port}]}
    )
    assert checks.arrows(cluster) - expected_arrows(cluster) == {
        ("events", "organizations", named("organizations").port)
    }


def test_traces_leave_by_the_port_that_policies_allow() -> None:
    cluster = Cluster("production")
    (policy,) = (each for each in cluster.of("NetworkPolicy") if name_of(each) == "traces")
    (allowed,) = (port["port"] for port in policy["spec"]["egress"][0]["ports"])
    for each in cluster.of("Deployment"):
        found = environment_of(cluster, next(containers_of(each)))
        assert address(found[telemetry.COLLECTOR[1]].removeprefix("http://"))[1] == allowed
        assert 0 < float(found["OTEL_TRACES_SAMPLER_ARG"]) <= 1
        # The control: without the component nothing is sent.
        inner = next(containers_of(Cluster("dev").get("Deployment", name_of(each))))
        assert not {*telemetry.COLLECTOR} & environment_of(Cluster("dev"), inner).keys()


def test_every_service_of_the_catalogue_is_deployed() -> None:
    names = {name_of(each) for each in Cluster("production").of("Deployment")}
    assert names == {*NAMES, *WORKERS, "gateway"}
    assert len(SERVICES) == len(Cluster("production").of("Job"))
