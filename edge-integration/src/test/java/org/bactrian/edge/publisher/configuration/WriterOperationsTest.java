package org.bactrian.edge.publisher.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.bactrian.model.fault.FaultKind;
import org.junit.jupiter.api.Test;

/** Operations on writers and single nodes of a published nodes file. */
class WriterOperationsTest extends EditedNodesFile {

  @Test
  void singleNodesOfAConnectionArePublishedAndListed() throws Exception {
    String request =
        """
        {"connection": {"endpoint": {"url": "opc.tcp://plant:4840", "securityMode": "None"}},
         "request": %s}
        """;

    items.publishStart(
        json(request.formatted("{\"item\": {\"nodeId\": \"i=2258\", \"displayName\": \"Time\"}}")));
    items.publishBulk(
        json(
            request.formatted(
                "{\"nodesToAdd\": [{\"nodeId\": \"i=2259\", \"samplingInterval\": \"00:00:02\"}],"
                    + " \"nodesToRemove\": [\"i=1\"]}")));
    items.publishStart(json(request.formatted("{\"item\": {\"nodeId\": \"i=2258\"}}")));

    assertThat(items.publishList(json(request.formatted("{}"))).items())
        .containsExactly(
            new PublishedItemOperations.ListedItem("i=2258", null, null, null, null),
            new PublishedItemOperations.ListedItem("i=2259", null, null, "00:00:02", null));
    assertThat(afterRestart()).containsExactly("i=2258", "i=2259");

    items.publishStop(json(request.formatted("{\"nodeId\": \"i=2258\"}")));
    assertThat(afterRestart()).containsExactly("i=2259");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () -> items.publishBulk(json(request.formatted("{}"))),
        "names no nodes");
  }

  @Test
  void nodesOfAWriterHaveTheirPlaces() throws Exception {
    writers.createOrUpdateDataSetWriterEntry(pump("i=1", "i=2"));
    writers.addOrUpdateNodes(
        "Hall 3",
        "Pump",
        "i=1",
        json("[{\"Id\":\"i=3\"},{\"Id\":\"i=2\",\"DisplayName\":\"two\"},{\"Id\":\"i=4\"}]"));
    writers.addOrUpdateNode(
        "Hall 3", "Pump", null, json("{\"Id\":\"i=9\",\"DataSetFieldId\":\"f\"}"));

    assertThat(ids(writers.getNodes("Hall 3", "Pump", null, null)))
        .containsExactly("i=1", "i=3", "i=4", "i=2", "i=9");
    assertThat(ids(writers.getNodes("Hall 3", "Pump", "i=3", 2))).containsExactly("i=4", "i=2");
    assertThat(writers.getNodes("Hall 3", "Pump", "f", 5)).isEmpty();
    assertThat(writers.getNode("Hall 3", "Pump", "i=2").path("DisplayName").asText())
        .isEqualTo("two");
    assertThat(writers.getDataSetWriterEntry("Hall 3", "Pump").has("OpcNodes")).isFalse();

    writers.removeNode("Hall 3", "Pump", "f");
    writers.removeNodes("Hall 3", "Pump", json("[\"i=1\", \"i=77\"]"));
    assertThat(afterRestart()).containsExactly("i=3", "i=4", "i=2");
    writers.removeDataSetWriterEntry("Hall 3", "Pump", null);
    assertThat(JSON.readTree(file.toFile())).isEmpty();
  }

  @Test
  void aWriterThatIsNotThereOrThereTwiceIsSaid() throws Exception {
    assertRefused(
        FaultKind.NOT_FOUND,
        () -> writers.getNodes("Hall 3", "Pump", null, null),
        "no writer Pump");
    writers.createOrUpdateDataSetWriterEntry(pump("i=1"));
    assertRefused(
        FaultKind.NOT_FOUND, () -> writers.removeNode("Hall 3", "Pump", "i=2"), "no node i=2");
    assertRefused(
        FaultKind.NOT_FOUND,
        () -> writers.addOrUpdateNode("Hall 3", "Pump", "i=2", json("{\"Id\":\"i=3\"}")),
        "insert behind");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () ->
            writers.addOrUpdateNodes(
                "Hall 3", "Pump", null, json("[{\"Id\":\"i=3\"},{\"Id\":\"i=3\"}]")),
        "/1 has the field id i=3");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () ->
            writers.addOrUpdateNode(
                "Hall 3", "Pump", null, json("{\"Id\":\"i=3\",\"OpcPublishingInterval\":5}")),
        "/OpcPublishingInterval");
    assertRefused(
        FaultKind.BAD_REQUEST, () -> writers.removeNodes("Hall 3", "Pump", json("[]")), "no nodes");

    Files.writeString(file, "[" + pump("i=1") + "," + pump("i=2") + "]");
    assertRefused(
        FaultKind.INVALID_STATE, () -> writers.getNode("Hall 3", "Pump", "i=1"), "2 entries");
    assertRefused(
        FaultKind.INVALID_STATE,
        () -> writers.createOrUpdateDataSetWriterEntry(pump("i=1")),
        "2 entries");
    writers.removeDataSetWriterEntry("Hall 3", "Pump", "true");
    assertThat(JSON.readTree(file.toFile())).isEmpty();
  }
}
