"""What has to hold of the pooler before PostgreSQL, and of who connects to it and who must not."""

from collections.abc import Iterator

from services.catalogue import NAMES
from tests.kubernetes.cluster import Cluster, containers_of, environment_of, matches, name_of

NAMED = "cnpg.io/poolerName"  # the label that the operator gives to its pods
RESERVED = 20  # connections of the server for its operator, and for people


def poolers(cluster: Cluster) -> Iterator[str]:
    """Holds the pooler against the processes that connect to it, and against its server."""
    known = {name_of(each): each["spec"] for each in cluster.of("Pooler")}
    for workload in cluster.ours:
        for inner in containers_of(workload):
            found = environment_of(cluster, inner)
            if "DATABASE_HOST" not in found:
                continue
            host, is_pooled = (
                found["DATABASE_HOST"].partition(":")[0],
                found["BANYAN_DATABASE_POOLED"] == "true",
            )
            name = f"{name_of(workload)}/{inner['name']}"
            if inner["name"] == "migrate":
                if host in known:
                    yield f"{name} migrates through a pooler"
                if is_pooled != bool(known):
                    yield f"{name} does not know whether the role needs limits"
            elif (host in known) != is_pooled:
                yield f"{name} does not know whether it connects to a pooler"
    for name, spec in known.items():
        (server,) = (
            each["spec"]
            for each in cluster.of("Cluster")
            if name_of(each) == spec["cluster"]["name"]
        )
        said = spec["pgbouncer"]
        if name not in server.get("certificates", {}).get("serverAltDNSNames", ()):
            yield f"{name} shows a certificate of another name"
        if said["poolMode"] == "transaction" and not int(
            said["parameters"].get("max_prepared_statements", "0")
        ):
            yield f"{name} knows no prepared statements"
        most = spec["instances"] * int(said["parameters"]["default_pool_size"]) * len(NAMES)
        if most + RESERVED > int(server["postgresql"]["parameters"]["max_connections"]):
            yield f"{name} opens more connections than the server has"
        budgets = [
            each["spec"]["minAvailable"]
            for each in cluster.of("PodDisruptionBudget")
            if matches(each["spec"]["selector"], {NAMED: name})
        ]
        if len(budgets) != 1 or budgets[0] >= spec["instances"]:
            yield f"the budget of {name} keeps none, or lets none go"
