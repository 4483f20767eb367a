"""What Prometheus would see: metrics fetched over HTTP and read by its own parser."""

from collections.abc import Mapping

import httpx
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as openmetrics_families,
)
from prometheus_client.parser import text_string_to_metric_families

from tests.waiting import TIMEOUT

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Scrape:
    """The metrics of a process at one moment. The tests' process holds many, so they compare two.

    Attributes:
        series: The values, by name and labels.
    """

    def __init__(self, text: str) -> None:
        self.series: Series = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def value(self, name: str, **labels: str) -> float:
        """Returns the value of a series; 0 where there is none yet."""
        return self.series.get((name, frozenset(labels.items())), 0.0)

    def labels(self, name: str) -> list[Mapping[str, str]]:
        """Returns the labels of all series of a name."""
        return [dict(labels) for known, labels in self.series if known == name]

    def of(self, prefix: str) -> Series:
        """Returns the series whose names begin so."""
        return {key: value for key, value in self.series.items() if key[0].startswith(prefix)}


async def scrape(port: int | None) -> Scrape:
    """Fetches the metrics that a process serves on loopback."""
    assert port is not None
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as http:
        response = await http.get(f"http://127.0.0.1:{port}/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    return Scrape(response.text)


async def exemplars(port: int | None, name: str, **labels: str) -> set[str]:
    """Returns the trace IDs beside the buckets of a histogram, asked for as Prometheus does."""
    accept = "application/openmetrics-text; version=1.0.0; q=0.9, text/plain; q=0.5"
    async with httpx.AsyncClient(trust_env=False, timeout=TIMEOUT) as http:
        response = await http.get(f"http://127.0.0.1:{port}/metrics", headers={"accept": accept})
    assert response.headers["content-type"].startswith("application/openmetrics-text")
    families = openmetrics_families(response.text)  # type: ignore[no-untyped-call] # it has no types
    return {
        sample.exemplar.labels["trace_id"]
        for family in families
        for sample in family.samples
        if sample.name == f"{name}_bucket" and sample.exemplar
        if labels.items() <= sample.labels.items()
    }
