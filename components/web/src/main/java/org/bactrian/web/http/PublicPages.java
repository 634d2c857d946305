package org.bactrian.web.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.JoinedDocument;
import org.bactrian.web.problem.ProblemTable;

/** What everyone may see: the documents of the API, Swagger UI, and health. */
final class PublicPages {

  private static final String JSON = "application/json";

  private final CamelContext context;
  private final Contracts contracts;
  private final String description;
  private final Guard guard;

  PublicPages(CamelContext context, Contracts contracts, String description, Guard guard) {
    this.context = context;
    this.contracts = contracts;
    this.description = description;
    this.guard = guard;
  }

  /** Adds what says that the door is open, to a router at an order. */
  void addHealthTo(Router router, int order) {
    page(router, order, "/healthz", "text/plain", "Healthy");
  }

  /** Adds the documents and what shows them to a router at an order. */
  void addDocumentsTo(Router router, int order) {
    for (Contract contract : contracts.all()) {
      String document = contract.document().toString();
      page(router, order, contract.basePath() + "/openapi.json", JSON, document);
      // Where OPC Publisher has it.
      page(router, order, "/swagger" + contract.basePath() + "/openapi.json", JSON, document);
    }
    JsonNode joined = JoinedDocument.of(contracts.all(), description, guard.schemeName());
    page(router, order, "/openapi.json", JSON, joined.toString());
    router.route(HttpMethod.GET, "/openapi/routes.json").order(order).handler(this::routes);
    swagger(router, order);
  }

  /** Made for each request, since routes come and go while the role runs. */
  private void routes(RoutingContext request) {
    request
        .vertx()
        .executeBlocking(() -> new RouteDocument(context, guard).json(), false)
        .onSuccess(document -> end(request, JSON, document))
        .onFailure(e -> ProblemResponse.send(request, ProblemTable.of(e)));
  }

  private static void page(Router router, int order, String path, String type, String text) {
    Route route = router.route(HttpMethod.GET, path).order(order);
    route.handler(request -> end(request, type, text));
  }

  private static void end(RoutingContext request, String type, String text) {
    request.response().putHeader("Content-Type", type).end(text);
  }

  private void swagger(Router router, int order) {
    router
        .route(HttpMethod.GET, "/swagger")
        .order(order)
        .handler(
            request -> {
              if (request.request().path().endsWith("/")) {
                request.next();
              } else {
                request.redirect("/swagger/");
              }
            });
    page(router, order, "/swagger/swagger-initializer.js", "text/javascript", initializer());
    StaticHandler files =
        StaticHandler.create("META-INF/resources/webjars/swagger-ui/" + webJarVersion())
            .setDefaultContentEncoding("UTF-8");
    router.route(HttpMethod.GET, "/swagger/*").order(order).handler(files);
  }

  /** Replaces the initializer of the WebJar, which shows an example from the Internet. */
  private String initializer() {
    StringBuilder urls = new StringBuilder("{ url: '/openapi.json', name: 'All services' }");
    for (Contract contract : contracts.all()) {
      urls.append(
          ", { url: '%s/openapi.json', name: '%s' }"
              .formatted(contract.basePath(), contract.service()));
    }
    urls.append(", { url: '/openapi/routes.json', name: 'Your routes' }");
    return """
        window.onload = function () {
          window.ui = SwaggerUIBundle({
            urls: [%s],
            dom_id: '#swagger-ui',
            deepLinking: true,
            validatorUrl: null,
            persistAuthorization: true,
            presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
            plugins: [SwaggerUIBundle.plugins.DownloadUrl],
            layout: 'StandaloneLayout'
          });
        };
        """
        .formatted(urls);
  }

  private static String webJarVersion() {
    String file = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    try (InputStream stream = PublicPages.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("The WebJar of Swagger UI is not on the class path");
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
