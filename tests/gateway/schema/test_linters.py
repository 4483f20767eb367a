"""The schema before linters of others' making: they find nothing but what a file gives a reason for."""

import json
from pathlib import Path

from tests.gateway.transport.conftest import run_node

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "gateway" / "schema.graphql"
EXCEPTIONS = ROOT / "tests" / "clients" / "schema_exceptions.json"
# What both must notice.
FAULTY = '''
"""The query."""
type Query { """A thing.""" get_thing: Int }
'''


async def test_they_find_nothing_without_a_reason(tmp_path: Path) -> None:
    faulty = tmp_path / "schema.graphql"
    faulty.write_text(FAULTY, encoding="utf-8")
    found, control = await run_node("lint_schema.mjs", [str(SCHEMA), str(faulty)])
    assert {rule: each for rule, each in found.items() if not each["isExcepted"]} == {}
    exceptions: dict[str, dict[str, str]] = json.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    assert all(why for rules in exceptions.values() for why in rules.values())
    # An exception that nothing needs any more goes.
    assert found.keys() == {
        f"{name} {rule}" for name, rules in exceptions.items() for rule in rules
    }
    # The control: both notice faults.
    assert control["graphql-schema-linter fields-are-camel-cased"]["isExcepted"] is False
    assert control["graphql-eslint naming-convention"]["isExcepted"] is False
