package org.bactrian.web.http;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.bactrian.web.contract.Contract;

/** Endpoint of a contract whose operations are served over HTTP. */
final class ContractEndpoint extends DefaultEndpoint {

  private final Contract contract;

  ContractEndpoint(String uri, Component component, Contract contract) {
    super(uri, component);
    this.contract = contract;
  }

  Contract contract() {
    return contract;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("A contract is served, and not called");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    ContractConsumer consumer = new ContractConsumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }
}
