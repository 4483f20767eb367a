"""The commands of docs/operations.md, given to kubectl itself: a server that knows the manifests answers it.

What they would then do in a cluster, only a cluster can show.
"""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.catalogue import NAMES
from tests.kubernetes.api import Api, objects_of
from tests.kubernetes.cluster import ROOT, Cluster
from tests.kubernetes.secrets import BLOCKS, SECRETS, TEXT, made

ASKING = [block for block in BLOCKS if "kubectl " in block and "create secret" not in block]
(DATABASE,) = (block for block in BLOCKS if block.startswith("database()"))
ASKING += [block for block in BLOCKS if "kubectl " not in block and "database " in block]
# The server keeps no schemas; those of the manifests are in `test_manifests`.
_KUBECTL = """\
set -eu -o pipefail
kubectl() {{
  local options=
  if [ "$1" = apply ]; then options=--validate=false; fi
  {kubectl} --server {url} "$@" $options
}}
"""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    objects = made(tmp_path_factory.mktemp("secrets"))
    with Api.serving(objects_of(Cluster("production"), objects)) as api:
        yield api


def run(api: Api, commands: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Runs commands in the checkout, with a kubectl that asks the server."""
    kubectl = shlex.quote(str(Path(sysconfig.get_path("scripts")) / "kubectl"))
    python = shlex.quote(sys.executable)
    commands = commands.replace(".venv/bin/python", python)
    return subprocess.run(
        ["bash", "-c", _KUBECTL.format(kubectl=kubectl, url=api.url) + DATABASE + commands],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(directory), "KUBECONFIG": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("commands", ASKING)
def test_kubectl_finds_what_it_is_asked_for(api: Api, tmp_path: Path, commands: str) -> None:
    ended = run(api, commands, tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "No resources found" not in ended.stderr


def test_what_runs_in_a_pod_runs_in_the_one_that_is_meant(api: Api, tmp_path: Path) -> None:
    api.executed.clear()
    (verify,) = (each for each in ASKING if each.strip().endswith("verify\ndone"))
    assert run(api, verify, tmp_path).returncode == 0
    assert api.executed == [
        (f"{name}-0", name, ["python3", "-m", f"services.{name}", "verify"]) for name in NAMES
    ]
    api.executed.clear()
    assert run(api, 'database events "SELECT 1"', tmp_path).returncode == 0
    asked = ["psql", "--dbname", "events", "--command", "SELECT 1"]
    assert api.executed == [("banyan-database-0", "postgres", asked)]


WRONG = {
    "an option": "kubectl --namespace banyan get pods --selektor a=b",
    "a kind": "kubectl --namespace banyan get cluster.example.org",
    "a name": "kubectl --namespace banyan rollout restart statefulset bus",
    "a namespace": "kubectl --namespace default get deploy plan-worker",
    "a workload": "kubectl --namespace banyan exec deploy/plans -- true",
    "a container": "kubectl --namespace banyan exec --container psql banyan-database-0 -- true",
    "a selector": "kubectl --namespace banyan get pods --selector app.kubernetes.io/name=bus",
    "a condition": "kubectl --namespace banyan wait --for condition=done --timeout 0 job prepare-events",
    "a folder": "kubectl apply --kustomize deploy/kubernetes/overlays/staging",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found(api: Api, tmp_path: Path, what: str) -> None:
    ended = run(api, WRONG[what], tmp_path)
    assert ended.returncode or "No resources found" in ended.stderr


def test_no_command_is_left_out() -> None:
    lines = re.findall(r"kubectl (?:--\S+ \S+ )?(\w+)", "".join((*ASKING, SECRETS)))
    assert {"apply", "delete", "describe", "exec", "get", "logs", "rollout", "top", "wait"} < set(
        lines
    )
    inline = re.findall(r"`(kubectl [^`…]+)`", TEXT)
    assert inline == ["kubectl --namespace banyan rollout restart statefulset nats"]


def test_a_command_in_a_sentence(api: Api, tmp_path: Path) -> None:
    ended = run(api, "kubectl --namespace banyan rollout restart statefulset nats", tmp_path)
    assert (ended.returncode, ended.stdout) == (0, "statefulset.apps/nats restarted\n")
