"""Traces, for those who ask for them: spans of requests, of what is asked in them, and of work on the index.

Spans are sent by OpenTelemetry's own packages, the extra `telemetry`, to where its OTEL_* variables say, behind the
scenes. They carry names, counts and times: never the text of a query, a value, or what was answered.
"""

from __future__ import annotations

import os
import threading
from importlib import import_module
from importlib.metadata import version
from time import time_ns
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from fastapi.telemetry import TelemetryConfig
from opentelemetry.trace import Status, StatusCode, format_span_id, format_trace_id, get_current_span

from api.http.operations import operation_name, wanted
from api.http.record import PROBES
from api.http.refusals import STATUS
from graph.errors import LitgraphError, NotQuickError

if TYPE_CHECKING:
    from opentelemetry.util.types import Attributes
    from starlette.types import Scope

    from api.exchange import Answer, Asked, Executor
    from api.library import Library
    from graph.similarity import Index

FLUSH_SECONDS: Final = 3.0
"""So long the end of a server waits for what is still to be sent: a collector may be away."""

_ONLY: Final = (
    (("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"), ("http/protobuf",)),
    (("OTEL_TRACES_EXPORTER",), ("otlp", "none")),
)

NAME_CHARACTERS: Final = 200
SERVER_ERROR: Final = 500


def require() -> None:
    """Raises LitgraphError where the extra is not there, or where traces are to be sent in a way that it cannot."""
    try:
        for module in ("opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.http"):
            import_module(module)
    except ImportError as error:
        raise LitgraphError("the extra `telemetry` is not installed", "pip install 'litgraph[telemetry]'") from error
    for names, only in _ONLY:
        for name in names:
            if (said := os.environ.get(name, "").strip()) not in ("", *only):
                raise LitgraphError(f"{name} is {said!r}", f"litgraph sends traces as {only[0]} only")


class Here(NamedTuple):
    """The span that the calling thread is in: its trace, and how the W3C's header `traceparent` names it."""

    id: str
    parent: bytes


class Tracing:
    """Makes the spans of one application, and has them sent; raises LitgraphError where the extra is missing."""

    def __init__(self) -> None:
        require()
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        named = Resource.create({"service.name": "litgraph", "service.version": version("litgraph")})
        # a name that was given by OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES goes first
        self._provider = TracerProvider(resource=named.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
        self._provider.add_span_processor(withholding())
        if os.environ.get("OTEL_TRACES_EXPORTER") != "none":
            self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("litgraph", version("litgraph"))

    @property
    def http(self) -> TelemetryConfig:
        """How the web framework makes spans of requests: health checks and scrapes are left out."""

        def probes(scope: Any) -> bool:
            return str(scope["path"]).startswith(PROBES)

        return TelemetryConfig(
            tracing=True,
            metrics=False,
            logs=False,
            operation_spans=False,
            auto_configure=False,
            tracer_provider=self._provider,
            exclude=probes,
        )

    def here(self) -> Here | None:
        """Where the calling thread is, None outside of any span."""
        span = get_current_span().get_span_context()
        if not span.is_valid:
            return None
        trace = format_trace_id(span.trace_id)
        return Here(trace, f"00-{trace}-{format_span_id(span.span_id)}-{span.trace_flags:02x}".encode())

    def entered(self, scope: Scope, path: str) -> None:
        """Names the span of a request that no route of the framework answers."""
        span = get_current_span()
        span.update_name(f"{scope['method']} {path}")
        span.set_attribute("http.route", path)

    def tracing(self, execute: Executor) -> Executor:
        """The executor, each of whose answers becomes a span within that of its request."""

        def traced(library: Library, asked: Asked) -> Answer:
            began, code, cost = time_ns(), "INTERNAL", None
            try:
                answer = execute(library, asked)
                code, cost = answer.codes[0] if answer.codes else "OK", answer.cost
            except NotQuickError:  # it is done once more, elsewhere, and only that is told
                began = 0
                raise
            except LitgraphError as error:
                code = error.code
                raise
            finally:
                if began:
                    self._told(f"graphql {asked.noted.root}", began, code, _attributes(asked, code, cost))
            return answer

        return traced

    def refreshed(self, began: int, what: Index | LitgraphError) -> None:
        """Makes a span of how the index was brought up to date, which is nobody's request."""
        if isinstance(what, LitgraphError):
            self._told("index refresh", began, what.code, {"litgraph.outcome": what.code}, failed=True)
        else:
            told = {"litgraph.index.revision": what.revision, "litgraph.index.papers": what.papers}
            self._told("index refresh", began, "OK", {"litgraph.outcome": "OK", **told})

    def close(self) -> None:
        """Sends what has not been sent, unless that takes long."""
        # a thread that nobody has to wait for: whoever is away may stay away
        sending = threading.Thread(target=self._provider.shutdown, name="litgraph-traces", daemon=True)
        sending.start()
        sending.join(FLUSH_SECONDS)

    def _told(self, name: str, began: int, code: str, attributes: Attributes, *, failed: bool = False) -> None:
        # made when it is over: its name, and whether it is to be told at all, is not known before
        span = self._tracer.start_span(name, start_time=began, attributes=attributes)
        if failed or STATUS.get(code, 0) >= SERVER_ERROR:
            span.set_status(Status(StatusCode.ERROR, code))
        span.end()


def _attributes(asked: Asked, code: str, cost: int | None) -> dict[str, Any]:
    name, spent = operation_name(asked.query, asked.operation), asked.noted.store
    told: dict[str, Any] = {
        "graphql.operation.type": "mutation" if wanted(asked.query, asked.operation).changes else "query",
        "litgraph.operation": asked.noted.root,
        "litgraph.outcome": code,
        "litgraph.store.reads": spent.reads,
    }
    if name:
        told["graphql.operation.name"] = name[:NAME_CHARACTERS]
    if cost is not None:
        told["litgraph.cost"] = cost
    if spent.reads:
        told |= {"litgraph.store": spent.store, "litgraph.store.seconds": spent.seconds}
        told["litgraph.store.longest_seconds"] = spent.longest
    return told


def withholding() -> Any:
    """What takes the part of an address behind its ? out of spans: it holds what people search for."""
    from opentelemetry.sdk.trace import Span, SpanProcessor

    class Withholding(SpanProcessor):
        def on_start(self, span: Span, parent_context: object = None) -> None:  # noqa: ARG002
            if span.attributes and "url.query" in span.attributes:
                span.set_attribute("url.query", "withheld")

    return Withholding()
