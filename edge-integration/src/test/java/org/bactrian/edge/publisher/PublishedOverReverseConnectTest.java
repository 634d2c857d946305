package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of servers that open the connection. */
class PublishedOverReverseConnectTest {

  @TempDir private static Path servers;
  private static Simulator one;
  private static Simulator two;

  @TempDir private Path folder;
  private PublishedFile file;
  private EdgeOptions options;

  @BeforeAll
  static void startThePlants() throws Exception {
    one = Simulator.start(plant("one").withFirstCount(1000));
    two = Simulator.start(plant("two").withFirstCount(2_000_000));
  }

  private static SimulatorSettings plant(String name) {
    return SimulatorSettings.in(servers.resolve(name)).withPort(0).withLoadNodes(1);
  }

  @AfterAll
  static void stopThePlants() throws Exception {
    one.close();
    two.close();
  }

  @AfterEach
  void stop() throws Exception {
    file.close();
  }

  /** Starts a publisher with these options, to which both plants connect. */
  private void start(String host, String... more) throws Exception {
    InetSocketAddress here;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      here = new InetSocketAddress(host, free.getLocalPort());
    }
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of("--rcp", Integer.toString(here.getPort()), "--data", folder.toString()));
    options = EdgeOptionsReader.read(arguments, Map.of()).options();
    file = new PublishedFile(folder, options.clientSettings());
    one.connectTo(here, Duration.ofMillis(50));
    two.connectTo(here, Duration.ofMillis(50));
  }

  private static String entry(Simulator server, String writer, String attributes) {
    return ("{'EndpointUrl': '%s', 'UseSecurity': false, 'DataSetWriterId': '%s', 'BatchSize': 1, %s"
            + " 'MessagingMode': 'PubSub',"
            + " 'OpcNodes': [{'Id': 'nsu=urn:bactrian:load;i=1', 'DisplayName': 'a'}]}")
        .formatted(server.endpointUrl(), writer, attributes);
  }

  private int value(String writer) {
    await()
        .until(
            () ->
                file.messages().stream()
                    .anyMatch(sent -> sent.path("DataSetWriterId").asText().equals(writer)));
    return file.messages().stream()
        .filter(sent -> sent.path("DataSetWriterId").asText().equals(writer))
        .findFirst()
        .orElseThrow()
        .at("/Payload/a/Value")
        .asInt();
  }

  @Test
  @Exercises(
      attributes = "UseReverseConnect",
      options = {"ReverseConnectPort", "BactrianReverseConnectHost"})
  void theEndpointUrlOfAnEntrySaysWhichOfTheServersThatConnectItIs() throws Exception {
    start("127.0.0.2", "--reverse-connect-host", "127.0.0.2");
    file.publish(
        options.publishingDefaults("edge"),
        "["
            + entry(two, "two", "'UseReverseConnect': true,")
            + ","
            + entry(one, "one", "'UseReverseConnect': true,")
            + "]");

    assertThat(value("one")).isBetween(1000, 1_999_999);
    assertThat(value("two")).isGreaterThanOrEqualTo(2_000_000);
    assertThat(file.connections()).allMatch(connection -> connection.reverseConnect());
  }

  @Test
  @Exercises(options = "DefaultUseReverseConnect")
  void withTheOptionAllServersConnectButThoseOfEntriesThatSayOtherwise() throws Exception {
    start("127.0.0.1", "--urc");
    file.publish(
        options.publishingDefaults("edge"),
        "["
            + entry(one, "reverse", "")
            + ","
            + entry(one, "usual", "'UseReverseConnect': false,")
            + "]");

    assertThat(value("reverse")).isPositive();
    assertThat(value("usual")).isPositive();
    assertThat(file.connections())
        .extracting(connection -> connection.reverseConnect())
        .containsExactlyInAnyOrder(true, false);
  }
}
