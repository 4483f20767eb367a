"""What kubectl asks of a cluster, answered from the manifests on a port of this machine.

It has no controllers: each workload has one pod, everything is ready and every job complete, and what kubectl changes is checked
and forgotten. So kubectl itself tells whether its options, kinds, names, selectors and containers are right.
"""

import base64
import hashlib
import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deploy.local.process import LOOPBACK
from tests.kubernetes.cluster import Cluster, Manifest, labels_of, name_of, pod_of

_SHORT = {"deployments": "deploy", "horizontalpodautoscalers": "hpa", "services": "svc"}
_CLUSTER_WIDE = ("Namespace", "PriorityClass")
# What a cluster has besides what the manifests make.
_ALSO = (
    *(("v1", kind) for kind in ("Pod", "Secret", "PersistentVolumeClaim", "Event")),
    ("apps/v1", "ReplicaSet"),
    ("metrics.k8s.io/v1beta1", "PodMetrics"),
)
_WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455
_PROTOCOL = "v5.channel.k8s.io"


def _plural(kind: str) -> str:
    if kind == "PodMetrics":
        return "pods"
    return f"{kind.lower()[:-1]}ies" if kind.endswith("y") else f"{kind.lower()}s"


def _owned(kind: str, owner: Manifest, labels: dict[str, str], **fields: Any) -> Manifest:
    reference = {
        key: owner[key] if key in owner else owner["metadata"].get(key, "")
        for key in ("apiVersion", "kind", "name")
    }
    metadata = {
        "name": f"{name_of(owner)}-0",
        "namespace": "banyan",
        "labels": labels,
        "uid": f"{name_of(owner)}-{kind}",
        "annotations": {"deployment.kubernetes.io/revision": "2"},
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "ownerReferences": [{**reference, "uid": name_of(owner), "controller": True}],
    }
    return {"kind": kind, "metadata": metadata, **fields}


def objects_of(cluster: Cluster, secrets: list[Manifest]) -> list[Manifest]:
    """Returns what there is in a cluster to which the manifests were applied, once everything is ready.

    Args:
        cluster: The manifests.
        secrets: What operators have made before.
    """
    found = [*cluster.objects, *secrets]
    for each in cluster.workloads:
        _settle(each)
        containers = [{"name": one["name"], "ready": True} for one in pod_of(each)["containers"]]
        found.append(_pod(each, labels_of(each), pod_of(each), containers))
        if each["kind"] == "Deployment":
            spec = {"replicas": 1, **each["spec"]}
            old = _owned("ReplicaSet", each, labels_of(each), apiVersion="apps/v1", spec=spec)
            new = json.loads(json.dumps(old))
            old["metadata"] |= {
                "name": f"{name_of(each)}-old",
                "uid": "old",
                "annotations": {"deployment.kubernetes.io/revision": "1"},
            }
            found += [old, new]
        for _ in each["spec"].get("volumeClaimTemplates", ()):
            labels = each["spec"]["selector"]["matchLabels"]
            found.append(_owned("PersistentVolumeClaim", each, labels, apiVersion="v1"))
    for each in cluster.of("Cluster"):  # as CloudNativePG labels and names what it makes
        labels = {"cnpg.io/cluster": name_of(each), "cnpg.io/instanceRole": "primary"}
        found.append(_pod(each, labels, {"containers": [{"name": "postgres"}]}, []))
    pods = [each for each in found if each["kind"] == "Pod"]
    for each in pods:
        usage = {"cpu": "1m", "memory": "1Mi"}
        used = [{"name": one["name"], "usage": usage} for one in each["spec"]["containers"]]
        measured = {"apiVersion": "metrics.k8s.io/v1beta1", "kind": "PodMetrics"}
        found.append({**measured, "metadata": each["metadata"], "containers": used})
    return found


def _pod(owner: Manifest, labels: dict[str, str], spec: Manifest, statuses: list[Any]) -> Manifest:
    ready = [{"type": "Ready", "status": "True"}]
    status = {"phase": "Running", "conditions": ready, "containerStatuses": statuses}
    return _owned("Pod", owner, labels, apiVersion="v1", spec=spec, status=status)


def _settle(workload: Manifest) -> None:
    """Says of a workload that it is as it should be."""
    count = workload["spec"].get("replicas", 1)
    names = ("replicas", "updatedReplicas", "availableReplicas", "readyReplicas")
    done = [{"type": "Complete", "status": "True"}]
    workload["metadata"] |= {"generation": 1, "uid": name_of(workload)}
    workload["status"] = dict.fromkeys(names, count) | {"observedGeneration": 1, "conditions": done}


