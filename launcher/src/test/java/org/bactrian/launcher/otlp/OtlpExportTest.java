package org.bactrian.launcher.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Exports to collectors that speak HTTP, and to those that do not do as they should. */
class OtlpExportTest {

  private final ReceivedTelemetry received = new ReceivedTelemetry();
  private final AtomicInteger requests = new AtomicInteger();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile int answerBytes;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    log.start();
    ((Logger) LoggerFactory.getLogger(CollectorStatus.class)).addAppender(log);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(CollectorStatus.class)).detachAppender(log);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      if (exchange.getRequestURI().getPath().equals("/base/v1/metrics")
          && "Bearer of:all".equals(exchange.getRequestHeaders().getFirst("authorization"))
          && "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"))) {
        received.add(
            ExportMetricsServiceRequest.parseFrom(
                new GZIPInputStream(exchange.getRequestBody()).readAllBytes()));
      }
      byte[] content = new byte[answerBytes];
      exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private OtlpExport export(Map<String, String> environment) {
    return export("http://127.0.0.1:" + server.getAddress().getPort() + "/base/", environment);
  }

  private OtlpExport export(String url, Map<String, String> environment) {
    OtlpExport export =
        new OtlpExport(
            new OtlpEnvironment(environment)
                .settings(URI.create(url), Duration.ofMillis(100), false, "test"));
    export.startMetrics(Set.of(registry));
    return export;
  }

  @Test
  void variablesOfOpenTelemetrySayHowACollectorIsSpokenTo() {
    registry.counter("drops", "room", "wet").increment(3);
    Timer timer = Timer.builder("rain").publishPercentileHistogram().register(registry);
    timer.record(Duration.ofMillis(20));
    timer.record(Duration.ofHours(3));

    try (OtlpExport export =
        export(
            Map.of(
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20of:all,x-tenant=7",
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
                "OTEL_SERVICE_NAME", "roof",
                "OTEL_RESOURCE_ATTRIBUTES", "site=a%2Cb,service.name=other"))) {
      await().untilAsserted(() -> assertThat(received.values("drops", "room", "wet")).isNotEmpty());
      export.stopMetrics();
    }

    assertThat(received.resource())
        .containsEntry("service.name", "roof")
        .containsEntry("site", "a,b");
    assertThat(received.values("drops", "room", "wet"))
        .allMatch(point -> point.getAsDouble() == 3 && point.getStartTimeUnixNano() > 0);
    assertThat(received.histograms("rain"))
        .allMatch(
            point ->
                point.getCount() == 2
                    && point.getBucketCountsList().stream().mapToLong(count -> count).sum() == 2
                    && point.getBucketCountsCount() == point.getExplicitBoundsCount() + 1
                    && point.getSum() > 10_000);
    assertThat(received.metrics("rain")).extracting(Metric::getUnit).containsOnly("s");
    assertThat(log.list).isEmpty();
  }

  @Test
  void manyValuesAreSplitIntoRequestsThatACollectorTakes() {
    for (int i = 0; i < MetricRequests.MAX_VALUES + 500; i++) {
      Gauge.builder("many", () -> 1).tag("number", Integer.toString(i)).register(registry);
    }

    List<ExportMetricsServiceRequest> split =
        MetricRequests.of(
            registry.getMeters(),
            io.opentelemetry.sdk.resources.Resource.getDefault(),
            java.time.Instant.EPOCH,
            java.time.Instant.now());

    assertThat(split)
        .extracting(
            request ->
                request
                    .getResourceMetrics(0)
                    .getScopeMetrics(0)
                    .getMetrics(0)
                    .getGauge()
                    .getDataPointsCount())
        .containsExactly(MetricRequests.MAX_VALUES, 500);
    assertThat(split).allMatch(request -> request.getSerializedSize() < 4 << 20);
  }

  @Test
  void aCollectorThatRefusesIsNamedOnceWithoutItsSecrets() {
    registry.counter("drops").increment();
    status = 401;

    try (OtlpExport export =
        export(
            Map.of(
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_HEADERS", "authorization=secret"))) {
      await().untilAtomic(requests, org.hamcrest.Matchers.greaterThan(3));
      assertThat(log.list).hasSize(1);
      assertThat(log.list.get(0).getFormattedMessage())
          .contains("takes no metrics", "HTTP status 401")
          .doesNotContain("secret");

      status = 200;
      await().untilAsserted(() -> assertThat(log.list).hasSize(2));
      assertThat(log.list.get(1).getFormattedMessage()).contains("takes metrics again");
      export.stopMetrics();
    }
  }

  @Test
  void onlyACollectorOfATrustedAuthorityGetsAnything(@TempDir Path folder) throws Exception {
    registry.counter("drops").increment();
    TestAuthority authority = TestAuthority.root("Collectors");
    HttpsServer secure = secure(authority.issue("collector", "urn:collector"));
    String url = "https://localhost:" + secure.getAddress().getPort() + "/base/";
    try {
      try (OtlpExport export = export(url, trusting(folder, authority.impostor()))) {
        await().untilAsserted(() -> assertThat(log.list).hasSize(1));
        export.stopMetrics();
      }
      assertThat(log.list.get(0).getFormattedMessage()).contains("takes no metrics");
      assertThat(requests).hasValue(0);

      try (OtlpExport export = export(url, trusting(folder, authority))) {
        await().untilAtomic(requests, org.hamcrest.Matchers.greaterThan(0));
        export.stopMetrics();
      }
    } finally {
      secure.stop(0);
    }
  }

  private static Map<String, String> trusting(Path folder, TestAuthority authority)
      throws Exception {
    Path file = Files.createTempFile(folder, "authority", ".pem");
    Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(authority.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    return Map.of(
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "OTEL_EXPORTER_OTLP_CERTIFICATE",
        file.toString());
  }

  private HttpsServer secure(TestAuthority.Issued identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "collector", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    secure.createContext("/", this::answer);
    secure.start();
    return secure;
  }

  @Test
  void anAnswerWithoutEndIsNotRead() {
    registry.counter("drops").increment();
    answerBytes = 1 << 20;

    try (OtlpExport export = export(Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"))) {
      await().untilAsserted(() -> assertThat(log.list).isNotEmpty());
      export.stopMetrics();
    }
    assertThat(log.list.get(0).getFormattedMessage()).contains("its answer is too long");
  }

  @Test
  void aServerThatSpeaksNoGrpcIsNamed() {
    registry.counter("drops").increment();

    try (OtlpExport export = export(Map.of())) {
      await().untilAsserted(() -> assertThat(log.list).isNotEmpty());
      export.stopMetrics();
    }
    assertThat(log.list.get(0).getFormattedMessage()).contains("takes no metrics by grpc");
  }
}
