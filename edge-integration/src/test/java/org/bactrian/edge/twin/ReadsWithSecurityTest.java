package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import org.bactrian.edge.SecurityMatrix;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.server.ConnectedUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads with every security, and with every kind of user: one server, one edge. */
class ReadsWithSecurityTest {

  @TempDir private static Path folder;
  private static Simulator plant;
  private static TwinEdge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = SecurityMatrix.server(folder.resolve("plant"));
    SecurityMatrix.prepare(folder.resolve("edge").resolve("pki"), plant);
    edge = TwinEdge.checkingServers(folder.resolve("edge"), plant.endpointUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  private static JsonNode read(String connection) throws Exception {
    String request =
        "{\"connection\": %s, \"request\": {\"nodeId\": \"nsu=urn:bactrian:load;i=1\"}}"
            .formatted(connection);
    return TwinEdge.json(edge.whole("ValueRead_V2", request).body());
  }

  @ParameterizedTest
  @MethodSource("org.bactrian.edge.SecurityMatrix#samples")
  void aValueIsReadOverTheSecurityAndAsTheUserThatAreAskedFor(ConnectedUser wanted)
      throws Exception {
    JsonNode answer = read(SecurityMatrix.connection(plant, wanted));

    assertThat(answer.path("value").isInt()).as(answer.toString()).isTrue();
    assertThat(plant.connectedUsers()).contains(wanted);
  }

  @Test
  void aTokenThatTheServerDoesNotTakeIsRefusedWithoutBeingShown() throws Exception {
    String forged = plant.tokens().issue("anna", Instant.now().minusSeconds(60));

    String answer =
        read(("{\"endpoint\": {\"url\": \"%s\"}, \"user\": {\"type\": \"JwtToken\", \"value\":"
                    + " {\"password\": \"%s\"}}}")
                .formatted(plant.endpointUrl(), forged))
            .toString();

    assertThat(answer)
        .contains("the server refused the user of a JSON Web Token")
        .contains("when it expires")
        .doesNotContain(forged);
  }

  @Test
  void aTokenThatIsMissingIsAskedFor() throws Exception {
    assertThat(
            read("{\"endpoint\": {\"url\": \"%s\"}, \"user\": {\"type\": \"JwtToken\"}}"
                    .formatted(plant.endpointUrl()))
                .toString())
        .contains("has type JwtToken and no token");
  }

  @Test
  void aTokenThatIsNoneIsRefusedWithoutBeingShown() throws Exception {
    assertThat(
            read("{\"endpoint\": {\"url\": \"%s\"}, \"user\": {\"type\": \"JwtToken\", \"value\": {\"password\": \"geheim geheim\"}}}"
                    .formatted(plant.endpointUrl()))
                .toString())
        .contains("a line break or another character that no token has")
        .doesNotContain("geheim");
  }
}
