package org.bactrian.launcher.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Request of OTLP that carries spans. */
final class SpanRequest {

  private static final HexFormat HEX = HexFormat.of();

  private SpanRequest() {}

  /** Returns the request for spans of one process. */
  static ExportTraceServiceRequest of(Collection<SpanData> spans, Resource resource) {
    Map<InstrumentationScopeInfo, ScopeSpans.Builder> scopes = new LinkedHashMap<>();
    for (SpanData span : spans) {
      scopes
          .computeIfAbsent(span.getInstrumentationScopeInfo(), SpanRequest::scope)
          .addSpans(span(span));
    }
    ResourceSpans.Builder all =
        ResourceSpans.newBuilder()
            .setResource(
                io.opentelemetry.proto.resource.v1.Resource.newBuilder()
                    .addAllAttributes(OtlpAttributes.of(resource.getAttributes())));
    scopes.values().forEach(all::addScopeSpans);
    return ExportTraceServiceRequest.newBuilder().addResourceSpans(all).build();
  }

  private static ScopeSpans.Builder scope(InstrumentationScopeInfo scope) {
    return ScopeSpans.newBuilder()
        .setScope(InstrumentationScope.newBuilder().setName(scope.getName()));
  }

  private static Span span(SpanData data) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(data.getTraceId()))
            .setSpanId(bytes(data.getSpanId()))
            .setTraceState(traceState(data.getSpanContext()))
            .setFlags(data.getSpanContext().getTraceFlags().asByte())
            .setName(data.getName())
            .setKind(kind(data))
            .setStartTimeUnixNano(data.getStartEpochNanos())
            .setEndTimeUnixNano(data.getEndEpochNanos())
            .addAllAttributes(OtlpAttributes.of(data.getAttributes()))
            .setDroppedAttributesCount(data.getTotalAttributeCount() - data.getAttributes().size())
            .setDroppedEventsCount(data.getTotalRecordedEvents() - data.getEvents().size())
            .setDroppedLinksCount(data.getTotalRecordedLinks() - data.getLinks().size())
            .setStatus(status(data.getStatus()));
    if (data.getParentSpanContext().isValid()) {
      span.setParentSpanId(bytes(data.getParentSpanId()));
    }
    for (EventData event : data.getEvents()) {
      span.addEvents(
          Span.Event.newBuilder()
              .setTimeUnixNano(event.getEpochNanos())
              .setName(event.getName())
              .addAllAttributes(OtlpAttributes.of(event.getAttributes())));
    }
    for (LinkData link : data.getLinks()) {
      span.addLinks(
          Span.Link.newBuilder()
              .setTraceId(bytes(link.getSpanContext().getTraceId()))
              .setSpanId(bytes(link.getSpanContext().getSpanId()))
              .addAllAttributes(OtlpAttributes.of(link.getAttributes())));
    }
    return span.build();
  }

  private static Span.SpanKind kind(SpanData data) {
    return switch (data.getKind()) {
      case INTERNAL -> Span.SpanKind.SPAN_KIND_INTERNAL;
      case SERVER -> Span.SpanKind.SPAN_KIND_SERVER;
      case CLIENT -> Span.SpanKind.SPAN_KIND_CLIENT;
      case PRODUCER -> Span.SpanKind.SPAN_KIND_PRODUCER;
      case CONSUMER -> Span.SpanKind.SPAN_KIND_CONSUMER;
    };
  }

  private static Status status(StatusData data) {
    Status.StatusCode code =
        switch (data.getStatusCode()) {
          case UNSET -> Status.StatusCode.STATUS_CODE_UNSET;
          case OK -> Status.StatusCode.STATUS_CODE_OK;
          case ERROR -> Status.StatusCode.STATUS_CODE_ERROR;
        };
    return Status.newBuilder().setCode(code).setMessage(data.getDescription()).build();
  }

  private static String traceState(SpanContext context) {
    return context.getTraceState().asMap().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HEX.parseHex(hex));
  }
}
