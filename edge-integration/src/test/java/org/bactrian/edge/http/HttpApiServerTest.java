package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.module.EdgeTwin;
import org.bactrian.edge.options.HttpOptions;
import org.bactrian.iothub.module.TwinChange;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.web.http.HttpLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpApiServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BROWSE =
      "{\"connection\": {\"endpoint\": {\"url\": \"opc.tcp://h:1\"}}, \"request\": {}}";
  private static final String STREAM =
      """
      - route:
          id: BrowseStream
          from:
            uri: direct:BrowseStream
            steps:
              - bean: {ref: stream, method: browse}
      """;

  @TempDir private Path folder;

  /** Hands out what a test puts in, and waits for it. */
  public static final class Stream implements Iterator<Map<String, String>>, AutoCloseable {

    private final BlockingQueue<String> found = new ArrayBlockingQueue<>(10);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String next = "";

    public Iterator<Map<String, String>> browse() {
      return this;
    }

    @Override
    public boolean hasNext() {
      if (next.isEmpty()) {
        try {
          next = found.poll(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      if (next.equals("fault")) {
        throw new OperationException(FaultKind.COMMUNICATION, "The server is gone.");
      }
      return !next.equals("end");
    }

    @Override
    public Map<String, String> next() {
      Map<String, String> chunk = Map.of("sourceId", next);
      next = "";
      return chunk;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void keyAndCertificateAreMadeForTheOwnerOnlyAndKept() throws Exception {
    String key;
    byte[] certificate;
    try (Edge edge = Edge.start(folder, Map.of(), "")) {
      key = edge.key();
      certificate = Files.readAllBytes(edge.file("server.crt"));

      assertThat(Base64.getDecoder().decode(key)).hasSize(32);
      for (String secret : List.of("api-key", "server.pem")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(edge.file(secret))))
            .isEqualTo("rw-------");
      }
    }
    try (Edge again = Edge.start(folder, Map.of(), "")) {
      assertThat(again.key()).isEqualTo(key);
      assertThat(Files.readAllBytes(again.file("server.crt"))).isEqualTo(certificate);
      assertThat(again.get("/v2/reset").statusCode()).isEqualTo(501);
    }
  }

  @Test
  void aCallerWhoSendsTooManyRequestsIsToldToAskLater() throws Exception {
    try (Edge edge = Edge.start(folder, Map.of(), "", "--http-max-requests-per-caller=1")) {
      HttpResponse<String> answer = edge.get("/v2/reset");
      for (int more = 0; more < 50 && answer.statusCode() == 501; more++) {
        answer = edge.get("/v2/reset");
      }

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }

  @Test
  void aKeyOfTheUserTakesThePlaceOfAnotherAndIsWrittenNowhere() throws Exception {
    try (Edge edge = Edge.start(folder, Map.of(), "", "--api-key=open sesame")) {
      HttpRequest.Builder request =
          edge.anonymous("/v2/reset").header("Authorization", "ApiKey open sesame");

      assertThat(edge.send(request).statusCode()).isEqualTo(501);
      assertThat(edge.file("api-key")).doesNotExist();
    }
  }

  @Test
  void anotherCertificateIsMadeWhereTheUserWantsOneAtEachStart() throws Exception {
    byte[] first;
    try (Edge edge = Edge.start(folder, Map.of(), "")) {
      first = Files.readAllBytes(edge.file("server.crt"));
    }
    try (Edge edge = Edge.start(folder, Map.of(), "", "--renewtlscert")) {
      assertThat(Files.readAllBytes(edge.file("server.crt"))).isNotEqualTo(first);
      assertThat(edge.send(edge.anonymous("/healthz")).body()).isEqualTo("Healthy");
    }
  }

  @Test
  void aCertificateThatIsRenewedIsShownWithoutARestart() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    HttpOptions options =
        new HttpOptions(
            true,
            "127.0.0.1",
            0,
            -1,
            "",
            false,
            true,
            HttpLimits.DEFAULT,
            Path.of(""),
            false,
            List.of());
    HttpApi api = HttpApi.of(options, folder, List.of(), now::get, new ByteBudget(1_000_000));
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.disableJMX();
      api.open(context);
      context.start();
      HttpOperations operations =
          context.getRegistry().lookupByNameAndType(HttpApi.OPERATIONS, HttpOperations.class);
      String first = shown(api);
      operations.renew();
      assertThat(shown(api)).isEqualTo(first);

      now.set(now.get().plus(Duration.ofDays(340)));
      operations.renew();

      assertThat(shown(api)).isNotEqualTo(first).isEqualTo(operations.certificate().asText());
    }
  }

  /** The certificate that a new connection meets, PEM. */
  private static String shown(HttpApi api) throws Exception {
    SSLContext anything = SSLContext.getInstance("TLS");
    anything.init(null, new TrustManager[] {new TrustsAnything()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            anything.getSocketFactory().createSocket("127.0.0.1", api.port().orElseThrow())) {
      socket.startHandshake();
      byte[] der = socket.getSession().getPeerCertificates()[0].getEncoded();
      String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }
  }

  private static final class TrustsAnything extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void aDamagedCertificateIsKeptAndAnotherIsMadeAndServes() throws Exception {
    Edge.start(folder, Map.of(), "").close();
    Path file = folder.resolve("edge/http/server.pem");
    Files.writeString(file, "nonsense");

    try (Edge edge = Edge.start(folder, Map.of(), "")) {
      assertThat(edge.send(edge.anonymous("/healthz")).body()).isEqualTo("Healthy");
      assertThat(file.resolveSibling("server.pem.damaged")).hasContent("nonsense");
    }
  }

  @Test
  void whereThereIsNoHttpApiNothingListensAndTheTwinSaysSo() throws Exception {
    try (Edge edge = Edge.start(folder, Map.of(), "", "--disable-http")) {
      EdgeTwin twin = edge.context().getRegistry().lookupByNameAndType("edgeTwin", EdgeTwin.class);
      String before =
          """
          {"desired": {}, "reported": {"__port__": 9072, "__apikey__": "k", "__version__": "0"}}
          """;

      JsonNode reported = JSON.readTree(twin.apply(before, TwinChange.FULL));

      assertThat(edge.api().port()).isEmpty();
      assertThat(reported.has("__apikey__")).isTrue();
      assertThat(reported.path("__apikey__").isNull()).isTrue();
      assertThat(reported.path("__port__").isNull()).isTrue();
      assertThat(reported.has("__certificate__")).isFalse();
      assertThat(edge.context().getRoute("GetApiKey")).isNull();
      assertThat(edge.file("api-key")).doesNotExist();
    }
  }

  @Test
  void whoAsksForItIsServedWithoutTlsTooAndNeedsTheKeyAllTheSame() throws Exception {
    try (Edge edge = Edge.start(folder, Map.of(), "", "--unsecurehttp=0")) {
      String url = "http://127.0.0.1:" + edge.api().plainPort().orElseThrow();
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/v2/reset"));

      assertThat(client.send(request.build(), text()).statusCode()).isEqualTo(401);
      request.header("Authorization", "ApiKey " + edge.key());
      assertThat(client.send(request.build(), text()).statusCode()).isEqualTo(501);
    }
  }

  @Test
  void documentsAreForNobodyWhereTheUserWantsThat() throws Exception {
    try (Edge edge = Edge.start(folder, Map.of(), "", "--disableopenapi")) {
      assertThat(edge.send(edge.anonymous("/openapi.json")).statusCode()).isEqualTo(401);
      assertThat(edge.get("/openapi.json").statusCode()).isEqualTo(404);
      assertThat(edge.send(edge.anonymous("/healthz")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheOptionThatSetsAnother() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = "--httpserverport=" + taken.getLocalPort();

      assertThatIllegalStateException()
          .isThrownBy(() -> Edge.start(folder, Map.of(), "", port))
          .withMessageContaining("Port " + taken.getLocalPort())
          .withMessageContaining("--httpserverport");
    }
  }

  @Test
  void whatComesOneByOneIsAnsweredOneByOne() throws Exception {
    Stream stream = new Stream();
    try (Edge edge = Edge.start(folder, Map.of("stream", stream), STREAM)) {
      stream.found.add("i=1");
      HttpResponse<InputStream> answer = edge.client().send(browse(edge), bytes());

      assertThat(answer.statusCode()).isEqualTo(200);
      try (InputStream body = answer.body()) {
        assertThat(new String(body.readNBytes(19), StandardCharsets.UTF_8))
            .isEqualTo("[{\"sourceId\":\"i=1\"}");
        stream.found.addAll(List.of("i=2", "end"));
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(",{\"sourceId\":\"i=2\"}]");
      }
      await().untilTrue(stream.closed);
    }
  }

  @Test
  void aStreamThatFailsAtOnceIsAProblemAndOneThatFailsLaterIsCutOff() throws Exception {
    Stream stream = new Stream();
    try (Edge edge = Edge.start(folder, Map.of("stream", stream), STREAM)) {
      stream.found.add("fault");
      assertThat(edge.client().send(browse(edge), text()).statusCode()).isEqualTo(502);

      stream.next = "";
      stream.found.addAll(List.of("i=1", "fault"));
      assertThatThrownBy(() -> edge.client().send(browse(edge), text()))
          .isInstanceOf(IOException.class);
    }
  }

  private static HttpRequest browse(Edge edge) throws IOException {
    return edge.request("/v2/browse")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(BROWSE))
        .build();
  }

  private static HttpResponse.BodyHandler<String> text() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private static HttpResponse.BodyHandler<InputStream> bytes() {
    return HttpResponse.BodyHandlers.ofInputStream();
  }
}
