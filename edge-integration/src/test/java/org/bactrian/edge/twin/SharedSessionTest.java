package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing and requests go to a server through one session. */
class SharedSessionTest {

  @TempDir Path folder;

  @Test
  void aRequestToAPublishedServerMakesNoOtherSession() throws Exception {
    try (Simulator plant =
        Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0))) {
      String nodes =
          """
          [{"EndpointUrl": "%s", "UseSecurity": false,
            "OpcNodes": [{"Id": "nsu=urn:bactrian:plant;s=Line1/Filler/Pieces"}]}]
          """
              .formatted(plant.endpointUrl());
      try (TwinEdge edge =
          TwinEdge.publishing(folder.resolve("edge"), plant.endpointUrl(), nodes)) {
        await().until(() -> connections(edge).size() == 1);

        JsonNode answer = edge.ask("ValueRead", TwinEdge.node("i=2258"));

        assertThat(answer.has("value")).isTrue();
        assertThat(connections(edge)).hasSize(1);
      }
    }
  }

  private static JsonNode connections(TwinEdge edge) throws Exception {
    return TwinEdge.json(edge.whole("GetActiveConnections", "").bodyOrThrow());
  }
}
