package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedNodesWriterTest {

  @TempDir private Path folder;

  @Test
  void everyItemIsPublishedOnceByTheServerThatHasIt() throws Exception {
    JsonNode entries = write(2_500, 1);

    assertThat(texts(entries, "EndpointUrl")).containsOnly("opc.tcp://a", "opc.tcp://b");
    assertThat(nodes(entries))
        .hasSize(2_500)
        .doesNotHaveDuplicates()
        .contains("i0 nsu=urn:bactrian:load;i=1", "i1250 nsu=urn:bactrian:load;i=1");
  }

  @Test
  void itemsAreSpreadOverAllGroups() throws Exception {
    assertThat(texts(write(100, 50), "DataSetWriterGroup").distinct()).hasSize(50);
    assertThat(texts(write(100, 1), "DataSetWriterGroup").distinct()).hasSize(1);
  }

  @Test
  void aWriterHasNoMoreNodesThanAMessageHolds() throws Exception {
    JsonNode entries = write(5_000, 1);

    assertThat(entries).allMatch(entry -> entry.path("OpcNodes").size() <= 1_000);
    assertThat(texts(entries, "DataSetWriterId")).doesNotHaveDuplicates();
  }

  private JsonNode write(int items, int groups) throws IOException {
    Path file = folder.resolve("nodes.json");
    PublishedNodesWriter.write(
        file,
        new SimulatedItems(List.of("opc.tcp://a", "opc.tcp://b"), items, 100, 1, 1000),
        groups);
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Stream<String> texts(JsonNode entries, String member) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.path(member).asText());
  }

  private static Stream<String> nodes(JsonNode entries) {
    return StreamSupport.stream(entries.spliterator(), false)
        .flatMap(entry -> StreamSupport.stream(entry.path("OpcNodes").spliterator(), false))
        .map(node -> node.path("DisplayName").asText() + " " + node.path("Id").asText());
  }
}
