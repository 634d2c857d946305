package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.outbox.DeadLetters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.outbox.SegmentLog;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that happen while the edge is down: jobs of the plant that are finished, by number. */
class EventsOverRestartTest {

  private static final Pattern JOB = Pattern.compile("ORDER-(\\d+) is finished");

  @TempDir private Path folder;
  private final Map<String, SortedSet<Integer>> jobs = new ConcurrentHashMap<>();
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void noEventIsMissingThatHappenedWhileTheEdgeWasDown() throws Exception {
    try (Simulator plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withPlantRate(Duration.ofMillis(10)))) {
      publishUntil(plant, 3);
      publishUntil(plant, 3 + last());
      publishUntil(plant, 3 + last());
    }

    assertThat(jobs).hasSize(4);
    jobs.forEach(
        (machine, numbers) ->
            assertThat(numbers.last() - numbers.first() + 1)
                .as("jobs of %s from %d on", machine, numbers.first())
                .isEqualTo(numbers.size()));
  }

  private int last() {
    return jobs.values().stream().mapToInt(SortedSet::last).max().orElseThrow();
  }

  /** Runs an edge until every machine has finished a job of that number. */
  private void publishUntil(Simulator plant, int number) throws Exception {
    List<WriterGroup> groups =
        PublishedNodes.parse(
                Path.of("published_nodes.json"),
                """
                [{"EndpointUrl": "%s", "EndpointSecurityMode": "Sign", "DataSetPublishingInterval": 50,
                  "OpcNodes": [{"Id": "i=2253", "QueueSize": 10000, "EventFilter": {
                    "SelectClauses": [{"BrowsePath": ["Message"]}, {"BrowsePath": ["SourceName"]}]}}]}]
                """
                    .formatted(plant.endpointUrl()),
                PublishingDefaults.strict("edge").withTransport("test"))
            .groups();
    SessionPool sessions =
        new SessionPool(
            OpcUaClientSettings.of(folder.resolve("pki"))
                .withAutoAccept(true)
                .withReconnectDelayMin(Duration.ofMillis(100))
                .withReconnectDelayMax(Duration.ofMillis(500)));
    Outboxes outboxes =
        new Outboxes(
            SegmentLog.open(folder.resolve("outbox"), 64L << 20), DeadLetters.in(folder), true);
    CamelContext context = new DefaultCamelContext();
    context.addComponent(
        "opcua-publisher",
        new PublisherComponent(
            sessions,
            listener -> {
              listener.accept(groups);
              return () -> {};
            },
            outboxes,
            OutboxLimits.DEFAULT));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua-publisher:groups")
                .process(exchange -> receive(exchange.getMessage().getBody(byte[].class)));
          }
        });
    context.start();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                jobs.size() == 4
                    && jobs.values().stream().allMatch(numbers -> numbers.last() >= number));
    context.close();
    outboxes.close();
    sessions.close();
  }

  private void receive(byte[] body) throws Exception {
    for (JsonNode message : json.readTree(body).path("Messages")) {
      Matcher job = JOB.matcher(message.at("/Payload/Message/Value").asText());
      if (job.matches()) {
        jobs.computeIfAbsent(
                message.at("/Payload/SourceName/Value").asText(),
                machine -> new ConcurrentSkipListSet<>())
            .add(Integer.parseInt(job.group(1)));
      }
    }
  }
}
