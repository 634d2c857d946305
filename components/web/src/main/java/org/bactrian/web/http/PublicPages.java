package org.bactrian.web.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.MergedDocument;
import org.bactrian.web.problem.ExceptionProblemMapper;

/**
 * Pages without authentication: the start page, the documents of the API, Swagger UI, and health.
 */
final class PublicPages {

  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String HEALTH = "/healthz";
  private static final Pattern FILE = Pattern.compile("/swagger/[\\w.-]+");
  private static final String DOCUMENT = "/openapi.json";

  private final CamelContext context;
  private final Contracts contracts;
  private final RestServerSettings.Documents documents;
  private final RequestAuthenticator authenticator;

  PublicPages(
      CamelContext context,
      Contracts contracts,
      RestServerSettings.Documents documents,
      RequestAuthenticator authenticator) {
    this.context = context;
    this.contracts = contracts;
    this.documents = documents;
    this.authenticator = authenticator;
  }

  /** Paths of pages that clients write in any case. */
  static List<String> paths(Contracts contracts) {
    List<String> paths = new ArrayList<>(healthPaths(contracts));
    paths.addAll(List.of("/openapi.json", "/openapi/routes.json", "/swagger", "/swagger/"));
    for (Contract contract : contracts.all()) {
      paths.add(contract.basePath() + DOCUMENT);
      paths.add("/swagger" + contract.basePath() + DOCUMENT);
    }
    return paths;
  }

  /** The health of the whole, and of each service where Azure Industrial IoT has it. */
  private static Set<String> healthPaths(Contracts contracts) {
    Set<String> paths = new LinkedHashSet<>(Set.of(HEALTH));
    for (Contract contract : contracts.all()) {
      String base = contract.basePath();
      paths.add(base.substring(0, base.lastIndexOf('/')) + HEALTH);
    }
    return paths;
  }

  /** Adds the start page and what says that the server answers, to a router at an order. */
  void addStartPageTo(Router router, int order) {
    page(router, order, "/", HTML, new StartPage(contracts, documents, authenticator).html());
    page(router, order, "/start.css", CSS, PageTemplate.read("start.css"));
    String icon = PageTemplate.read("favicon.svg");
    page(router, order, "/favicon.svg", "image/svg+xml", icon);
    // Where browsers look that are shown a document.
    page(router, order, "/favicon.ico", "image/svg+xml", icon);
    healthPaths(contracts).forEach(path -> page(router, order, path, "text/plain", "Healthy"));
  }

  /** Adds the documents and what shows them to a router at an order. */
  void addDocumentsTo(Router router, int order) {
    for (Contract contract : contracts.all()) {
      String document = contract.document().toString();
      page(router, order, contract.basePath() + DOCUMENT, JSON, document);
      // Where OPC Publisher has it.
      page(router, order, "/swagger" + contract.basePath() + DOCUMENT, JSON, document);
    }
    JsonNode joined =
        MergedDocument.of(
            contracts.all(),
            documents.title(),
            documents.description(),
            authenticator.schemeName());
    page(router, order, "/openapi.json", JSON, joined.toString());
    // Made for each request, since routes come and go while the role runs.
    add(
        router,
        order,
        "/openapi/routes.json",
        JSON,
        () -> new RouteDocument(context, authenticator).json());
    swagger(router, order);
  }

  /** Adds a page that is made anew for each request, one request after the other. */
  static void add(Router router, int order, String path, String type, Callable<String> text) {
    router
        .route(HttpMethod.GET, path)
        .order(order)
        .handler(
            request ->
                request
                    .vertx()
                    .executeBlocking(text, true)
                    .onSuccess(made -> end(request, type, made))
                    .onFailure(e -> ProblemResponse.send(request, ExceptionProblemMapper.of(e))));
  }

  private static void page(Router router, int order, String path, String type, String text) {
    Route route = router.route(HttpMethod.GET, path).order(order);
    route.handler(request -> end(request, type, text));
  }

  private static void end(RoutingContext request, String type, String text) {
    Buffer body = Buffer.buffer(text);
    ResponseByteBudget memory = request.get(ResponseByteBudget.KEY);
    memory
        .reserve(body.length())
        .ifPresentOrElse(
            problem -> ProblemResponse.send(request, problem),
            () -> request.response().putHeader("Content-Type", type).end(body));
  }

  private void swagger(Router router, int order) {
    String index =
        PageTemplate.fill("swagger.html", Map.of("title", PageTemplate.escaped(documents.title())));
    router
        .route(HttpMethod.GET, "/swagger")
        .order(order)
        .handler(
            request -> {
              if (request.request().path().endsWith("/")) {
                end(request, HTML, index);
              } else {
                request.redirect("/swagger/");
              }
            });
    // In place of files of the WebJar, which say whose they are and show an example from elsewhere.
    page(router, order, "/swagger/index.html", HTML, index);
    page(router, order, "/swagger/index.css", CSS, PageTemplate.read("swagger.css"));
    page(router, order, "/swagger/swagger-initializer.js", "text/javascript", initializer());
    StaticHandler files =
        StaticHandler.create("META-INF/resources/webjars/swagger-ui/" + webJarVersion())
            .setDefaultContentEncoding("UTF-8");
    router
        .route(HttpMethod.GET, "/swagger/*")
        .order(order)
        .handler(
            request -> {
              // Another spelling of a page above would lead to the file that it stands in for.
              if (FILE.matcher(request.request().path()).matches()) {
                files.handle(request);
              } else {
                request.next();
              }
            });
  }

  private String initializer() {
    ArrayNode urls = JsonNodeFactory.instance.arrayNode();
    if (contracts.all().size() > 1) {
      addUrl(urls, "/openapi.json", "All services");
    }
    for (Contract contract : contracts.all()) {
      String title = contract.document().at("/info/title").asText();
      addUrl(urls, contract.basePath() + "/openapi.json", title);
    }
    addUrl(urls, "/openapi/routes.json", "Your routes");
    boolean key = authenticator.scheme().getType() == SecurityScheme.Type.APIKEY;
    JsonNode scheme = TextNode.valueOf(key ? authenticator.schemeName() : "");
    return PageTemplate.fill(
        "swagger-initializer.js", Map.of("urls", urls.toString(), "scheme", scheme.toString()));
  }

  private static void addUrl(ArrayNode urls, String url, String name) {
    urls.addObject().put("url", url).put("name", name);
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
