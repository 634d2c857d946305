package org.bactrian.web.operation;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Endpoint {@code operations:CONTRACT}: the operations of a contract that no route of their own
 * carries out.
 */
final class OperationsEndpoint extends DefaultEndpoint {

  private final OperationSelection selection;

  OperationsEndpoint(String uri, OperationsComponent component, OperationSelection selection) {
    super(uri, component);
    this.selection = selection;
  }

  OperationSelection selection() {
    return selection;
  }

  @Override
  public OperationsComponent getComponent() {
    return (OperationsComponent) super.getComponent();
  }

  /** Never: operations are called at {@code direct:} and their id. */
  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "Send to direct: and the operation's id, rather than to " + getEndpointUri());
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    OperationsConsumer consumer = new OperationsConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }
}
