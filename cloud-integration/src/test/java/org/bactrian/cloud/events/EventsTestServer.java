package org.bactrian.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.SharedAzure;
import org.bactrian.cloud.security.Permission;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.model.telemetry.MonitoredItemMessageBuilder;
import org.bactrian.model.thread.DaemonThreads;

/** Replicas of the events service over one local Azure and one database. */
final class EventsTestServer implements AutoCloseable {

  static final String[] ROUTES = {"errors", "onboarding", "events"};

  private final Path folder;
  private final Map<String, String> properties;
  private final List<CloudReplica> replicas = new ArrayList<>();

  final CloudReplica replica;

  EventsTestServer(Path folder, Map<String, String> properties) throws Exception {
    this.folder = folder;
    this.properties = properties;
    replica = anotherReplica();
  }

  /** Starts another replica, which is closed with the first one. */
  CloudReplica anotherReplica() throws Exception {
    CloudReplica started = new CloudReplica(SharedAzure.get(), folder, properties, ROUTES);
    replicas.add(started);
    return started;
  }

  /** Has a replica publish values, as the route telemetry-live does. */
  static void publish(CloudReplica replica, List<MonitoredItemMessage> values) {
    replica.context().createProducerTemplate().sendBody("direct:telemetry-values", values);
  }

  static MonitoredItemMessage value(String endpointId, Object value) {
    return MonitoredItemMessageBuilder.builder()
        .publisherId("uat0d1e")
        .dataSetWriterId("uat0d1e_500")
        .endpointId(endpointId)
        .nodeId("nsu=http://test;s=Temp")
        .displayName("Temp")
        .value(value)
        .dataType("Double")
        .timestamp(Instant.parse("2024-01-02T03:04:05.678Z"))
        .sourceTimestamp(Instant.parse("2024-01-02T03:04:05.6Z"))
        .serverTimestamp(Instant.parse("2024-01-02T03:04:05.61Z"))
        .sequenceNumber(17L)
        .build();
  }

  /** Has a replica tell of a change of the registry, as the registry does. */
  static void change(CloudReplica replica, String source, String json) {
    replica
        .context()
        .createProducerTemplate()
        .sendBodyAndHeader("direct:registry-event", json, EventReceiver.SOURCE, source);
  }

  static int put(CloudReplica replica, String path, String connectionId) throws Exception {
    return replica
        .send(Permission.WRITE, "PUT", path, RegistryJson.text(connectionId))
        .statusCode();
  }

  /** Lines of a stream of Server-Sent Events. */
  static final class EventLines implements AutoCloseable {

    private final List<String> lines = new ArrayList<>();
    private final List<JsonNode> data = new ArrayList<>();
    private final InputStream stream;
    private final HttpResponse<InputStream> response;
    private volatile boolean ended;

    EventLines(CloudReplica replica, String path) throws Exception {
      response =
          HttpClient.newHttpClient()
              .send(
                  replica.request(Permission.READ, path).build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      stream = response.body();
      DaemonThreads.of("event-lines", this::read).start();
    }

    private void read() {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        reader.lines().forEach(this::take);
      } catch (IOException | UncheckedIOException e) {
        take("broken off");
      }
      ended = true;
    }

    // Parsed once: tests look often while there are thousands.
    private synchronized void take(String line) {
      lines.add(line);
      if (line.startsWith("data: ")) {
        data.add(RegistryJson.read(line.substring(6), JsonNode.class));
      }
    }

    HttpResponse<InputStream> response() {
      return response;
    }

    synchronized List<String> lines() {
      return List.copyOf(lines);
    }

    boolean isEnded() {
      return ended;
    }

    synchronized List<JsonNode> data() {
      return List.copyOf(data);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  @Override
  public void close() {
    replicas.forEach(CloudReplica::close);
  }
}
