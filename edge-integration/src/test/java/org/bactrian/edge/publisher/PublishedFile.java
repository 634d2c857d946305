package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionStatistics;

/** Publisher of published nodes files, and what it sends. */
final class PublishedFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EditableGroups groups = new EditableGroups();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final SessionPool sessions;
  private final Outboxes outboxes;
  private final CamelContext context = new DefaultCamelContext();
  private final PublisherComponent component;

  /**
   * Message on its way.
   *
   * @param headers headers of the exchange
   * @param body the bytes, as text
   */
  record Sent(Map<String, Object> headers, String body) {

    /** Its body, or the elements where that is an array. */
    Stream<JsonNode> elements() {
      try {
        JsonNode all = JSON.readTree(body);
        return all.isArray() ? Stream.of(all).flatMap(PublishedFile::stream) : Stream.of(all);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }
  }

  PublishedFile(Path folder) throws Exception {
    this(
        folder,
        OpcUaClientSettings.of(folder.resolve("pki"))
            .withReconnectDelayMin(Duration.ofMillis(50))
            .withReconnectDelayMax(Duration.ofMillis(200)));
  }

  PublishedFile(Path folder, OpcUaClientSettings client) throws Exception {
    sessions = new SessionPool(client);
    outboxes = Outboxes.inMemory(folder);
    component = new PublisherComponent(sessions, groups, outboxes, OutboxLimits.DEFAULT);
    context.addComponent("opcua-publisher", component);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua-publisher:groups")
                .process(
                    exchange ->
                        sent.add(
                            new Sent(
                                exchange.getMessage().getHeaders(),
                                new String(
                                    exchange.getMessage().getBody(byte[].class),
                                    StandardCharsets.UTF_8))));
          }
        });
    context.start();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** Publishes this text of a file, and nothing else; single quotation marks will do. */
  void publish(PublishingDefaults defaults, String text) {
    PublishedNodes read =
        PublishedNodes.parse(Path.of("published_nodes.json"), text.replace('\'', '"'), defaults);
    assertThat(read.faults()).isEmpty();
    groups.become(read.groups().toArray(WriterGroup[]::new));
  }

  /** Connections of all open sessions. */
  List<ConnectionSettings> connections() {
    return sessions.statistics().stream().map(SessionStatistics::settings).toList();
  }

  /** Binds a bean that routes and components may look up. */
  void bind(String name, Object bean) {
    context.getRegistry().bind(name, bean);
  }

  PublisherComponent component() {
    return component;
  }

  /** All messages so far. */
  List<Sent> sent() {
    return sent;
  }

  /** Elements of all bodies so far. */
  List<JsonNode> elements() {
    return sent.stream().flatMap(Sent::elements).toList();
  }

  /** DataSetMessages of all NetworkMessages so far. */
  List<JsonNode> messages() {
    return elements().stream().flatMap(one -> stream(one.path("Messages"))).toList();
  }

  void close() throws Exception {
    context.close();
    outboxes.close();
    sessions.close();
  }
}
