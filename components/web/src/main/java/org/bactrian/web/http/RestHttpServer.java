package org.bactrian.web.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.web.contract.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP server of the REST API. Its handlers are in place before its port is open, so that no
 * request passes them by, and its router has a name of its own, so that the server of health and
 * metrics does not get in its way.
 */
final class RestHttpServer extends VertxPlatformHttpServer {

  /** Name of the router in the registry of the context. */
  static final String ROUTER = "bactrian-rest-router";

  /** Requests that are carried out at once; more wait. */
  static final int WORKERS = 64;

  /** Largest WebSocket message of a caller, in bytes; more ends its connection. */
  private static final int WEB_SOCKET_BYTES = 32 * 1024;

  private static final Duration LONG_ANSWER = Duration.ofHours(1);

  /**
   * Longest time in which nothing is read or written while a request is carried out, longer than
   * any operation takes.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  /**
   * Status with which Vert.x fails a request whose caller disconnects before the end of its body.
   */
  private static final int BROKEN_OFF = 200;

  private static final int[] FAILURES = {BROKEN_OFF, 400, 404, 405, 406, 413, 415, 500};

  private static final Logger LOG = LoggerFactory.getLogger(RestHttpServer.class);

  private final VertxPlatformHttpServerConfiguration configuration;
  private final RestServerSettings settings;
  private final ByteBudget budget;
  private final Predicate<RoutingContext> reroute;
  private final BoundedTransport transport;
  private final Consumer<VertxPlatformHttpRouter> handlers;
  private volatile VertxPlatformHttpRouter restRouter;
  private volatile ConnectionTimeouts connections;
  private volatile @Nullable HttpServer server;
  private volatile @Nullable HttpServer plain;
  private volatile @Nullable Vertx own;

  RestHttpServer(
      VertxPlatformHttpServerConfiguration configuration,
      RestServerSettings settings,
      ByteBudget budget,
      Predicate<RoutingContext> reroute,
      Consumer<VertxPlatformHttpRouter> handlers) {
    super(configuration);
    this.configuration = configuration;
    this.settings = settings;
    this.budget = budget;
    this.reroute = reroute;
    this.transport = new BoundedTransport(settings.limits());
    this.handlers = handlers;
  }

