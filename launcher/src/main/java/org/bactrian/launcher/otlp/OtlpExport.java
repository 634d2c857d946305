package org.bactrian.launcher.otlp;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Export of a role's metrics and traces to a collector. Traces are those of Camel: one of each
 * exchange, with a span for each route and each endpoint that it is sent to. A collector that does
 * not answer costs what it was meant to get, and nothing else.
 */
public final class OtlpExport implements CamelConfiguration, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);

  /**
   * Endpoints without a span: routes that begin by themselves again and again, ends of kamelets.
   */
  private static final String WITHOUT_SPAN =
      "timer:*,scheduler:*,quartz:*,kamelet:source*,kamelet:sink*";

  /** Longest time that the last traces take. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private final OtlpSettings settings;
  private final CollectorClient client;
  private final Resource resource;
  private final @Nullable SdkTracerProvider traces;
  private @Nullable MetricExport metrics;

  /** Creates an export, which begins with the context and its metrics. */
  public OtlpExport(OtlpSettings settings) {
    this.settings = settings;
    if (settings.collector().exposesHeaders()) {
      LOG.warn(
          "The OpenTelemetry collector {} is spoken to without TLS, so the network sees the secrets"
              + " in {}. Use a URL with https",
          settings.collector().endpoint(),
          OtlpEnvironment.HEADERS);
    }
    this.client = new CollectorClient(settings.collector());
    AttributesBuilder attributes = Attributes.builder();
    settings.resource().forEach(attributes::put);
    this.resource = Resource.getDefault().merge(Resource.create(attributes.build()));
    this.traces = settings.traces() ? provider() : null;
  }

  private SdkTracerProvider provider() {
    return SdkTracerProvider.builder()
        .setResource(resource)
        .setSampler(settings.sampler())
        .addSpanProcessor(
            BatchSpanProcessor.builder(
                    new CollectorSpanExporter(client, status(OtlpSignal.TRACES), resource))
                .setExporterTimeout(settings.collector().timeout().plusSeconds(1))
                .build())
        .build();
  }

  private CollectorStatus status(OtlpSignal signal) {
    return new CollectorStatus(signal, settings.collector());
  }

  /** Traces the exchanges of a context that has not started. */
  @Override
  public void configure(CamelContext context) {
    if (traces != null) {
      context.getRegistry().bind("bactrian-tracer", Tracer.class, traces.get("org.bactrian"));
      context
          .getRegistry()
          .bind(
              "bactrian-propagators",
              ContextPropagators.class,
              ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
      OpenTelemetryTracer tracer = new OpenTelemetryTracer();
      tracer.setExcludePatterns(WITHOUT_SPAN);
      tracer.init(context);
    }
  }

  /** Exports the meters of registries from now on. */
  public void startMetrics(Set<MeterRegistry> registries) {
    metrics =
        MetricExport.start(
            registries, client, status(OtlpSignal.METRICS), resource, settings.interval());
  }

  /** Exports the metrics of a role that is about to stop once more. */
  public void stopMetrics() {
    if (metrics != null) {
      metrics.close();
      metrics = null;
    }
  }

  /** Exports the last traces of a role that has stopped. */
  @Override
  public void close() {
    stopMetrics();
    if (traces != null) {
      traces.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
    }
    client.close();
  }
}
