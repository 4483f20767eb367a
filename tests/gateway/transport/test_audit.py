"""The audit that the GraphQL-over-HTTP working group's reference implementation comes with."""

from gateway.transport.settings import TransportSettings
from tests.gateway.transport.conftest import run_node, serving


async def failures(address: str) -> dict[str, str]:
    [results] = await run_node("audit.mjs", f"{address}/graphql")
    assert len(results) == 61
    return {
        f"{result['id']} {result['name']}": result["reason"]
        for result in results
        if result["status"] != "ok"
    }


async def test_all_61_audits_pass(address: str) -> None:
    assert await failures(address) == {}


async def test_without_get_only_the_optional_audits_of_get_fail() -> None:
    async with serving(TransportSettings(queries_by_get=False, introspection=True)) as address:
        failed = await failures(address)
    assert {name.split()[0] for name in failed} == {"5A70", "D6D5", "6A70"}
    assert all("MAY" in name for name in failed)


async def test_the_audit_notices_a_server_that_is_no_graphql_server(address: str) -> None:
    [results] = await run_node("audit.mjs", f"{address}/livez")
    assert sum(result["status"] == "ok" for result in results) < 30
