"""The dashboard of Grafana: a list of panels, from which `make docs` writes dashboard.json."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent / "components" / "monitoring" / "dashboard.json"


@dataclass(frozen=True, slots=True)
class Panel:
    """A graph.

    Attributes:
        title: What it shows.
        query: The PromQL.
        legend: What a line is called.
        unit: The unit, as Grafana names it.
    """

    title: str
    query: str
    legend: str = ""
    unit: str = "short"


def _rate(metric: str, by: str) -> str:
    return f"sum by ({by}) (rate({metric}[$__rate_interval]))"


def _percentile(metric: str, by: str, part: float = 0.99) -> str:
    return f"histogram_quantile({part}, {_rate(f'{metric}_bucket', f'{by}, le')})"


ROWS: dict[str, tuple[Panel, ...]] = {
    "What people see": (
        Panel("Operations", _rate("banyan_graphql_operations_total", "type"), "{{type}}", "ops"),
        Panel(
            "Operations that fail",
            _rate('banyan_graphql_operations_total{code!="OK"}', "code"),
            "{{code}}",
            "ops",
        ),
        Panel(
            "99 of 100 operations are faster",
            _percentile("banyan_graphql_operation_duration_seconds", "type"),
            "{{type}}",
            "s",
        ),
        Panel("Answers", _rate("banyan_http_responses_total", "status"), "{{status}}", "reqps"),
        Panel(
            "Refused by a limit", _rate("banyan_limit_refusals_total", "limit"), "{{limit}}", "ops"
        ),
        Panel(
            "Credentials exchanged for passports",
            _rate("banyan_passport_exchanges_total", "outcome"),
            "{{outcome}}",
            "ops",
        ),
        Panel("Subscriptions", "sum by (pod) (banyan_graphql_subscriptions)", "{{pod}}"),
        Panel("Connections", "sum by (pod) (banyan_connections)", "{{pod}}"),
        Panel(
            "Connections cut", _rate("banyan_connections_cut_total", "cause"), "{{cause}}", "ops"
        ),
    ),
    "Services": (
        Panel("Calls", _rate("banyan_rpc_requests_total", "pod"), "{{pod}}", "reqps"),
        Panel(
            "Calls that fail",
            _rate(
                'banyan_rpc_requests_total{code=~"INTERNAL|UNAVAILABLE|DEADLINE_EXCEEDED|RESOURCE_EXHAUSTED"}',
                "method, code",
            ),
            "{{method}} {{code}}",
            "reqps",
        ),
        Panel(
            "99 of 100 calls are faster",
            _percentile("banyan_rpc_duration_seconds", "method"),
            "{{method}}",
            "s",
        ),
        Panel("Calls in progress", "sum by (pod) (banyan_rpc_in_flight)", "{{pod}}"),
        Panel("Requests in line", "sum by (line) (banyan_line_waiting)", "{{line}}"),
        Panel("Longest line for one thing", "max by (line) (banyan_line_longest)", "{{line}}"),
        Panel("Database connections", "banyan_database_connections_in_use", "{{pod}}"),
        Panel("Statements that wait for a lock", "banyan_database_lock_waits", "{{pod}}"),
        Panel(
            "Longest wait for a lock", "banyan_database_lock_oldest_wait_seconds", "{{pod}}", "s"
        ),
        Panel(
            "Transactions run again", _rate("banyan_transaction_retries_total", "pod"), "{{pod}}"
        ),
        Panel(
            "99 of 100 runs of jobs take less",
            _percentile("banyan_job_duration_seconds", "exported_job"),
            "{{exported_job}}",
            "s",
        ),
        Panel(
            "Since a job last succeeded",
            "time() - max by (exported_job) (banyan_job_last_success_timestamp_seconds > 0)",
            "{{exported_job}}",
            "s",
        ),
        Panel("Jobs that fail", "increase(banyan_job_failures_total[1h])", "{{exported_job}}"),
    ),
    "Notices": (
        Panel("Oldest in the outbox", "banyan_outbox_oldest_age_seconds", "{{pod}}", "s"),
        Panel("In the outbox", "banyan_outbox_notices", "{{pod}}"),
        Panel("Published", _rate("banyan_notices_published_total", "pod"), "{{pod}}", "ops"),
        Panel(
            "Handled",
            _rate("banyan_notices_handled_total", "consumer, result"),
            "{{consumer}} {{result}}",
            "ops",
        ),
        Panel(
            "99 of 100 notices have their effect within",
            _percentile("banyan_notice_delay_seconds", "consumer"),
            "{{consumer}}",
            "s",
        ),
        Panel("Pending", "max by (consumer) (banyan_notices_pending)", "{{consumer}}"),
        Panel("Dead letters", "max by (consumer) (banyan_dead_letters)", "{{consumer}}"),
        Panel("Streams", "banyan_stream_fullness_ratio", "{{pod}}", "percentunit"),
    ),
    "Work of people": (
        Panel("Work", "max by (work, state) (banyan_work_items)", "{{work}} {{state}}"),
        Panel(
            "Nothing has happened to the oldest for",
            "max by (work, state) (banyan_work_oldest_age_seconds)",
            "{{work}} {{state}}",
            "s",
        ),
        Panel(
            "Messages to webhooks",
            _rate("banyan_webhook_attempts_total", "outcome"),
            "{{outcome}}",
            "ops",
        ),
        Panel("Rows of imports", _rate("banyan_import_rows_total", "step"), "{{step}}"),
        Panel("Searches for plans", _rate("banyan_plan_searches_total", "outcome"), "{{outcome}}"),
        Panel(
            "9 of 10 searches for plans take less",
            _percentile("banyan_plan_search_seconds", "pod", 0.9),
            "{{pod}}",
            "s",
        ),
    ),
    "Processes": (
        Panel(
            "The event loop is late",
            _percentile("banyan_event_loop_lag_seconds", "pod"),
            "{{pod}}",
            "s",
        ),
        Panel("Memory", "process_resident_memory_bytes", "{{pod}}", "bytes"),
        Panel("Processors", "rate(process_cpu_seconds_total[$__rate_interval])", "{{pod}}"),
        Panel(
            "Certificates are good for",
            "banyan_certificate_expiry_timestamp_seconds - time()",
            "{{pod}}",
            "s",
        ),
    ),
}


def generate() -> str:
    """Returns the dashboard as JSON."""
    panels: list[dict[str, Any]] = []
    top = 0
    for title, row in ROWS.items():
        panels.append({"type": "row", "title": title, "gridPos": _place(0, top, 24, 1)})
        for number, panel in enumerate(row):
            across, down = number % 3, number // 3
            panels.append(_panel(panel) | {"gridPos": _place(8 * across, top + 1 + 7 * down, 8, 7)})
        top += 1 + 7 * (1 + (len(row) - 1) // 3)
    for number, each in enumerate(panels):
        each["id"] = number + 1
    source = {"name": "datasource", "type": "datasource", "query": "prometheus"}
    dashboard = {
        "uid": "banyan",
        "title": "Banyan",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "templating": {"list": [source]},
        "panels": panels,
    }
    return json.dumps(dashboard, indent=1) + "\n"


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "type": "timeseries",
        "title": panel.title,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "targets": [
            {
                "expr": panel.query,
                "legendFormat": panel.legend,
                "refId": "A",
                # Points that lead from a slow request to its trace.
                "exemplar": "_bucket[" in panel.query,
            }
        ],
    }


def _place(left: int, top: int, width: int, height: int) -> dict[str, int]:
    return {"x": left, "y": top, "w": width, "h": height}
