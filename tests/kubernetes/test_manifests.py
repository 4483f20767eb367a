"""Every overlay is built, valid for the oldest and the newest supported Kubernetes, and what was generated is current."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import jsonschema
import kubernetes_validate
import kubernetes_validate.utils
import pytest
import yaml

from deploy.kubernetes import manifests
from tests.kubernetes.cluster import OVERLAYS, PLACE, Cluster, Manifest, name_of
from tests.kubernetes.schemas import SCHEMAS

VERSIONS = ("1.35", "1.37")


@pytest.fixture(scope="module", autouse=True)
def _read_once() -> None:
    """The library reads its schemas anew for each object."""
    kubernetes_validate.utils.schema_contents = cache(kubernetes_validate.utils.schema_contents)


def validate(manifest: Manifest, version: str) -> None:
    """Refuses what a cluster with the custom resources that we use would not take."""
    schema = SCHEMAS.get((manifest["apiVersion"], manifest["kind"]))
    if schema is None:
        kubernetes_validate.validate(manifest, version, strict=True)
        return
    assert manifest.keys() == {"apiVersion", "kind", "metadata", "spec"}
    jsonschema.validate(manifest["spec"], schema)


@pytest.mark.parametrize("path", manifests.files(), ids=lambda path: str(path.relative_to(PLACE)))
def test_what_is_generated_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == manifests.files()[path], "run `make docs`"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_object_is_valid(overlay: str, version: str) -> None:
    cluster = Cluster(overlay)
    assert len(cluster.objects) > 40
    for each in cluster.objects:
        validate(each, version)
        assert each["kind"] in ("Namespace", "PriorityClass") or (
            each["metadata"]["namespace"] == "banyan"
        )


def test_the_ingress_is_valid() -> None:
    validate(yaml.safe_load((PLACE / "components/ingress/ingress.yaml").read_text()), VERSIONS[0])


def test_what_is_misspelt_is_found() -> None:
    cluster = Cluster("production")
    for kind in ("Deployment", "Service", "Cluster", "Certificate", "HTTPRoute", "PodMonitor"):
        wrong = deepcopy(cluster.of(kind)[0])
        wrong["spec"]["replica"] = 2
        with pytest.raises(jsonschema.ValidationError):
            validate(wrong, VERSIONS[0])
    unknown = deepcopy(cluster.of("Deployment")[0]) | {"apiVersion": "apps/v1beta1"}
    with pytest.raises(kubernetes_validate.SchemaNotFoundError):
        validate(unknown, VERSIONS[0])


def test_a_change_of_the_settings_rolls_the_pods() -> None:
    """The name of a ConfigMap ends with a hash of what it says."""
    for each in Cluster("production").of("ConfigMap"):
        if name_of(each) != "banyan-dashboard":
            assert name_of(each).rpartition("-")[2].isalnum()
            assert len(name_of(each).rpartition("-")[2]) == 10
