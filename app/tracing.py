"""Traces of requests and of processing (OpenTelemetry), sent to a collector that the office names, and to nobody by itself.

A span has the name of a route or of a lane, a method, a status and a length: no address that was called, no words, no
number of a plan, no error text, nothing of who asked. What a caller says of its own trace is not taken over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import StateConflict
from core.i18n import _
from core.settings import Settings
from flows.processing_times import TIMES

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer


class TracedRequests:
    """Each request is a span, named by its route; one that no route answers has its method alone."""

    def __init__(self, app: ASGIApp, tracer: "Tracer") -> None:
        self._app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        with self._tracer.start_as_current_span(method, record_exception=False, set_status_on_exception=False) as span:

            async def watched(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                await send(message)

            try:
                await self._app(scope, receive, watched)
            finally:
                if route := getattr(scope.get("route"), "path", None):
                    span.update_name(f"{method} {route}")
                    span.set_attribute("http.route", route)
                span.set_attribute("http.request.method", method)


@contextmanager
def tracing(settings: Settings) -> Iterator["Tracer | None"]:
    """While it is open, processing is traced and requests can be; None where the office named no collector. StateConflict
    where the extra is not installed. What was not sent yet is sent at the end."""
    if settings.otel_endpoint is None:
        yield None
        return
    if find_spec("opentelemetry.sdk") is None or find_spec("opentelemetry.exporter") is None:
        raise StateConflict(_("追踪需要附加组件：pip install 'sunward[otel]'。"))
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource({"service.name": "sunward", "service.version": version("sunward")}))
    exporter = OTLPSpanExporter(endpoint=f"{settings.otel_endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    with traced_processing(provider) as tracer:
        yield tracer


@contextmanager
def traced_processing(provider: "TracerProvider") -> Iterator["Tracer"]:
    """While it is open, each processing of a plan is a span; then the provider ends."""
    tracer = provider.get_tracer("sunward")

    @contextmanager
    def span(lane: str) -> Iterator[None]:
        with tracer.start_as_current_span(
            f"process {lane}", record_exception=False, set_status_on_exception=False, attributes={"sunward.lane": lane}
        ):
            yield

    TIMES.around = span
    try:
        yield tracer
    finally:
        TIMES.forget_around()
        provider.shutdown()
