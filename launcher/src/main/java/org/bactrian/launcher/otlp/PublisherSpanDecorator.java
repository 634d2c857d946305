package org.bactrian.launcher.otlp;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** Decorator of the spans of NetworkMessages, which have the attribute {@link #WRITER_GROUP}. */
public final class PublisherSpanDecorator extends AbstractSpanDecorator {

  static final String WRITER_GROUP = "bactrian.writer_group";

  @Override
  public String getComponent() {
    return "opcua-publisher";
  }

  @Override
  public String getComponentClassName() {
    return PublisherComponent.class.getName();
  }

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return "publish";
  }

  @Override
  public void beforeTracingEvent(Span span, Exchange exchange, Endpoint endpoint) {
    super.beforeTracingEvent(span, exchange, endpoint);
    String group = exchange.getMessage().getHeader(TelemetryHeaders.WRITER_GROUP, String.class);
    if (group != null) {
      span.setTag(WRITER_GROUP, group);
    }
  }
}
