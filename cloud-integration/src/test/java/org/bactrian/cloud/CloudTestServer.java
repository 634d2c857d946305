package org.bactrian.cloud;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.iothub.link.ConnectionString;

/** The REST API of services on a free port, over a local hub. */
public final class CloudTestServer implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final TestTokens tokens;
  private final CloudConfiguration configuration;
  private final Path folder;

  public final TestCloud cloud;

  /**
   * Starts a server.
   *
   * @param cloud whose hub it is over, and which it closes
   * @param folder of tokens and database
   * @param properties properties of the role
   * @param services services whose routes are loaded
   */
  public CloudTestServer(
      TestCloud cloud, Path folder, Map<String, String> properties, List<String> services)
      throws Exception {
    this.folder = folder;
    this.cloud = cloud;
    LocalTokens local = LocalTokens.in(folder);
    tokens = new TestTokens(local);
    configuration =
        new CloudConfiguration(
            new CloudOptions(
                HttpSettings.of(0, TokenVerifier.of(local)),
                new CloudOptions.Hub(
                    ConnectionString.parse(cloud.azure().hub().serviceConnectionString()),
                    "localhost:" + cloud.azure().hub().restPort(),
                    cloud.azure().caFile().toString()),
                cloud.azure().serviceBus().connectionString(),
                "",
                TestKeyVault.of(cloud.azure()),
                DatabaseSettings.in(folder.resolve("server"))));
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(1);
    properties.forEach(context.getPropertiesComponent()::addInitialProperty);
    configuration.configure(context);
    context.start();
    List<String> files = new ArrayList<>(List.of("errors"));
    files.addAll(services);
    for (String file : files) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              PluginHelper.getResourceLoader(context)
                  .resolveResource("classpath:routes/cloud/" + file + ".camel.yaml"));
    }
  }

  /** Sends a request of somebody who may do everything; without a body when that is empty. */
  public HttpResponse<String> send(String method, String path, String json) throws Exception {
    return send(Permission.ADMINISTER, method, path, json);
  }

  /** Sends a request of somebody who has one permission. */
  public HttpResponse<String> send(Permission permission, String method, String path, String json)
      throws Exception {
    return sendAs("ann", permission, method, path, json);
  }

  /** Sends a request of a caller who has one permission. */
  public HttpResponse<String> sendAs(
      String caller, Permission permission, String method, String path, String json)
      throws Exception {
    HttpRequest.Builder request = requestAs(caller, permission, path);
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A request of a caller who has one permission. */
  public HttpRequest.Builder requestAs(String caller, Permission permission, String path) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + tokens.of(caller, permission));
  }

  /** The context of the routes. */
  public CamelContext context() {
    return context;
  }

  /** The one text that a query of the server's database finds. */
  public String query(String sql) {
    try (Database database = Database.open(DatabaseSettings.in(folder.resolve("server")))) {
      return database.read(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
  }

  /** Changes the server's database by a statement. */
  public void change(String sql) {
    try (Database database = Database.open(DatabaseSettings.in(folder.resolve("server")))) {
      database.transaction(handle -> handle.execute(sql));
    }
  }

  /** URL of the REST API. */
  public String url() {
    return "http://127.0.0.1:" + configuration.port();
  }

  @Override
  public void close() {
    context.stop();
    cloud.close();
  }
}
