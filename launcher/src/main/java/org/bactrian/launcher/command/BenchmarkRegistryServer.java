package org.bactrian.launcher.command;

import java.net.URI;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.cloud.http.HttpSettings;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.TokenVerifier;
import org.bactrian.web.http.HttpLimits;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.http.TransportSecurity;

/** HTTP server of the registry with routes that answer at once, to measure the server alone. */
final class BenchmarkRegistryServer implements AutoCloseable {

  private static final String ANSWER =
      """
      {"items":[{"applicationId":"uas1","applicationType":"Server","applicationUri":"urn:press"}]}\
      """;

  private static final String REGISTRY =
      """
      - rest:
          id: registry
          openApi:
            specification: classpath:openapi/cloud/registry.yaml
            missingOperation: ignore
      """;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RestServer server;

  private BenchmarkRegistryServer(RestServer server) {
    this.server = server;
  }

  /**
   * Starts the server on a free port of loopback.
   *
   * @param validation whether requests are held to their contract
   */
  static BenchmarkRegistryServer open(LocalTokens tokens, boolean validation) throws Exception {
    HttpSettings settings =
        new HttpSettings(
            HttpSettings.LOOPBACK,
            0,
            HttpLimits.DEFAULT.withMaxRequestsPerCaller(Integer.MAX_VALUE),
            List.of(),
            TokenVerifier.of(tokens),
            validation,
            new TransportSecurity.Plain());
    BenchmarkRegistryServer registry = new BenchmarkRegistryServer(settings.server());
    registry.start();
    return registry;
  }

  private void start() throws Exception {
    context.disableJMX();
    server.configure(context);
    context.start();
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:GetListOfApplications").setBody(constant(ANSWER));
            from("direct:QueryApplications").setBody(constant(ANSWER));
          }
        });
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.fromString("registry.camel.yaml", REGISTRY));
  }

  URI url() {
    return URI.create("http://" + HttpSettings.LOOPBACK + ":" + server.port());
  }

  @Override
  public void close() {
    context.stop();
  }
}
