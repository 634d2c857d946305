package org.bactrian.localazure.hub.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.method.DirectMethods;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.storage.StateThread;

/**
 * The service side: IoT Hub's REST, version 2021-04-12
 * (https://learn.microsoft.com/rest/api/iothub/service).
 */
public final class HubRestServer {

  private static final long MAX_BODY_BYTES = 1024 * 1024;

  private final Vertx vertx;
  private final Router router;
  private final ServiceThrottle throttle = new ServiceThrottle(System::nanoTime);

  /** a server that does not listen yet. */
  public HubRestServer(
      Vertx vertx,
      AccessControl access,
      IdentityRegistry registry,
      StateThread stateThread,
      DirectMethods methods) {
    this.vertx = vertx;
    this.router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    router.route().failureHandler(new HubFaultResponses());
    router.route().handler(throttle);
    new IdentityResource(registry, stateThread).mount(router, access);
    new BulkRegistryResource(registry, stateThread).mount(router, access);
    new TwinResource(registry, stateThread).mount(router, access);
    new QueryResource(registry, stateThread).mount(router, access);
    new MethodResource(registry, methods).mount(router, access);
    router.route().handler(HubRestServer::notServed);
  }

  /**
   * Starts listening. Call it on the hub's loop.
   *
   * @param tls certificate, key, host and port
   * @return the server, whose actual port is then known
   */
  public Future<HttpServer> open(HttpServerOptions tls) {
    return vertx.createHttpServer(tls).requestHandler(router).listen();
  }

  /** Counts and limits of requests. */
  public ServiceThrottle throttle() {
    return throttle;
  }

  private static void notServed(RoutingContext context) {
    throw new HubFaultException(
        HubFault.NOT_SERVED,
        context.request().method() + " " + context.request().path() + " is not served locally");
  }
}
