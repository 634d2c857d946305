package org.bactrian.launcher.role;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.bactrian.web.http.RestServer;

/**
 * Metrics page of the edge's HTTP API, at the path and without a key as OPC Publisher 2.9 has it
 * ({@code UseOpenTelemetryPrometheusScrapingEndpoint} of its {@code Startup}). To be configured
 * after the API.
 */
final class ApiMetricsPage implements CamelConfiguration {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Override
  public void configure(CamelContext context) {
    RestServer.addPublicPage(context, MetricsPage.USUAL_PATH, TEXT, () -> scrape(context));
  }

  private static String scrape(CamelContext context) {
    StringBuilder text = new StringBuilder();
    context
        .getRegistry()
        .findByType(PrometheusMeterRegistry.class)
        .forEach(registry -> text.append(registry.scrape(TEXT)));
    return text.toString();
  }
}
