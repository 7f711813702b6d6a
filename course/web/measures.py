"""Counts of requests, for the programs that watch an instance: by area and kind, never by page, person or address.

An address or a page with its hour, beside the sign-ins of a small station, could tell who did what. Where several
processes serve one instance, what they count is added up through the files of PROMETHEUS_MULTIPROC_DIR, which the
library itself reads (deploy/gunicorn.conf.py sets it).
"""

import os
import time
from collections.abc import Iterator
from typing import Final

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from course.web.transaction import is_writing

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
_OWN: Final = CollectorRegistry()
_REQUESTS: Final = Counter("course_requests", "Answers given.", ("area", "kind", "status"), registry=_OWN)
_SECONDS: Final = Histogram(
    "course_request_seconds",
    "From the first byte read to the answer made.",
    ("area", "kind"),
    registry=_OWN,
    buckets=BUCKETS,
)


def install(app: Flask) -> None:
    """Count each request of this application; what went before the routes (static files) is not counted."""
    app.before_request(_begin)
    app.after_request(_count)


def exposition(gauges: dict[str, tuple[str, dict[str, float]]]) -> bytes:
    """All figures in the text format of Prometheus: what was counted, and these gauges.

    `gauges`: by name, what it is and its values; a value's key is the label `of`, or empty where there is one value.
    """
    registry = CollectorRegistry()
    if SHARED in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_OWN)
    registry.register(_Gauges(gauges))
    return generate_latest(registry)


class _Gauges(Collector):
    """What was read of the instance for this answer."""

    def __init__(self, gauges: dict[str, tuple[str, dict[str, float]]]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        for name, (what, values) in self._gauges.items():
            is_one = set(values) == {""}
            family = GaugeMetricFamily(name, what, labels=() if is_one else ("of",))
            for key, value in values.items():
                family.add_metric([] if is_one else [key], value)
            yield family


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    area = (request.endpoint or "none").partition(".")[0]
    kind = "write" if is_writing() else "read"
    _REQUESTS.labels(area, kind, f"{response.status_code // 100}xx").inc()
    if "began" in g:  # not where the request was refused before anything of ours ran
        _SECONDS.labels(area, kind).observe(time.perf_counter() - g.began)
    return response
