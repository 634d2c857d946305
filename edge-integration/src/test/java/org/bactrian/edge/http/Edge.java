package org.bactrian.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.model.method.MethodResult;

/** An edge without IoT Hub, with its packed routes and those of a test, on free ports. */
final class Edge implements AutoCloseable {

  private static final List<String> PACKED = List.of("errors", "discovery", "module", "http");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Path data;
  private final HttpApi api;
  private HttpClient client;

  private Edge(Path folder, String routes, List<String> options) throws Exception {
    data = folder.resolve("edge");
    Path nodes = folder.resolve("nodes.json");
    Files.writeString(nodes, "[]");
    List<String> arguments =
        new ArrayList<>(
            List.of("-t=null", "--pf=" + nodes, "--data=" + data, "--httpserverport=0"));
    arguments.addAll(options);
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(1);
    EdgeConfiguration edge =
        new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options());
    edge.configure(context);
    api = edge.http();
    for (String file : PACKED) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  context, "classpath:routes/edge/" + file + ".camel.yaml"));
    }
    if (!routes.isEmpty()) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("test.camel.yaml", routes));
    }
  }

  /** Runs an edge with {@code routes}, which is YAML, and {@code beans} that they call. */
  static Edge start(Path folder, Map<String, Object> beans, String routes, String... options)
      throws Exception {
    Edge edge = new Edge(folder, routes, List.of(options));
    beans.forEach(edge.context.getRegistry()::bind);
    edge.context.start();
    return edge;
  }

  DefaultCamelContext context() {
    return context;
  }

  HttpApi api() {
    return api;
  }

  Path file(String name) {
    return data.resolve("http").resolve(name);
  }

  String key() throws IOException {
    return Files.readString(file("api-key")).strip();
  }

  int port() {
    return api().port().orElseThrow();
  }

  /**
   * The client that trusts the certificate that the edge has left for clients, and nothing else.
   */
  synchronized HttpClient client() throws IOException, GeneralSecurityException {
    if (client == null) {
      client = HttpClient.newBuilder().sslContext(trust()).build();
    }
    return client;
  }

  /** The certificate that the edge has left for clients. */
  KeyStore trusted() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var stream = Files.newInputStream(file("server.crt"))) {
      trusted.setCertificateEntry(
          "edge", CertificateFactory.getInstance("X.509").generateCertificate(stream));
    }
    return trusted;
  }

  SSLContext trust() throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, factory.getTrustManagers(), null);
    return tls;
  }

  /** A request with the key. */
  HttpRequest.Builder request(String path) throws IOException {
    return anonymous(path).header("Authorization", "ApiKey " + key());
  }

  /** A request without the key. */
  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Sends a request with the key, and a body of JSON unless that is empty. */
  HttpResponse<String> send(String method, String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Calls a direct method. */
  MethodResult call(String method, String payload) {
    return context
        .getRegistry()
        .lookupByNameAndType("moduleMethods", ModuleMethodDispatcher.class)
        .call(context, method, payload.getBytes(UTF_8))
        .join();
  }

  /** Returns the text of packed routes that an edge without a hub does not have. */
  static String packedRoutes(String... names) throws IOException {
    StringBuilder routes = new StringBuilder();
    for (String name : names) {
      try (InputStream file =
          Edge.class.getResourceAsStream("/routes/edge/" + name + ".camel.yaml")) {
        routes.append(new String(file.readAllBytes(), UTF_8)).append('\n');
      }
    }
    return routes.toString();
  }

  @Override
  public void close() {
    context.stop();
  }
}
