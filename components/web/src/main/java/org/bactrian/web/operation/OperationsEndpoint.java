package org.bactrian.web.operation;

import java.util.function.Supplier;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Endpoint {@code operations:CONTRACT}: the operations of a contract that no route of their own
 * carries out.
 */
final class OperationsEndpoint extends DefaultEndpoint {

  private final Supplier<OperationSelection> selection;

  OperationsEndpoint(
      String uri, OperationsComponent component, Supplier<OperationSelection> selection) {
    super(uri, component);
    this.selection = selection;
  }

  /**
   * Reads the operations from the contract.
   *
   * @throws IllegalArgumentException when the contract has no such operation
   */
  OperationSelection selection() {
    return selection.get();
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
