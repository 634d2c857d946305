package org.bactrian.launcher.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Exporter of spans to a collector. What it does not take is dropped. */
final class CollectorSpanExporter implements SpanExporter {

  private final CollectorClient client;
  private final CollectorStatus status;
  private final Resource resource;

  CollectorSpanExporter(CollectorClient client, CollectorStatus status, Resource resource) {
    this.client = client;
    this.status = status;
    this.resource = resource;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = new CompletableResultCode();
    client
        .send(OtlpSignal.TRACES, SpanRequest.of(spans, resource).toByteArray())
        .whenComplete(
            (answer, failure) -> {
              Throwable reason = failure == null ? rejection(answer) : failure;
              status.ended(reason);
              if (reason == null) {
                result.succeed();
              } else {
                result.fail();
              }
            });
    return result;
  }

  private static @Nullable Throwable rejection(byte[] answer) {
    try {
      var partial = ExportTraceServiceResponse.parseFrom(answer).getPartialSuccess();
      return partial.getRejectedSpans() > 0
          ? new CollectorException("it rejects some: " + partial.getErrorMessage())
          : null;
    } catch (InvalidProtocolBufferException e) {
      return new CollectorException("its answer is none of OTLP");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
