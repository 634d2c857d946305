package org.bactrian.cloud.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.cloud.TestTokens;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.http.HttpLimits;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.http.TransportSecurity;
import org.bactrian.web.operation.RequestDeadline;

/** The REST server with the contract of the registry and the routes of a test, on a free port. */
final class RestTestServer implements AutoCloseable {

  /** The REST API of the registry without the beans that carry it out. */
  private static final String REGISTRY =
      """
      - rest:
          id: registry
          openApi:
            specification: classpath:openapi/cloud/registry.yaml
            missingOperation: ignore
      """;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final TestTokens tokens;
  private final RestServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private RestTestServer(Path data, HttpLimits limits, List<String> origins) throws Exception {
    this(data, limits, origins, RequestDeadline.USUAL);
  }

  private RestTestServer(
      Path data, HttpLimits limits, List<String> origins, Duration requestTimeout)
      throws Exception {
    LocalTokens local = LocalTokens.in(data);
    tokens = new TestTokens(local);
    server =
        new HttpSettings(
                HttpSettings.LOOPBACK,
                0,
                limits,
                origins,
                TokenVerifier.of(local),
                true,
                new TransportSecurity.Plain())
            .server();
    context.disableJMX();
    context
        .getPropertiesComponent()
        .addInitialProperty("bactrian.request.timeout", Long.toString(requestTimeout.toMillis()));
    server.configure(context);
  }

  /** Listens, but has not started. */
  static RestTestServer closed(Path data) throws Exception {
    return new RestTestServer(data, HttpLimits.DEFAULT, List.of());
  }

  /** Runs {@code routes}, which is YAML. */
  static RestTestServer open(Path data, String... routes) throws Exception {
    return open(new RestTestServer(data, HttpLimits.DEFAULT, List.of()), routes);
  }

  /** The same, with a bean that the routes call. */
  static RestTestServer openWith(Path data, String name, Object bean, String... routes)
      throws Exception {
    RestTestServer server = new RestTestServer(data, HttpLimits.DEFAULT, List.of());
    server.context.getRegistry().bind(name, bean);
    return open(server, routes);
  }

  /** The same, with those limits. */
  static RestTestServer openWith(
      Path data, HttpLimits limits, String name, Object bean, String... routes) throws Exception {
    RestTestServer server = new RestTestServer(data, limits, List.of());
    server.context.getRegistry().bind(name, bean);
    return open(server, routes);
  }

  /** The same, which answers every request in that time. */
  static RestTestServer openWithin(
      Path data, Duration requestTimeout, String name, Object bean, String... routes)
      throws Exception {
    RestTestServer server = new RestTestServer(data, HttpLimits.DEFAULT, List.of(), requestTimeout);
    server.context.getRegistry().bind(name, bean);
    return open(server, routes);
  }

  /** The same, with bodies of at most that size. */
  static RestTestServer openFor(Path data, long maxBodyBytes, String... routes) throws Exception {
    HttpLimits limits = HttpLimits.DEFAULT.withMaxBodyBytes(maxBodyBytes);
    return open(new RestTestServer(data, limits, List.of()), routes);
  }

  /** The same, for pages of other origins. */
  static RestTestServer openTo(Path data, List<String> origins, String... routes) throws Exception {
    return open(new RestTestServer(data, HttpLimits.DEFAULT, origins), routes);
  }

  private static RestTestServer open(RestTestServer server, String... routes) throws Exception {
    server.context.start();
    server.load("classpath:routes/cloud/errors.camel.yaml");
    for (int i = 0; i < routes.length; i++) {
      PluginHelper.getRoutesLoader(server.context)
          .loadRoutes(ResourceHelper.fromString("test" + i + ".yaml", routes[i]));
    }
    PluginHelper.getRoutesLoader(server.context)
        .loadRoutes(ResourceHelper.fromString("rest.yaml", REGISTRY));
    return server;
  }

  private void load(String location) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource(location));
  }

  DefaultCamelContext context() {
    return context;
  }

  /** The route that takes the requests of the registry's contract. */
  String restRouteId() {
    return context.getRoutes().stream()
        .filter(route -> route.getEndpoint().getEndpointUri().startsWith("rest-openapi"))
        .map(Route::getRouteId)
        .findFirst()
        .orElseThrow();
  }

  String token(Permission permission) {
    return tokens.of("ann", permission);
  }

  /** A request with a token that may do that. */
  HttpRequest.Builder request(Permission permission, String path) {
    return request(path).header("Authorization", "Bearer " + token(permission));
  }

  /** A request without a token. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(Permission permission, String path)
      throws IOException, InterruptedException {
    return send(request(permission, path));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> post(Permission permission, String path, String json)
      throws IOException, InterruptedException {
    return send(posted(permission, path, json));
  }

  CompletableFuture<HttpResponse<String>> postAsync(
      Permission permission, String path, String json) {
    return http.sendAsync(
        posted(permission, path, json).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder posted(Permission permission, String path, String json) {
    return request(permission, path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  @Override
  public void close() {
    context.stop();
  }
}
