package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.interop.peer.PeerFailure;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.plant.Plant;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.simulator.settings.UserAccount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client from npm finds its way in the simulator. */
@NeedsNodeJs
class NodeOpcuaClientTest {

  private static final UserAccount ANNA = new UserAccount("anna", "red lorry");
  private static final Duration RATE = Duration.ofMillis(50);

  @TempDir static Path data;
  private static Simulator simulator;
  private static Peer peer;

  @BeforeAll
  static void start() throws IOException {
    simulator =
        Simulator.start(
            SimulatorSettings.in(data.resolve("simulator"))
                .withPort(0)
                .withPlantRate(RATE)
                .withUsers(List.of(ANNA)));
    peer =
        Peer.start("opcua-client.js", Map.of("pki", data.resolve("client").toString()), Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    if (peer != null) {
      peer.close();
    }
    if (simulator != null) {
      simulator.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "None,None",
    "Sign,Basic256Sha256",
    "SignAndEncrypt,Basic256Sha256",
    "SignAndEncrypt,Aes128_Sha256_RsaOaep",
    "SignAndEncrypt,Aes256_Sha256_RsaPss"
  })
  void everyEndpointServesACounterWithoutAGap(String mode, String policy) throws IOException {
    Client client = connect("mode", mode, "policy", policy);

    List<Long> received =
        numbers(
            client.ask(
                "count",
                "nodeId",
                client.plantNode("s=Line1/Filler/Pieces"),
                "values",
                30,
                "samplingInterval",
                RATE.toMillis()));

    long first = received.get(0);
    assertThat(received)
        .isEqualTo(LongStream.range(first, first + received.size()).boxed().toList());
  }

  @Test
  void itBrowsesReadsWritesAndCalls() throws IOException {
    Client client = connect("mode", "None", "policy", "None");
    String machine = client.plantNode("s=Line1/Capper");
    String setpoint = client.plantNode("s=Line1/Capper/SpeedSetpoint");

    assertThat(texts(client.ask("browse", "nodeId", machine)))
        .contains("Pieces", "Temperature", "StartJob");
    assertThat(client.ask("write", "nodeId", setpoint, "type", "Double", "value", 42.5).asText())
        .isEqualTo("Good");
    assertThat(client.ask("read", "nodeId", setpoint).get("value").asDouble()).isEqualTo(42.5);
    assertThat(client.ask("write", "nodeId", setpoint, "type", "String", "value", "fast").asText())
        .isEqualTo("BadTypeMismatch");

    JsonNode answer =
        client.ask(
            "call",
            "objectId",
            machine,
            "methodId",
            client.plantNode("s=Line1/Capper/StartJob"),
            "inputs",
            List.of(
                Map.of("type", "String", "value", "WISH-1"),
                Map.of("type", "UInt32", "value", 10)));
    assertThat(answer.get("status").asText()).isEqualTo("Good");
    assertThat(answer.get("outputs")).hasSize(2);
  }

  @Test
  void itDecodesTheStructureByItsDefinition() throws IOException {
    Client client = connect("mode", "None", "policy", "None");

    JsonNode job = client.ask("read", "nodeId", client.plantNode("s=Line2/Packer/Job"));

    assertThat(job.get("type").asText()).isEqualTo("ExtensionObject");
    assertThat(job.get("value").path("orderId").asText()).startsWith("ORDER-");
    assertThat(job.get("value").path("quantity").asInt()).isPositive();
  }

  @Test
  void aUserLogsOnByNameAndAStrangerIsRefused() throws IOException {
    connect("mode", "None", "policy", "None", "user", ANNA.name(), "password", ANNA.password());

    assertThatThrownBy(
            () ->
                connect(
                    "mode", "None", "policy", "None", "user", ANNA.name(), "password", "yellow"))
        .isInstanceOf(PeerFailure.class)
        .hasMessageContaining("BadUserAccessDenied");
  }

  private static Client connect(Object... parameters) throws IOException {
    List<Object> all = new ArrayList<>(List.of("url", simulator.endpointUrl()));
    all.addAll(List.of(parameters));
    JsonNode opened = peer.ask("connect", all.toArray());
    return new Client(opened.get("session").asInt(), texts(opened.get("namespaces")));
  }

  private record Client(int session, List<String> namespaces) {

    JsonNode ask(String operation, Object... parameters) throws IOException {
      List<Object> all = new ArrayList<>(List.of("session", session));
      all.addAll(List.of(parameters));
      return peer.ask(operation, all.toArray());
    }

    String plantNode(String identifier) {
      return "ns=" + namespaces.indexOf(Plant.NAMESPACE) + ";" + identifier;
    }
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<Long> numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asLong).toList();
  }
}