  @Override
  protected void initializeServer() {
    super.initializeServer();
    String name = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort());
    VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(getCamelContext(), name);
    getCamelContext().getRegistry().bind(ROUTER, router);
    restRouter = router;
    ConnectionTimeouts timeouts = new ConnectionTimeouts(settings.limits(), getVertx());
    connections = timeouts;
    router
        .route()
        .order(Integer.MIN_VALUE)
        .handler(
            request -> {
              if (!reroute.test(request)) {
                begin(request);
              }
            });
    handlers.accept(router);
  }

  /** Holds connection and memory of a request until its response was read. */
  private void begin(RoutingContext request) {
    HttpConnection connection = request.request().connection();
    ResponseByteBudget response = new ResponseByteBudget(budget);
    request.put(ResponseByteBudget.KEY, response);
    request.put(ConnectionTimeouts.KEY, connections);
    connections.began(connection);
    request.addEndHandler(
        ended ->
            // Only then is what was written on its way to the client.
            request
                .vertx()
                .runOnContext(
                    flushed ->
                        transport
                            .read(connection)
                            .onComplete(
                                read -> {
                                  response.release();
                                  connections.ended(connection);
                                })));
    keepSemicolons(request);
  }

  /**
   * A semicolon belongs to a query parameter (RFC 3986, section 3.4), such as the node id {@code
   * ns=2;s=Pump}; Vert.x would end the parameter there.
   */
  private static void keepSemicolons(RoutingContext context) {
    String query = context.request().query();
    if (query != null && query.indexOf(';') >= 0) {
      context.queryParams().clear().addAll(context.request().params(true));
    }
    context.next();
  }

  @Override
  protected void startServer() {
    for (int status : FAILURES) {
      restRouter.errorHandler(status, this::fail);
    }
    try {
      listen();
    } catch (RuntimeException e) {
      // Nobody stops what has not started.
      stopServer();
      stopVertx();
      throw e;
    }
  }

  private void listen() {
    HttpServerOptions options = options();
    if (settings.protection() instanceof TransportSecurity.Tls tls) {
      HttpServerOptions secure =
          options().setSsl(true).setKeyCertOptions(TlsKeys.of(tls.identity()));
      if (tls.clients() != null) {
        secure
            .setClientAuth(ClientAuth.REQUEST)
            .setTrustOptions(TrustOptions.wrap(tls.clients().handshake()));
      }
      server = listen(secure, settings.port());
      plain = tls.plainPort() < 0 ? null : listen(options, tls.plainPort());
    } else {
      server = listen(options, settings.port());
    }
  }

  /**
   * Without the upgrade to HTTP/2 in clear text, which Java's client asks for and which Vert.x gets
   * wrong now and then when the answer is large.
   */
  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setSslHandshakeTimeout(settings.limits().headerTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) LONGEST_SILENCE.toSeconds())
        .setMaxWebSocketFrameSize(WEB_SOCKET_BYTES)
        .setMaxWebSocketMessageSize(WEB_SOCKET_BYTES)
        // It would be done again for each client, and bloats what callers send.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  private HttpServer listen(HttpServerOptions options, int port) {
    HttpServer made =
        getVertx()
            .createHttpServer(options)
            .connectionHandler(connections::opened)
            .invalidRequestHandler(this::refuse)
            .requestHandler(this::enterInTurn);
    try {
      return done(made.listen(port, settings.host()));
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "Port %s of %s cannot be listened on. Stop what uses it, or choose another with %s"
              .formatted(port, settings.host(), settings.portOption()),
          e.getCause());
    }
  }

  /** Answers what is no HTTP, or more of it than is read. */
  private void refuse(HttpServerRequest request) {
    if (connections.isEnding(request.connection())) {
      return;
    }
    Throwable cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpLineException
            ? 414
            : cause instanceof TooLongHttpHeaderException ? 431 : 400;
    ProblemResponse.endAndClose(request, connections, HttpProblems.of(status, request.path()));
  }

  /** Lets a request wait whose client has not read the responses before it. */
  private void enterInTurn(HttpServerRequest request) {
    if (!request.response().writeQueueFull()) {
      enter(request);
      return;
    }
    request.pause();
    request
        .response()
        .drainHandler(
            drained -> {
              request.response().drainHandler(null);
              request.resume();
              enter(request);
            });
  }

  private void enter(HttpServerRequest request) {
    if (connections.isEnding(request.connection())) {
      return; // it closes once its last answer is written
    }
    if (hasNoEnd(request)) {
      ProblemResponse.endAndClose(request, connections, HttpProblems.noEnd());
    } else if (RequestPaths.isEncoded(request)) {
      restRouter.handle(request);
    } else {
      ProblemResponse.end(request, HttpProblems.badPath());
    }
  }

  /**
   * Returns true for a transfer coding that is not chunked: nobody can tell where that request ends
   * and another begins (RFC 9112, section 6.3).
   */
  private static boolean hasNoEnd(HttpServerRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    return !codings.isEmpty()
        && !(codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
  }

  @Override
  protected void stopServer() {
    for (HttpServer running : new HttpServer[] {plain, server}) {
      if (running != null) {
        done(running.close());
      }
    }
    plain = null;
    server = null;
  }

  @Override
  public @Nullable HttpServer getServer() {
    return server;
  }

  @Override
  public int getPort() {
    HttpServer running = server;
    return running == null ? configuration.getBindPort() : running.actualPort();
  }

  /** The port without TLS, as long as there is one. */
  OptionalInt plainPort() {
    HttpServer running = plain;
    return running == null ? OptionalInt.empty() : OptionalInt.of(running.actualPort());
  }

  /** Shows connections from now on another identity. */
  void replaceIdentity(ServerIdentity identity) {
    SSLOptions keys = new SSLOptions().setKeyCertOptions(TlsKeys.of(identity));
    if (settings.protection() instanceof TransportSecurity.Tls tls && tls.clients() != null) {
      keys.setTrustOptions(TrustOptions.wrap(tls.clients().handshake()));
    }
    HttpServer running = server;
    if (running != null) {
      done(running.updateSSLOptions(keys));
    }
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** A request keeps a thread for as long as its answer takes, and some answers go on for long. */
  @Override
  protected Vertx createVertxInstance() {
    own =
        transport.vertx(
            new VertxOptions()
                .setWorkerPoolSize(WORKERS)
                .setMaxWorkerExecuteTime(LONG_ANSWER.toNanos()));
    return own;
  }

  @Override
  protected void stopVertx() {
    if (own != null) {
      done(own.close());
      own = null;
    }
  }

  private void fail(RoutingContext context) {
    Operation operation = context.get(AuthorizationHandler.OPERATION);
    if (context.statusCode() == BROKEN_OFF) {
      LOG.debug("A request for {} broke off", context.request().path(), context.failure());
      ProblemResponse.send(context, HttpProblems.of(400, context.request().path()));
    } else if (operation != null && context.statusCode() == 404) {
      ProblemResponse.send(context, HttpProblems.notRunning(operation.id()));
    } else if (context.statusCode() == 405) {
      String method = context.request().method().name();
      List<String> allowed = AllowedMethods.at(context.normalizedPath(), restRouter.getRoutes());
      context.response().putHeader("Allow", String.join(", ", allowed));
      ProblemResponse.send(context, HttpProblems.methodNotAllowed(method, allowed));
    } else {
      ProblemResponse.send(
          context, HttpProblems.of(context.statusCode(), context.request().path()));
    }
  }
}
