"""What the kubelet asks a container."""

import asyncio

import grpc
import httpx
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.kubernetes.cluster import Manifest
from tests.kubernetes.play.podman import Podman, PodmanError

SECONDS = 3.0


async def answers(
    podman: Podman, address: str, container: str, ports: dict[str, int], probe: Manifest
) -> bool:
    """Returns whether a probe succeeds.

    Args:
        podman: Runs the container.
        address: The address of its pod.
        container: Its name.
        ports: Its ports by name.
        probe: The probe.
    """
    if "exec" in probe:
        try:
            await asyncio.to_thread(podman.run, "exec", container, *probe["exec"]["command"])
        except PodmanError:
            return False
        return True
    if "httpGet" in probe:
        asked = probe["httpGet"]
        port = ports.get(asked["port"], asked["port"])
        async with httpx.AsyncClient(trust_env=False, timeout=SECONDS) as http:
            try:
                found = await http.get(f"http://{address}:{port}{asked['path']}")
            except httpx.HTTPError:
                return False
        return found.is_success
    return await _serves(f"{address}:{probe['grpc']['port']}", probe["grpc"].get("service", ""))


async def _serves(target: str, service: str) -> bool:
    async with grpc.aio.insecure_channel(target) as channel:
        request = health_pb2.HealthCheckRequest(service=service)
        try:
            found = await health_pb2_grpc.HealthStub(channel).Check(request, timeout=SECONDS)
        except grpc.aio.AioRpcError:
            return False
    return bool(found.status == health_pb2.HealthCheckResponse.SERVING)
