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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.security.Permission;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.model.telemetry.MonitoredItemMessageBuilder;
import org.bactrian.model.thread.DaemonThreads;

/** Two replicas of the events service over one local Azure. */
final class EventsTestServer implements AutoCloseable {

  static final String[] ROUTES = {"errors", "onboarding", "events"};

  private final LocalAzure azure;

  final CloudReplica replica;
  final CloudReplica other;

  EventsTestServer(Path folder, Map<String, String> properties) throws Exception {
    azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
    replica = new CloudReplica(azure, folder, properties, ROUTES);
    other = new CloudReplica(azure, folder, properties, ROUTES);
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

    private final List<String> lines = new CopyOnWriteArrayList<>();
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
        reader.lines().forEach(lines::add);
      } catch (IOException | UncheckedIOException e) {
        lines.add("broken off");
      }
      ended = true;
    }

    HttpResponse<InputStream> response() {
      return response;
    }

    List<String> lines() {
      return lines;
    }

    boolean isEnded() {
      return ended;
    }

    List<JsonNode> data() {
      return lines.stream()
          .filter(line -> line.startsWith("data: "))
          .map(line -> RegistryJson.read(line.substring(6), JsonNode.class))
          .toList();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  @Override
  public void close() {
    replica.close();
    other.close();
    azure.close();
  }
}
