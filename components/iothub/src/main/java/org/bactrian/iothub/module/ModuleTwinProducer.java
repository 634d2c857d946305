package org.bactrian.iothub.module;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.bactrian.model.fault.FutureFailure;

/** Reports properties, or reads the twin; the exchange is done when IoT Hub answered. */
final class ModuleTwinProducer extends DefaultAsyncProducer {

  private final IotHubModuleEndpoint endpoint;
  private LinkLease lease;
  private ExecutorService answers;

  ModuleTwinProducer(IotHubModuleEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    // Answers arrive on the SDK's threads, which what follows in a route must not hold up.
    answers =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newCachedThreadPool(this, "iothub-twin-answers");
    lease = endpoint.acquireLink();
  }

  @Override
  protected void doStop() throws Exception {
    if (lease != null) {
      lease.close();
    }
    endpoint.getCamelContext().getExecutorServiceManager().shutdown(answers);
    super.doStop();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      perform(exchange)
          .whenCompleteAsync(
              (done, failure) -> {
                if (failure != null) {
                  exchange.setException(FutureFailure.of(failure));
                }
                callback.done(false);
              },
              answers);
      return false;
    } catch (InvalidPayloadException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
  }

  private CompletableFuture<Void> perform(Exchange exchange) throws InvalidPayloadException {
    Message in = exchange.getIn();
    IotHubModuleConfiguration options = endpoint.getConfiguration();
    TwinOperation operation =
        options.isFromHeaders()
            ? in.getHeader(
                IotHubModuleConstants.TWIN_OPERATION,
                options.getTwinOperation(),
                TwinOperation.class)
            : options.getTwinOperation();
    Duration timeout = Duration.ofMillis(options.getRequestTimeout());
    return switch (operation) {
      case get -> lease.link().twin(timeout).thenAccept(twin -> answer(exchange, twin));
      case report ->
          lease
              .link()
              .report(in.getMandatoryBody(byte[].class), timeout)
              .thenAccept(
                  version ->
                      exchange.getMessage().setHeader(IotHubModuleConstants.TWIN_VERSION, version));
    };
  }

  private static void answer(Exchange exchange, JsonNode twin) {
    exchange.getMessage().setBody(twin.toString());
    exchange
        .getMessage()
        .setHeader(
            IotHubModuleConstants.TWIN_VERSION, twin.path("desired").path("$version").asInt());
  }
}
