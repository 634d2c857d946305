package org.bactrian.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.bactrian.edge.options.HttpOptions;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.web.http.ClientCertificateTrust;
import org.bactrian.web.http.RequestAuthenticator;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.http.RestServerSettings;
import org.bactrian.web.http.RestServerSettingsBuilder;
import org.bactrian.web.http.TransportSecurity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edge's HTTP API: starts the HTTP server for the REST routes of a context, and reports its
 * address, API key and certificate in the module's twin.
 */
final class HttpApiServer implements HttpApi {

  /** Folder of key and certificate in the data folder. */
  static final String FOLDER = "http";

  /** Properties that the twin reports. */
  static final List<String> PROPERTIES =
      List.of("__scheme__", "__hostname__", "__ip__", "__port__", "__apikey__", "__certificate__");

  private static final Logger LOG = LoggerFactory.getLogger(HttpApiServer.class);

  private final HttpAddress address;
  private final ApiKey key;
  private final HttpServerCertificate certificate;
  private final RestServer server;
  private final @Nullable ClientCertificateTrust clients;

  private HttpApiServer(
      HttpOptions options,
      HttpAddress address,
      ApiKey key,
      HttpServerCertificate certificate,
      @Nullable ClientCertificateTrust clients,
      ByteBudget budget) {
    this.address = address;
    this.key = key;
    this.certificate = certificate;
    this.clients = clients;
    this.server =
        new RestServer(
            RestServerSettingsBuilder.builder()
                .host(options.host())
                .port(options.port())
                .portOption("--httpserverport")
                .limits(options.limits())
                .origins(options.origins())
                .validation(true)
                .requestTimeout(Duration.ZERO)
                .documents(
                    new RestServerSettings.Documents(
                        CONTRACTS,
                        "Bactrian Edge",
                        "Operations on the OPC UA servers that this edge reaches, and on the edge.",
                        options.documents()))
                .protection(
                    new TransportSecurity.Tls(certificate.identity(), options.plainPort(), clients))
                .build(),
            check(options, key, clients),
            budget);
  }

  private static RequestAuthenticator check(
      HttpOptions options, ApiKey key, @Nullable ClientCertificateTrust clients) {
    ApiKeyCheck byKey = new ApiKeyCheck(key);
    return clients == null
        ? byKey
        : new ClientCertificateCheck(byKey, clients, options.requireClientCertificate());
  }

  static HttpApiServer of(
      HttpOptions options, Path data, List<String> names, InstantSource clock, ByteBudget budget) {
    Path folder = data.resolve(FOLDER);
    HttpAddress address = HttpAddress.of(options.host());
    try {
      ApiKey key = options.apiKey().isEmpty() ? ApiKey.in(folder) : ApiKey.of(options.apiKey());
      HttpServerCertificate certificate =
          HttpServerCertificate.in(folder, address.names(names), clock);
      if (options.renewCertificate()) {
        certificate.renew();
      }
      if (options.plainPort() >= 0) {
        LOG.warn("The HTTP API is served without TLS, too, which shows its key to the network");
      }
      Optional<Path> authorities = options.clientAuthorities();
      ClientCertificateTrust clients =
          authorities.isEmpty() ? null : ClientCertificateTrust.of(authorities.get(), clock);
      return new HttpApiServer(options, address, key, certificate, clients, budget);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The HTTP API has no key or certificate: " + e.getMessage(), e);
    }
  }

  @Override
  public void open(CamelContext context) {
    enabled(context, true);
    context.getRegistry().bind(BEAN, this);
    context.getRegistry().bind(OPERATIONS, new HttpOperations(key, certificate::pem, this::renew));
    HealthCheckRegistry health = HealthCheckRegistry.get(context);
    if (clients != null && health != null) {
      health.register(new ClientCertificatesHealthCheck(clients));
    }
    try {
      server.configure(context);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP API cannot be opened", e);
    }
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.of(server.port());
  }

  @Override
  public OptionalInt plainPort() {
    return server.plainPort();
  }

  @Override
  public long certificatesMade() {
    return certificate.renewals();
  }

  private void renew() throws IOException {
    if (certificate.renewWhenDue()) {
      server.replaceIdentity(certificate.identity());
    }
  }

  /** Sets the property by which routes learn that the HTTP API is enabled or disabled. */
  static void enabled(CamelContext context, boolean enabled) {
    context
        .getPropertiesComponent()
        .addOverrideProperty("bactrian.http.enabled", Boolean.toString(enabled));
  }

  @Override
  public ObjectNode apply(JsonNode desired) {
    try {
      ObjectNode reported = JsonNodeFactory.instance.objectNode();
      reported.put("__scheme__", "https");
      reported.put("__hostname__", address.hostName());
      reported.put("__ip__", String.join(", ", address.addresses()));
      reported.put("__port__", server.port());
      reported.put("__apikey__", key.text());
      reported.put("__certificate__", certificate.identity().certificate().getEncoded());
      return reported;
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that is in use can be written", e);
    }
  }
}
