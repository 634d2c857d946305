package org.bactrian.web.operation;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.web.contract.Operation;

/** Offers the operations of its endpoint at {@code direct:} and their ids. */
final class OperationsConsumer extends DefaultConsumer {

  private final OperationsEndpoint endpoint;
  private final List<OperationOffer> offers = new ArrayList<>();

  OperationsConsumer(OperationsEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    OperationSelection selection = endpoint.selection();
    for (Operation operation : selection.operations()) {
      String target = selection.targets().getOrDefault(operation.id(), "");
      OperationOffer offer =
          new OperationOffer(
              operation.id(),
              getRouteId(),
              target,
              endpoint
                  .getCamelContext()
                  .getEndpoint("direct:" + operation.id())
                  .createConsumer(new Named(operation.id(), target)));
      endpoint.getComponent().add(offer);
      offers.add(offer);
    }
  }

  @Override
  protected void doStop() throws Exception {
    offers.forEach(endpoint.getComponent()::remove);
    offers.clear();
    super.doStop();
  }

  /** The route, with headers that say which operation it is to carry out. */
  private final class Named extends AsyncProcessorSupport {

    private final String operation;
    private final String target;

    private Named(String operation, String target) {
      this.operation = operation;
      this.target = target;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      RequestDeadline.of(exchange);
      Message message = exchange.getMessage();
      message.setHeader(OperationHeaders.OPERATION, operation);
      if (!target.isEmpty()) {
        message.setHeader(OperationHeaders.TARGET, target);
      }
      return getAsyncProcessor().process(exchange, callback);
    }
  }
}
