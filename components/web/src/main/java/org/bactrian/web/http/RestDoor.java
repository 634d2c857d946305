package org.bactrian.web.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.problem.Problem;
import org.bactrian.web.problem.ProblemAnswers;

/**
 * Opens the REST door for the routes of a context. It is open when the context has started and, who
 * loads routes later, has said that they are in ({@link #openWhen}); it answers 503 until then.
 */
public final class RestDoor implements CamelConfiguration {

  /** Name of the bean that answers failures with problems. */
  public static final String PROBLEMS = "problems";

  private static final String READY = "bactrian-door-ready";
  private static final int GATE = -3_000;
  private static final int PUBLIC = -2_000;
  private static final int CROSS_ORIGIN = -1_500;
  private static final int ACCESS = -1_000;
  private static final int BODY = -500;

  private final DoorSettings settings;
  private final Guard guard;
  private final ByteBudget budget;
  private FrontServer server;
  private volatile boolean opened;

  /** With where to listen, whom to let in, and a budget of bytes of its own. */
  public RestDoor(DoorSettings settings, Guard guard) {
    this(settings, guard, new ByteBudget(settings.limits().maxBytesInFlight()));
  }

  /**
   * With where to listen and whom to let in.
   *
   * @param budget memory that requests and answers may take together, also those of other
   *     transports
   */
  public RestDoor(DoorSettings settings, Guard guard, ByteBudget budget) {
    this.settings = settings;
    this.guard = guard;
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
   * Shows clients another identity from now on; connections that there are stay.
   *
   * @throws IllegalStateException when the door is not open
   */
  public void show(ServerIdentity identity) {
    if (server == null) {
      throw new IllegalStateException("The door is not open");
    }
    server.show(identity);
  }

  /**
   * Keeps the door shut for the routes of a context: REST routes load, and nobody reaches them.
   * Without this, Camel would serve them on the port of health and metrics.
   */
  public static void shut(CamelContext context) {
    context.getRegistry().bind(PROBLEMS, new ProblemAnswers());
    context
        .getRegistry()
        .bind(
            PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
            PlatformHttpEngine.class,
            new ShutEngine());
  }

  /**
   * Lets the door of a context open only when routes that are loaded after its start are in, so
   * that nobody takes one of them for absent. To be called before the context starts.
   *
   * @param ready whether they are in; asked for each request until it says so
   */
  public static void openWhen(CamelContext context, BooleanSupplier ready) {
    context.getRegistry().bind(READY, BooleanSupplier.class, ready);
  }

  @Override
  public void configure(CamelContext context) throws Exception {
    Contracts contracts = Contracts.packed(context, settings.documents().folder());
    contracts.all().stream()
        .flatMap(contract -> contract.operations().stream())
        .forEach(guard::accept);
    context.getTypeConverterRegistry().addFallbackTypeConverter(new JsonBodies(), false);
    context.getRegistry().bind(PROBLEMS, new ProblemAnswers());

    RestOpenApiComponent contractFirst = new RestOpenApiComponent();
    contractFirst.setRestOpenapiProcessorStrategy(
        new ContractBinding(context, contracts, settings.validation()));
    context.addComponent("rest-openapi", contractFirst);

    context
        .getRegistry()
        .bind(
            PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
            PlatformHttpEngine.class,
            new FrontEngine(this::port));
    // Else a route that a REST route sends to is lost for every other that does.
    context.getRestConfiguration().setInlineRoutes(false);
    server =
        new FrontServer(
            serverConfiguration(),
            settings,
            budget,
            new RequestPaths(contracts, PublicPages.paths(contracts)),
            router -> handlers(router, context, contracts));
    server.setCamelContext(context);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStopped(CamelContext stopped) {
            ServiceHelper.stopService(server);
          }
        });
    ServiceHelper.startService(server);
  }

  private VertxPlatformHttpServerConfiguration serverConfiguration() {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setBindHost(settings.host());
    configuration.setBindPort(settings.port());
    configuration.setMaxBodySize(settings.limits().maxBodyBytes());
    configuration.getBodyHandler().setHandleFileUploads(false);
    return configuration;
  }

  private void handlers(VertxPlatformHttpRouter router, CamelContext context, Contracts contracts) {
    router.route().order(GATE).handler(request -> gate(request, context));
    PublicPages pages = new PublicPages(context, contracts, settings.documents(), guard);
    pages.addStartTo(router, PUBLIC);
    if (settings.documents().published()) {
      pages.addDocumentsTo(router, PUBLIC);
    }
    if (!settings.origins().isEmpty()) {
      router.route().order(CROSS_ORIGIN).handler(new CrossOriginHandler(settings.origins()));
    }
    router.route().order(ACCESS).handler(new AccessHandler(contracts, guard));
    router.route().order(BODY).handler(new RequestBodyReader(settings.limits(), budget));
  }

  private void gate(RoutingContext request, CamelContext context) {
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    request.addHeadersEndHandler(written -> noProblemOfSuccess(request.response()));
    opened = opened || isReady(context);
    if (opened && context.isStarted()) {
      request.next();
    } else {
      ProblemResponse.send(request, HttpProblems.starting());
    }
  }

  private static boolean isReady(CamelContext context) {
    BooleanSupplier ready = context.getRegistry().lookupByNameAndType(READY, BooleanSupplier.class);
    return ready == null || ready.getAsBoolean();
  }

  /**
   * Camel gives an answer without a body the only media type that its operation declares, which is
   * that of its problems.
   */
  private static void noProblemOfSuccess(HttpServerResponse response) {
    boolean success = response.getStatusCode() < 300;
    if (success && Problem.MEDIA_TYPE.equals(response.headers().get(HttpHeaders.CONTENT_TYPE))) {
      response.headers().remove(HttpHeaders.CONTENT_TYPE);
    }
  }
}
