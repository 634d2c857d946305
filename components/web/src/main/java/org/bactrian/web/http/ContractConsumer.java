package org.bactrian.web.http;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves the operations of a contract while its route is started. Without a REST server in the
 * context nobody reaches them.
 */
final class ContractConsumer extends DefaultConsumer {

  private final ContractEndpoint endpoint;
  private @Nullable Route route;

  ContractConsumer(ContractEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    RestServer.prepareIn(endpoint.getCamelContext());
    OperationHandler operations =
        endpoint
            .getCamelContext()
            .getRegistry()
            .lookupByNameAndType(OperationHandler.BEAN, OperationHandler.class);
    Router router =
        endpoint
            .getCamelContext()
            .getRegistry()
            .lookupByNameAndType(RestHttpServer.ROUTER, Router.class);
    if (operations != null && router != null) {
      route =
          router
              .route(endpoint.contract().basePath() + "/*")
              .handler(request -> operations.handle(request, this));
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (route != null) {
      route.remove();
      route = null;
    }
    super.doStop();
  }
}
