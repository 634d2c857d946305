package org.bactrian.launcher.otlp;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.bactrian.web.operation.OperationHeaders;
import org.bactrian.web.operation.OperationsComponent;

/** Decorator of the spans of operations, which have the operation's id as their name. */
public final class OperationSpanDecorator extends AbstractSpanDecorator {

  @Override
  public String getComponent() {
    return OperationsComponent.NAME;
  }

  @Override
  public String getComponentClassName() {
    return OperationsComponent.class.getName();
  }

  @Override
  public String getOperationName(Exchange exchange, Endpoint endpoint) {
    return exchange
        .getMessage()
        .getHeader(
            OperationHeaders.OPERATION, super.getOperationName(exchange, endpoint), String.class);
  }
}
