"""Podman, as far as the check needs it."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.kubernetes.cluster import Manifest, name_of

# Limits that a machine may not let us raise, and what runs without systemd.
_CONFIGURATION = """\
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
"""


class PodmanError(Exception):
    """Podman did not do what it was asked; the text is what it said."""


class Podman:
    """Runs pods on a network of their own.

    Args:
        directory: For its files.
        network: The name of the network.
    """

    def __init__(self, directory: Path, network: str) -> None:
        self._directory = directory
        self._network = network
        configuration = directory / "containers.conf"
        configuration.write_text(_CONFIGURATION, encoding="utf-8")
        self._environment = {**os.environ, "CONTAINERS_CONF": str(configuration)}

    def run(self, *words: str, given: str | None = None, program: str = "podman") -> str:
        """Runs a command, and returns what it prints.

        Raises:
            PodmanError: It failed.
        """
        ended = subprocess.run(
            [program, *words],
            input=given,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            said = (ended.stderr or ended.stdout).strip()
            raise PodmanError(f"{program} {' '.join(words)}: {said}")
        return ended.stdout.strip()

    def begin(self, secrets: Mapping[str, Mapping[str, str]], mounted: set[str]) -> None:
        """Makes the network, and of the Secrets those that are mounted: the others are in the pods already.

        Args:
            secrets: What is in each Secret.
            mounted: The names of those that pods mount.
        """
        self.run("network", "create", self._network)
        for name in mounted:
            # Podman 4.3 takes what is in them as it is, without decoding it.
            secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}}
            text = yaml.safe_dump({**secret, "data": dict(secrets[name])})
            self.run("secret", "create", name, "-", given=text)

    def end(self, pods: list[str], mounted: set[str]) -> None:
        """Removes whatever of it there is."""
        for each in pods:
            self.run("pod", "rm", "--force", "--ignore", "--time", "1", each)
        for name in mounted:
            if self.run("secret", "ls", "--quiet", "--filter", f"name=^{name}$"):
                self.run("secret", "rm", name)
        if self.run("network", "ls", "--quiet", "--filter", f"name=^{self._network}$"):
            self.run("network", "rm", self._network)
        for each in self.run("volume", "ls", "--quiet").split():
            if each.startswith(tuple(f"{pod}-" for pod in pods)):
                self.run("volume", "rm", "--force", each)

    def play(self, pod: Manifest, beside: list[Manifest]) -> None:
        """Starts a pod.

        Args:
            pod: The pod.
            beside: The ConfigMaps that it may name.
        """
        self._make_volumes(pod["spec"])
        file = self._directory / f"{name_of(pod)}.yaml"
        file.write_text(yaml.safe_dump_all([*beside, pod]), encoding="utf-8")
        self.run("kube", "play", "--network", self._network, str(file))

    def _make_volumes(self, spec: Manifest) -> None:
        """Makes the empty volumes of a pod, which its group may write to: podman does not do that."""
        identity = spec["securityContext"]
        for volume in spec["volumes"]:
            if "emptyDir" in volume:
                self.run("volume", "create", volume["name"])
                place = self.run("volume", "inspect", "--format", "{{.Mountpoint}}", volume["name"])
                os.chown(place, identity["runAsUser"], identity["fsGroup"])

    def log(self, container: str) -> str:
        """Returns the last lines that a container has written."""
        ended = subprocess.run(
            ["podman", "logs", "--tail", "10", container],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ended.stdout

    def inspect(self, container: str) -> Any:
        """Returns what podman knows of a container."""
        return json.loads(self.run("container", "inspect", container))[0]

    def address(self, pod: str) -> str:
        """Returns the address of a pod."""
        infra = self.run("pod", "inspect", "--format", "{{.InfraContainerID}}", pod)
        networks = self.inspect(infra)["NetworkSettings"]["Networks"]
        return str(networks[self._network]["IPAddress"])
