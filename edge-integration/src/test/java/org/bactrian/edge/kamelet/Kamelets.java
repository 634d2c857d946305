package org.bactrian.edge.kamelet;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A running Camel context that finds kamelets and sample routes as a role does: in the jar. */
final class Kamelets implements AutoCloseable {

  private final CamelContext context = new DefaultCamelContext();

  private Kamelets(Map<String, String> properties) {
    Properties initial = new Properties();
    initial.putAll(properties);
    context.getPropertiesComponent().setInitialProperties(initial);
    context.getShutdownStrategy().setTimeout(2);
    context.start();
  }

  static Kamelets start() {
    return new Kamelets(Map.of());
  }

  static Kamelets start(Map<String, String> properties) {
    return new Kamelets(properties);
  }

  CamelContext context() {
    return context;
  }

  void load(String resource) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.resolveResource(context, "classpath:" + resource));
  }

  /** Sends a body with headers and returns the exchange, failed or not. */
  Exchange send(String uri, Object body, Map<String, Object> headers) {
    FluentProducerTemplate template = context.createFluentProducerTemplate().to(uri).withBody(body);
    headers.forEach(template::withHeader);
    return template.send();
  }

  /** The same without waiting. */
  CompletableFuture<Exchange> sendAsync(String uri, Object body, Map<String, Object> headers) {
    return context
        .createProducerTemplate()
        .asyncSend(
            uri,
            exchange -> {
              exchange.getMessage().setBody(body);
              exchange.getMessage().setHeaders(new HashMap<>(headers));
            });
  }

  @Override
  public void close() {
    context.stop();
  }
}
