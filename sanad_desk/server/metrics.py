"""What Prometheus is told: requests, latencies, journal entries, who waits, and open incidents."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

# The library's own name: where it is set, every worker counts in a file there and any of them answers for all.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The counts of one app, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "sanad_requests", "Requests answered", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "sanad_request_seconds", "From the head of a request to its answer", ("route",), registry=self._registry
        )
        self.inside = Gauge(
            "sanad_requests_inside",
            "Requests that are worked on or wait for a thread",
            registry=self._registry,
            multiprocess_mode="livesum",
        )
        self.batches = Counter("sanad_journal_batches", "Journal batches acknowledged", registry=self._registry)
        self.entries = Counter(
            "sanad_journal_entries", "Entries in acknowledged batches, repeated ones too", registry=self._registry
        )

    def text(self, open_incidents: Mapping[str, int]) -> bytes:
        """In Prometheus' own format; incidents as the database has them, whichever process opened them."""
        incidents = CollectorRegistry()
        incidents.register(_Incidents(open_incidents))
        counted = self._registry
        if SHARED_FOLDER in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return generate_latest(counted) + generate_latest(incidents)


class _Incidents(Collector):
    def __init__(self, by_code: Mapping[str, int]) -> None:
        self._by_code = by_code

    def collect(self) -> Iterable[GaugeMetricFamily]:
        family = GaugeMetricFamily("sanad_open_incidents", "Incidents nobody has closed yet", labels=("code",))
        for code, number in sorted(self._by_code.items()):
            family.add_metric((code,), number)
        yield family