class Api(ThreadingHTTPServer):
    """The server.

    Args:
        objects: What there is.

    Attributes:
        executed: What was to be executed: the pod, the container and the words of the command.
    """

    daemon_threads = True

    def __init__(self, objects: list[Manifest]) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.objects = objects
        self.executed: list[tuple[str, str, list[str]]] = []
        known = {(each["apiVersion"], each["kind"]) for each in objects} | set(_ALSO)
        self.kinds = {(version, _plural(kind)): kind for version, kind in known}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def versions(self) -> list[str]:
        """Returns the versions of all groups, without those of the core."""
        return sorted({version for version, _ in self.kinds if "/" in version})

    @classmethod
    @contextmanager
    def serving(cls, objects: list[Manifest]) -> Iterator["Api"]:
        """Serves for the time of the block."""
        server = cls(objects)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Api

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        where, asked = parts.path.strip("/").split("/"), parse_qs(parts.query)
        if where == ["api"]:
            self._answer({"kind": "APIVersions", "versions": ["v1"]})
        elif where == ["apis"]:
            self._answer(
                {"kind": "APIGroupList", "groups": list(map(_group, self.server.versions()))}
            )
        elif where[0] in ("api", "apis") and len(where) == (2 if where[0] == "api" else 3):
            self._answer(self._resources("/".join(where[1:])))
        elif where[0] in ("api", "apis"):
            self._objects(where, asked)
        else:
            self._answer(_status(404, "NotFound", self.path), 404)

    def do_DELETE(self) -> None:
        self._change()

    def do_PATCH(self) -> None:
        self._change()

    def do_POST(self) -> None:
        if urlsplit(self.path).path.endswith("/exec"):
            self.do_GET()
        else:
            self._change()

    def _change(self) -> None:
        """Answers as if something were changed."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _resources(self, version: str) -> Manifest:
        found = [
            {
                "name": plural,
                "singularName": kind.lower(),
                "kind": kind,
                "namespaced": kind not in _CLUSTER_WIDE,
                "shortNames": [_SHORT[plural]] if plural in _SHORT else [],
                "verbs": ["get", "list", "watch", "create", "delete", "patch"],
            }
            for (of, plural), kind in self.server.kinds.items()
            if of == version
        ]
        return {"kind": "APIResourceList", "groupVersion": version, "resources": found}

    def _objects(self, where: list[str], asked: dict[str, list[str]]) -> None:
        version, rest = (
            ("v1", where[2:]) if where[0] == "api" else ("/".join(where[1:3]), where[3:])
        )
        is_ours = True
        if rest[0] == "namespaces" and len(rest) > 2:
            is_ours, rest = rest[1] == "banyan", rest[2:]
        kind = self.server.kinds.get((version, rest[0]))
        found = [
            each
            for each in self.server.objects
            if is_ours
            and (each["apiVersion"], each["kind"]) == (version, kind)
            and all(_is(each, one) for one in _wanted(asked))
        ]
        if len(rest) == 1:
            if "watch" in asked:
                self._answer(None)  # nothing changes
            else:
                self._answer(
                    {"apiVersion": version, "kind": f"{kind}List", "metadata": {}, "items": found}
                )
            return
        named = [each for each in found if name_of(each) == rest[1]]
        if not named:
            self._answer(_status(404, "NotFound", f'{rest[0]} "{rest[1]}" not found'), 404)
        elif rest[2:] == ["log"]:
            self._answer({"level": "ERROR", "message": "job failed"})
        elif rest[2:] == ["exec"]:
            self._execute(named[0], asked)
        else:
            self._answer(named[0])
            if (
                self.command == "DELETE"
            ):  # another one comes, as kubectl looks whether this one is gone
                named[0]["metadata"]["uid"] += "-again"

    def _execute(self, pod: Manifest, asked: dict[str, list[str]]) -> None:
        """Takes note of a command, and says that it succeeded, as the kubelet does."""
        (container,) = asked["container"]
        if container not in {each["name"] for each in pod["spec"]["containers"]}:
            message = f"container {container} is not valid for pod {name_of(pod)}"
            self._answer(_status(400, "BadRequest", message), 400)
            return
        self.server.executed.append((name_of(pod), container, asked["command"]))
        key = self.headers["Sec-WebSocket-Key"] + _WEBSOCKET
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()  # noqa: S324
        self.send_header("Sec-WebSocket-Accept", accept)
        self.send_header("Sec-WebSocket-Protocol", _PROTOCOL)
        self.end_headers()
        succeeded = b"\x03" + json.dumps({"status": "Success"}).encode()
        self.wfile.write(bytes((0x82, len(succeeded))) + succeeded)
        self.wfile.write(b"\x88\x02" + struct.pack(">H", 1000))
        self.close_connection = True

    def _answer(self, body: Any, status: int = 200) -> None:
        text = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _group(version: str) -> Manifest:
    name, number = version.split("/")
    one = {"groupVersion": version, "version": number}
    return {"name": name, "versions": [one], "preferredVersion": one}


def _status(code: int, reason: str, message: str) -> Manifest:
    failed = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "metadata": {}}
    return {**failed, "code": code, "reason": reason, "message": message}


def _wanted(asked: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for selector in asked.get("labelSelector", ()):
        for each in selector.split(","):
            key, _, value = each.partition("=")
            yield key, value


def _is(each: Manifest, wanted: tuple[str, str]) -> bool:
    key, value = wanted
    return bool(each["metadata"].get("labels", {}).get(key) == value)
