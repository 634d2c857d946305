package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.bactrian.edge.SecurityMatrix;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.server.ConnectedUser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Published nodes files with every security and every kind of user: one server, one publisher. */
class PublishedSecurityTest {

  @TempDir private static Path folder;
  private static Simulator plant;
  private static PublishedFile file;

  @BeforeAll
  static void publish() throws Exception {
    plant = SecurityMatrix.server(folder.resolve("plant"));
    SecurityMatrix.prepare(folder.resolve("pki"), plant);
    file = new PublishedFile(folder);
    file.publish(
        PublishingDefaults.compatible("edge"),
        SecurityMatrix.combinations()
            .map(PublishedSecurityTest::entry)
            .collect(Collectors.joining(",", "[", "]")));
  }

  @AfterAll
  static void stop() throws Exception {
    file.close();
    plant.close();
  }

  private static String entry(ConnectedUser wanted) {
    return ("{%s, 'DataSetWriterId': '%s', 'MessagingMode': 'PubSub', 'BatchSize': 1,"
            + " 'OpcNodes': [{'Id': 'nsu=urn:bactrian:load;i=1', 'DisplayName': 'a'}]}")
        .formatted(SecurityMatrix.entry(plant, wanted), wanted);
  }

  @ParameterizedTest
  @MethodSource("org.bactrian.edge.SecurityMatrix#combinations")
  @Exercises(
      attributes = {
        "EndpointSecurityMode",
        "EndpointSecurityPolicy",
        "OpcAuthenticationMode",
        "OpcAuthenticationUsername",
        "OpcAuthenticationPassword"
      })
  void valuesComeOverTheSecurityAndAsTheUserThatAreAskedFor(ConnectedUser wanted) {
    await()
        .until(
            () ->
                file.messages().stream()
                    .filter(sent -> sent.at("/Payload/a/Value").isInt())
                    .anyMatch(
                        sent -> sent.path("DataSetWriterId").asText().equals(wanted.toString())));

    assertThat(plant.connectedUsers()).contains(wanted);
  }
}
