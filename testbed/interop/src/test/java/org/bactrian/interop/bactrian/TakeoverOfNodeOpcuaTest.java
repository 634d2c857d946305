package org.bactrian.interop.bactrian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bactrian.interop.opcua.NodeOpcuaServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge that is killed takes its subscription at a server of node-opcua over again. */
@Tag("faults")
class TakeoverOfNodeOpcuaTest {

  private static final int COUNTERS = 10;
  private static final int KILLS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path data;

  private final Random random = new Random();
  private final List<String> said = new ArrayList<>();

  @Test
  void noCounterHasAGapHoweverOftenItIsKilled() throws Exception {
    try (NodeOpcuaServer server =
        NodeOpcuaServer.start(data.resolve("server"), 0, COUNTERS, Duration.ofMillis(100))) {
      Path nodes = Files.writeString(data.resolve("nodes.json"), nodes(server.endpointUrl()));
      for (int i = 0; i < KILLS; i++) {
        BactrianProcess edge = start(nodes);
        awaitMore(edge, 20 + random.nextInt(40));
        edge.kill();
      }
      try (BactrianProcess edge = start(nodes)) {
        awaitMore(edge, 100);
      }
    }

    assertThat(said).noneMatch(output -> output.contains("is made again"));
    assertThat(said.get(KILLS)).contains("goes on with subscription");
    numbers()
        .forEach(
            (counter, numbers) ->
                assertThat(numbers.last() - numbers.first() + 1)
                    .as("numbers of %s from %d on", counter, numbers.first())
                    .isEqualTo(numbers.size()));
  }

  private BactrianProcess start(Path nodes) throws IOException {
    return BactrianProcess.start(
        "edge",
        "--pf=" + nodes,
        "--aa",
        "--mm=PubSub",
        "--strict",
        "-t=FileSystem",
        "-o=" + data.resolve("out"),
        "--data=" + data.resolve("edge"),
        "--disable-http",
        "--management-port=0");
  }

  private void awaitMore(BactrianProcess edge, int numbers) throws IOException {
    int before = least();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(least()).as(edge::toString).isGreaterThanOrEqualTo(before + numbers));
    said.add(edge.toString());
  }

  private int least() throws IOException {
    Map<String, SortedSet<Long>> numbers = numbers();
    return numbers.size() < COUNTERS
        ? 0
        : numbers.values().stream().mapToInt(Set::size).min().orElse(0);
  }

  /** Numbers in the files; a kill may have cut a line off. */
  private Map<String, SortedSet<Long>> numbers() throws IOException {
    Map<String, SortedSet<Long>> numbers = new TreeMap<>();
    if (!Files.exists(data.resolve("out"))) {
      return numbers;
    }
    Set<String> ids = new HashSet<>();
    try (Stream<Path> files = Files.walk(data.resolve("out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Files.readAllLines(file)) {
          read(line, ids, numbers);
        }
      }
    }
    return numbers;
  }

  private static void read(String line, Set<String> ids, Map<String, SortedSet<Long>> numbers) {
    JsonNode message;
    try {
      message = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return;
    }
    if (ids.add(message.path("MessageId").asText())) {
      message
          .path("Messages")
          .forEach(
              dataSet ->
                  dataSet
                      .path("Payload")
                      .properties()
                      .forEach(
                          field ->
                              numbers
                                  .computeIfAbsent(field.getKey(), name -> new TreeSet<>())
                                  .add(field.getValue().path("Value").asLong())));
    }
  }

  private static String nodes(String server) {
    String ids =
        IntStream.rangeClosed(1, COUNTERS)
            .mapToObj(
                i ->
                    """
                    {"Id": "nsu=urn:node-opcua:plant;s=Counter%d", "OpcSamplingInterval": 0,
                     "QueueSize": 1200}
                    """
                        .formatted(i))
            .collect(Collectors.joining(","));
    return """
    [{"EndpointUrl": "%s", "UseSecurity": true, "DataSetWriterGroup": "G", "DataSetWriterId": "W",
      "DataSetPublishingInterval": 500, "OpcNodes": [%s]}]
    """
        .formatted(server, ids);
  }
}
