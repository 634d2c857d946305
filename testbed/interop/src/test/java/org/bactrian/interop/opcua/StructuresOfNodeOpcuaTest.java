package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.publisher.PublisherComponent;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishedNodes;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Structures of a server's own types that never change, in several writer groups that start at the
 * same time and know none of the types.
 */
@NeedsNodeJs
class StructuresOfNodeOpcuaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NODES =
      List.of("recipe", "optboth", "optnone", "uninum", "unitxt", "arrstep", "nulltext");

  private static final String RECIPE =
      """
      {"Id":7,"Name":"cake","Start":"2026-01-02T03:04:05Z","Empty":"","Mode":%s,
       "Steps":[{"Temp":80.5,"Count":1},{"Temp":20,"Count":2}],"Raw":"YWJj","Ok":true}\
      """;

  private static final Map<String, String> PLAIN =
      Map.of(
          "recipe", RECIPE.formatted("\"Auto_5\""),
          "optboth", "{\"A\":1,\"B\":\"x\",\"C\":1.5}",
          "optnone", "{\"A\":1}",
          "uninum", "2.5",
          "unitxt", "\"hello\"",
          "arrstep", "[{\"Temp\":80.5,\"Count\":1},{\"Temp\":20,\"Count\":2}]",
          "nulltext", "null");

  private static final Map<String, String> REVERSIBLE =
      Map.of(
          "recipe", RECIPE.formatted("5"),
          "optboth", "{\"EncodingMask\":3,\"A\":1,\"B\":\"x\",\"C\":1.5}",
          "optnone", "{\"A\":1}",
          "uninum", "{\"SwitchField\":1,\"Num\":2.5}",
          "unitxt", "{\"SwitchField\":2,\"Txt\":\"hello\"}",
          "nulltext", "null");

  @TempDir static Path folder;
  private static NodeOpcuaServer server;

  @BeforeAll
  static void start() throws IOException {
    server = NodeOpcuaServer.withStructures(folder.resolve("server"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @RepeatedTest(3)
  void everyGroupSendsTheDecodedObjectsInItsFirstMessage() throws Exception {
    Map<String, JsonNode> payloads = firstPayloads("PubSub");

    assertThat(payloads).containsOnlyKeys("Json", "JsonReversible");
    for (String node : NODES) {
      assertThat(payloads.get("Json").at("/" + node + "/Value"))
          .as(node)
          .isEqualTo(JSON.readTree(PLAIN.get(node)));
    }
    for (String node : REVERSIBLE.keySet()) {
      JsonNode body = payloads.get("JsonReversible").at("/" + node + "/Value/Body");
      assertThat(node.equals("nulltext") ? body : body.get("Body"))
          .as(node)
          .isEqualTo(JSON.readTree(REVERSIBLE.get(node)));
    }
    assertThat(payloads.get("JsonReversible").at("/arrstep/Value/Body/1/Body"))
        .isEqualTo(JSON.readTree("{\"Temp\":20,\"Count\":2}"));
    assertThat(payloads.get("JsonReversible").at("/nulltext/Value/Type").asText())
        .isEqualTo("String");
  }

  @Test
  void samplesHoldTheDecodedObjectsToo() throws Exception {
    Map<String, JsonNode> samples = firstPayloads("Samples");

    assertThat(samples.get("Json/uninum").at("/Value/Value")).isEqualTo(JSON.readTree("2.5"));
    assertThat(samples.get("Json/optboth").at("/Value/Value"))
        .isEqualTo(JSON.readTree(PLAIN.get("optboth")));
    assertThat(samples.get("JsonReversible/optboth").at("/Value/Value/Body/Body"))
        .isEqualTo(JSON.readTree(REVERSIBLE.get("optboth")));
    assertThat(samples.get("JsonReversible/nulltext").at("/Value/Value/Type").asText())
        .isEqualTo("String");
  }

  /** The first payload of each group by encoding, or its first samples by encoding and node. */
  private static Map<String, JsonNode> firstPayloads(String mode) throws Exception {
    List<WriterGroup> groups =
        Stream.of("Json", "JsonReversible")
            .map(encoding -> entry(mode, encoding))
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining(",", "[", "]"), StructuresOfNodeOpcuaTest::groups));
    Map<String, JsonNode> first = new ConcurrentHashMap<>();
    CamelContext context = new DefaultCamelContext();
    try (SessionPool cold = new SessionPool(OpcUaClientSettings.of(folder.resolve("pki")))) {
      context.addComponent(
          "opcua-publisher",
          new PublisherComponent(
              cold,
              listener -> {
                listener.accept(groups);
                return () -> {};
              },
              Outboxes.inMemory(folder),
              OutboxLimits.DEFAULT));
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("opcua-publisher:groups")
                  .process(
                      exchange ->
                          remember(
                              JSON.readTree(exchange.getMessage().getBody(byte[].class)), first));
            }
          });
      context.start();
      int wanted = mode.equals("PubSub") ? 2 : 2 * NODES.size();
      await().until(() -> first.size() == wanted);
    } finally {
      context.stop();
    }
    return first;
  }

  private static void remember(JsonNode message, Map<String, JsonNode> first) {
    if (message.isArray()) {
      message.forEach(one -> remember(one, first));
    } else if (message.has("Messages")) {
      first.putIfAbsent(
          message.path("DataSetWriterGroup").asText(), message.at("/Messages/0/Payload"));
    } else {
      first.putIfAbsent(message.path("DisplayName").asText(), message);
    }
  }

  private static List<WriterGroup> groups(String text) {
    PublishedNodes nodes =
        PublishedNodes.parse(
            Path.of("published_nodes.json"), text, PublishingDefaults.compatible("edge"));
    assertThat(nodes.faults()).isEmpty();
    return nodes.groups();
  }

  private static String entry(String mode, String encoding) {
    String nodes =
        NODES.stream()
            .map(
                node ->
                    """
                    {"Id": "nsu=%s;s=%s", "DisplayName": "%s", "OpcSamplingInterval": 60000}\
                    """
                        .formatted(
                            NodeOpcuaServer.NAMESPACE,
                            node,
                            mode.equals("PubSub") ? node : encoding + "/" + node))
            .collect(Collectors.joining(","));
    return """
    {"EndpointUrl": "%s", "UseSecurity": false, "DataSetWriterGroup": "%s",
     "DataSetWriterId": "W", "MessagingMode": "%s", "MessageEncoding": "%s", "BatchSize": 1,
     "OpcNodes": [%s]}\
    """
        .formatted(server.endpointUrl(), encoding, mode, encoding, nodes);
  }
}
