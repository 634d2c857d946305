package org.bactrian.web.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.operation.RequestDeadline;
import org.bactrian.web.problem.ExchangeProblems;
import org.jspecify.annotations.Nullable;

/**
 * Serves the REST routes of a Camel context over HTTP. It serves once the context has started and
 * the routes that are loaded later are in ({@link #awaitRoutes}); it answers 503 until then.
 */
public final class RestServer implements CamelConfiguration {

  /** Name of the bean that answers failures with problems. */
  public static final String PROBLEMS = "problems";

  private static final String SERVER = "bactrian-rest-server";
  private static final String AWAITED = "bactrian-rest-server-awaits-routes";
  private static final int READINESS = -3_000;
  private static final int PUBLIC = -2_000;
  private static final int CROSS_ORIGIN = -1_500;
  private static final int AUTHORIZATION = -1_000;
  private static final int BODY = -500;

  private final RestServerSettings settings;
  private final RequestAuthenticator authenticator;
  private final ByteBudget budget;
  private @Nullable RestHttpServer server;
  private volatile @Nullable RequestPaths paths;
  private boolean prepared;
  private volatile boolean ready;

  /** Creates a server with a byte budget of its own. */
  public RestServer(RestServerSettings settings, RequestAuthenticator authenticator) {
    this(settings, authenticator, new ByteBudget(settings.limits().maxBytesInFlight()));
  }

  /**
   * Creates a server that shares a byte budget with other transports.
   *
   * @param budget memory that requests and answers may take together, also those of other
   *     transports
   */
  public RestServer(
      RestServerSettings settings, RequestAuthenticator authenticator, ByteBudget budget) {
    this.settings = settings;
    this.authenticator = authenticator;
    this.budget = budget;
  }

  /** The port that is listened on, once the context has started. */
  public int port() {
    return server == null ? settings.port() : server.getPort();
  }

  /** The port that is listened on without TLS beside the other; empty for none. */
  public OptionalInt plainPort() {
    return server == null ? OptionalInt.empty() : server.plainPort();
  }

  /**
   * Presents another identity to clients from now on; existing connections stay.
   *
   * @throws IllegalStateException when the server has not started
   */
  public void replaceIdentity(ServerIdentity identity) {
    if (server == null) {
      throw new IllegalStateException("The REST server has not started");
    }
    server.replaceIdentity(identity);
  }

  /**
   * Disables the REST API of a context: REST routes load, and no request reaches them. Without
   * this, Camel would serve them on the port of health and metrics.
   */
  public static void disable(CamelContext context) {
    context.addComponent(ContractComponent.NAME, new ContractComponent());
    context.getRegistry().bind(PROBLEMS, new ExchangeProblems());
    context
        .getRegistry()
        .bind(
            PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
            PlatformHttpEngine.class,
            new DisabledHttpEngine());
  }

  /**
   * Has the server of a context refuse requests until {@link #serve}, since routes are loaded after
   * the start of the context, and no caller is to find one of them missing. To be called before the
   * context starts.
   */
  public static void awaitRoutes(CamelContext context) {
    context.getRegistry().bind(AWAITED, true);
  }

  /**
   * Adds a page that everyone may read, without authentication, if the context has a server. To be
   * called before {@link #serve}.
   *
   * @param path path of the page, such as {@code /metrics}
   * @param contentType media type of the text
   * @param text makes the text anew for each request, on one worker thread at a time
   */
  public static void addPublicPage(
      CamelContext context, String path, String contentType, Callable<String> text) {
    Router router = context.getRegistry().lookupByNameAndType(RestHttpServer.ROUTER, Router.class);
    if (router != null) {
      PublicPages.add(router, PUBLIC, path, contentType, text);
    }
  }

  /** Serves requests from now on, if the context has a server. */
  public static void serve(CamelContext context) {
    of(context)
        .ifPresent(
            server -> {
              server.prepare(context);
              server.ready = true;
            });
  }

  /**
   * Reads the contracts and adds what serves them, if the context has a server. That takes a while,
   * so the first REST route does it: routes before it run already.
   */
  static void prepareIn(CamelContext context) {
    of(context).ifPresent(server -> server.prepare(context));
  }

  private static Optional<RestServer> of(CamelContext context) {
    return Optional.ofNullable(context.getRegistry().lookupByNameAndType(SERVER, RestServer.class));
  }

  @Override
  public void configure(CamelContext context) {
    context.getRegistry().bind(PROBLEMS, new ExchangeProblems());
    context.getRegistry().bind(SERVER, this);
    context.addComponent(ContractComponent.NAME, new ContractComponent());
    context
        .getRegistry()
        .bind(
            PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
            PlatformHttpEngine.class,
            new RestHttpEngine(this::port));
    // Else a route that a REST route sends to is lost for every other that does.
    context.getRestConfiguration().setInlineRoutes(false);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            if (started.getRegistry().lookupByName(AWAITED) == null) {
              serve(started);
            }
          }

          @Override
          public void onContextStopped(CamelContext stopped) {
            ServiceHelper.stopService(server);
          }
        });
    server =
        new RestHttpServer(
            serverConfiguration(),
            settings,
            budget,
            this::reroute,
            router ->
                router
                    .route()
                    .order(READINESS)
                    .handler(request -> answerWhenReady(request, context)));
    server.setCamelContext(context);
    ServiceHelper.startService(server);
  }

  private synchronized void prepare(CamelContext context) {
    if (prepared) {
      return;
    }
    Contracts contracts = Contracts.packed(context, settings.documents().folder());
    contracts.all().stream()
        .flatMap(contract -> contract.operations().stream())
        .filter(operation -> !operation.open())
        .forEach(authenticator::checkContract);
    context
        .getRegistry()
        .bind(
            OperationHandler.BEAN,
            new OperationHandler(
                context,
                OperationsComponent.installIn(context, settings.documents().folder()),
                contracts,
                settings.validation(),
                RequestDeadline.configured(context, settings.requestTimeout())));
    paths = new RequestPaths(contracts, PublicPages.paths(contracts));
    addHandlers(
        context.getRegistry().lookupByNameAndType(RestHttpServer.ROUTER, Router.class),
        context,
        contracts);
    prepared = true;
  }

  private boolean reroute(RoutingContext request) {
    RequestPaths known = paths;
    return known != null && known.reroute(request);
  }

  private VertxPlatformHttpServerConfiguration serverConfiguration() {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(settings.host());
    configuration.setBindPort(settings.port());
    configuration.setMaxBodySize(settings.limits().maxBodyBytes());
    configuration.getBodyHandler().setHandleFileUploads(false);
    return configuration;
  }

  private void addHandlers(Router router, CamelContext context, Contracts contracts) {
    PublicPages pages = new PublicPages(context, contracts, settings.documents(), authenticator);
    pages.addStartPageTo(router, PUBLIC);
    if (settings.documents().published()) {
      pages.addDocumentsTo(router, PUBLIC);
    }
    if (!settings.origins().isEmpty()) {
      router.route().order(CROSS_ORIGIN).handler(new CrossOriginHandler(settings.origins()));
    }
    CallerRates rates = new CallerRates(settings.limits().maxRequestsPerCaller());
    router
        .route()
        .order(AUTHORIZATION)
        .handler(new AuthorizationHandler(contracts, authenticator, rates));
    router.route().order(BODY).handler(new RequestBodyReader(settings.limits(), budget));
  }

  private void answerWhenReady(RoutingContext request, CamelContext context) {
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    if (ready && context.isStarted()) {
      request.next();
    } else {
      ProblemResponse.send(request, HttpProblems.starting());
    }
  }
}
