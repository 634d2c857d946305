package org.bactrian.launcher.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.edge.publisher.metrics.GroupFigures;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.launcher.role.PublishingEdge;
import org.bactrian.launcher.role.Role;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and traces that an edge exports while it publishes. */
class EdgeExportTest {

  @TempDir private static Path folder;
  private static Simulator plant;

  @BeforeAll
  static void start() throws IOException {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
  }

  @AfterAll
  static void stop() throws IOException {
    plant.close();
  }

  private static Role publish(String name, String... more) throws IOException {
    String nodes =
        """
        [{"EndpointUrl": "%s", "DataSetWriterGroup": "press", "DataSetWriterId": "w1",
          "OpcNodes": [{"Id": "i=2258"}]}]
        """
            .formatted(plant.endpointUrl());
    return PublishingEdge.start(folder, name, nodes, List.of("--disable-http", "-t=Null"), more);
  }

  @Test
  @Exercises(
      options = {"OtlpCollectorEndpoint", "EnableOtelTraces", "OtlpExportIntervalMilliseconds"})
  void metricsAndTracesOfAnEdgeReachItsCollector() throws Exception {
    try (GrpcCollector collector = GrpcCollector.start()) {
      ReceivedTelemetry received = collector.received();
      try (Role edge = publish("a", "--oc=" + collector.url(), "--eot", "--oxi=100")) {
        await()
            .untilAsserted(
                () -> {
                  assertThat(
                          received.values(
                              "iiot_edge_publisher_messages", "writerGroupName", "press"))
                      .extracting(NumberDataPoint::getAsDouble)
                      .anyMatch(messages -> messages >= 1);
                  assertThat(received.histograms("iiot_edge_publisher_messages_duration"))
                      .anyMatch(point -> point.getCount() > 0);
                });
        assertThat(page(edge).statusCode()).isEqualTo(404);
        await().untilAsserted(() -> assertSpansOfMessages(received.spans()));
      }

      assertThat(received.resource())
          .containsEntry("service.name", "bactrian-edge")
          .containsKey("service.instance.id");
      assertThat(received.metrics("bactrian.publisher.values"))
          .allMatch(metric -> metric.getSum().getIsMonotonic());
      assertThat(received.metrics("jvm.memory.used"))
          .isNotEmpty()
          .allMatch(metric -> metric.getUnit().equals("By"));
      assertThat(received.histograms("iiot_edge_publisher_messages_duration"))
          .allMatch(point -> sum(point) == point.getCount());
    }
  }

  /** Each message has a trace, from the publisher to its transport. */
  private static void assertSpansOfMessages(List<Span> spans) {
    List<Span> messages =
        spans.stream().filter(span -> uri(span).startsWith("opcua-publisher:")).toList();
    Set<ByteString> ids = messages.stream().map(Span::getSpanId).collect(Collectors.toSet());

    assertThat(messages)
        .isNotEmpty()
        .allMatch(span -> span.getParentSpanId().isEmpty() && span.getName().equals("publish"))
        .allMatch(
            span ->
                ReceivedTelemetry.attributes(span.getAttributesList())
                    .getOrDefault(PublisherSpanDecorator.WRITER_GROUP, "")
                    .equals("press"));
    assertThat(spans)
        .filteredOn(span -> uri(span).startsWith("kamelet:"))
        .anyMatch(span -> ids.contains(span.getParentSpanId()));
    assertThat(spans).noneMatch(span -> uri(span).startsWith("kamelet:source"));
    assertThat(spans).allMatch(span -> span.getEndTimeUnixNano() >= span.getStartTimeUnixNano());
  }

  private static String uri(Span span) {
    return ReceivedTelemetry.attributes(span.getAttributesList())
        .getOrDefault("camel.uri", "")
        .replace("://", ":");
  }

  @Test
  void anEdgePublishesAndStopsWhateverItsCollectorDoes() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Role edge = publish("b", "--oc=http://127.0.0.1:" + port, "--eot", "--oxi=100")) {
      PublisherComponent publisher =
          edge.context().getComponent("opcua-publisher", PublisherComponent.class);

      await()
          .untilAsserted(
              () ->
                  assertThat(publisher.figures().groups())
                      .extracting(EdgeExportTest::sent)
                      .anyMatch(sent -> sent > 1));
      // A collector that comes later gets what is measured from then on.
      try (GrpcCollector late = GrpcCollector.start(port)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(late.received().metrics("bactrian.publisher.values")).isNotEmpty());
      }
    }
  }

  @Test
  void anEdgeWithoutACollectorHasNoTracer() throws Exception {
    try (Role edge = publish("c")) {
      assertThat(edge.context().getRegistry().findByType(io.opentelemetry.api.trace.Tracer.class))
          .isEmpty();
      assertThat(page(edge).body()).contains("iiot_edge_publisher_client_count");
    }
  }

  private static long sent(GroupFigures group) {
    return group.count(StreamCounter.ACKNOWLEDGED);
  }

  private static long sum(HistogramDataPoint point) {
    return point.getBucketCountsList().stream().mapToLong(Long::longValue).sum();
  }

  private static HttpResponse<String> page(Role role) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + role.managementPort() + "/observe/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
