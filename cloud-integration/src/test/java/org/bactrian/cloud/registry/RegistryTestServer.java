package org.bactrian.cloud.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.CloudConfiguration;
import org.bactrian.cloud.CloudOptions;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.iothub.link.ConnectionString;

/** The REST API of the registry on a free port, over a local hub. */
final class RegistryTestServer implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final LocalTokens tokens;
  private final CloudConfiguration configuration;

  final TestCloud cloud;

  RegistryTestServer(Path folder) throws Exception {
    cloud = TestCloud.in(folder);
    tokens = LocalTokens.in(folder);
    configuration =
        new CloudConfiguration(
            new CloudOptions(
                HttpSettings.of(0, TokenVerifier.of(tokens)),
                new CloudOptions.Hub(
                    ConnectionString.parse(cloud.azure().hub().serviceConnectionString()),
                    "localhost:" + cloud.azure().hub().restPort(),
                    cloud.azure().caFile().toString()),
                cloud.azure().serviceBus().connectionString(),
                DatabaseSettings.in(folder.resolve("server"))));
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(1);
    configuration.configure(context);
    context.start();
    for (String file : List.of("errors", "registry")) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              PluginHelper.getResourceLoader(context)
                  .resolveResource("classpath:routes/cloud/" + file + ".camel.yaml"));
    }
  }

  /** Sends a request of somebody who may do everything; without a body when that is empty. */
  HttpResponse<String> send(String method, String path, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + configuration.port() + "/registry/v2" + path))
            .timeout(Duration.ofSeconds(60))
            .header(
                "Authorization",
                "Bearer " + tokens.issue("ann", Permission.ADMINISTER, Duration.ofMinutes(5)));
    if (json.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.stop();
    cloud.close();
  }
}
