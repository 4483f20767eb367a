"""Every metric and label that alerts and the dashboard name exists, and every alert has its section in the document."""

import json
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
import yaml
from google.protobuf import descriptor_pool
from prometheus_client import REGISTRY

from deploy.kubernetes import dashboard
from services.catalogue import NAMES, named
from tests.kubernetes.cluster import PLACE, ROOT

RULES = yaml.safe_load((PLACE / "components/monitoring/alerts.yaml").read_text(encoding="utf-8"))
GROUPS = RULES["spec"]["groups"]
ALERTS = {
    rule["alert"]: rule["expr"] for group in GROUPS for rule in group["rules"] if "alert" in rule
}
RECORDS = {
    rule["record"]: rule["expr"] for group in GROUPS for rule in group["rules"] if "record" in rule
}
PANELS = [panel for row in dashboard.ROWS.values() for panel in row]
_NAME = re.compile(r"\b((?:banyan|process)[a-z0-9_:]+)(?:\{([^}]*)\})?")
_BY = re.compile(r"\bby \(([^)]*)\)")
# What Prometheus itself adds; it renames a label `job` of ours.
_ADDED = {"pod", "le", "exported_job", "job_name"}


def _metrics() -> dict[str, set[str]]:
    """Returns the metrics of all processes with their labels."""
    import_module("gateway.__main__")
    for name in NAMES:
        import_module(f"{named(name).module}.__main__")
    import_module("services.events.plans.searching")  # of a worker
    return {
        name: {"job", *getattr(collector, "_labelnames", ()), getattr(collector, "_name", "")}
        for collector, names in REGISTRY._collector_to_names.items()
        for name in names
    }


METRICS = _metrics()
BOUNDS = {
    getattr(each, "_name", ""): getattr(each, "_upper_bounds", ())
    for each in REGISTRY._collector_to_names
}


def unknown(query: str) -> Iterator[str]:
    """Yields the metrics and labels of a query that no process has."""
    labels: set[str] = set(_ADDED)
    for name, matchers in _NAME.findall(query):
        if name in RECORDS or name.startswith("process_"):
            continue
        if name not in METRICS:
            yield name
            continue
        labels |= METRICS[name]
        yield from (
            label
            for label in re.findall(r"(\w+)\s*[=!]~?", matchers)
            if label not in METRICS[name] | _ADDED
        )
    for by in _BY.findall(query):
        yield from (label for label in re.split(r",\s*", by) if label not in labels)


@pytest.mark.parametrize("name", [*ALERTS, *RECORDS])
def test_a_rule_asks_for_what_there_is(name: str) -> None:
    query = (ALERTS | RECORDS)[name]
    assert list(unknown(query)) == []
    assert "banyan" in query


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.title)
def test_a_panel_asks_for_what_there_is(panel: dashboard.Panel) -> None:
    assert list(unknown(panel.query)) == []


def test_what_there_is_not_is_found() -> None:
    assert list(unknown("rate(banyan_outboxes[5m])")) == ["banyan_outboxes"]
    assert list(unknown('banyan_rpc_requests_total{codes="OK"}')) == ["codes"]
    assert list(unknown("sum by (person) (banyan_outbox_notices)")) == ["person"]


def test_what_a_code_or_a_bucket_is_compared_with_exists() -> None:
    from services.kit.errors import BY_CODE

    queries = [*ALERTS.values(), *RECORDS.values(), *(panel.query for panel in PANELS)]
    for query in queries:
        for codes in re.findall(r'code=~"([^"]+)"', query):
            assert set(codes.split("|")) <= BY_CODE.keys()
        for name, bound in re.findall(r'(\w+)_bucket\{[^}]*le="([^"]+)"', query):
            assert float(bound) in BOUNDS[name]
        for path in re.findall(r'method="/([^"]+)"', query):
            service, _, method = path.partition("/")
            assert method in descriptor_pool.Default().FindServiceByName(service).methods_by_name


def test_every_alert_has_a_section_that_says_what_to_do() -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (Banyan\w+)$", text, re.MULTILINE) == list(ALERTS)


def test_every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    """`make alerts-check` runs them."""
    text = (ROOT / "tests/kubernetes/alerts.yaml").read_text(encoding="utf-8")
    asked = [each for case in yaml.safe_load(text)["tests"] for each in case["alert_rule_test"]]
    firing = {each["alertname"] for each in asked if each["exp_alerts"]}
    silent = {each["alertname"] for each in asked if not each["exp_alerts"]}
    assert firing == silent == set(ALERTS)


def test_the_dashboard_is_one() -> None:
    panels = json.loads(dashboard.generate())["panels"]
    assert (
        len({panel["id"] for panel in panels}) == len(panels) == len(PANELS) + len(dashboard.ROWS)
    )
