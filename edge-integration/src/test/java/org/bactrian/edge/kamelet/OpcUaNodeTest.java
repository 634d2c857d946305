package org.bactrian.edge.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.bactrian.opcua.component.OpcUaComponent;
import org.bactrian.opcua.component.OpcUaConstants;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaNodeTest {

  private static final String SET_POINT = "nsu=urn:bactrian:plant;s=Line1/Filler/SpeedSetpoint";

  @TempDir private static Path folder;
  private static Simulator plant;
  private static Kamelets kamelets;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder).withPort(0).withPlantRate(Duration.ofMillis(300)));
    kamelets = Kamelets.start();
    OpcUaComponent component = kamelets.context().getComponent("opcua", OpcUaComponent.class);
    component.setPkiFolder(folder.resolve("pki").toString());
    component.setAutoAccept(true);
  }

  @AfterAll
  static void stop() throws Exception {
    kamelets.close();
    plant.close();
  }

  @Test
  void aNodeYieldsItsChangesInOrder() throws Exception {
    List<Message> changes = collect("nsu=urn:bactrian:plant;s=Line1/Filler/Pieces");

    await().until(() -> changes.size() >= 3);
    assertThat(changes)
        .extracting(change -> change.getBody(Long.class))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(changes)
        .allSatisfy(
            change ->
                assertThat(change.getHeader(OpcUaConstants.STATUS, String.class))
                    .isEqualTo("Good"));
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    List<Message> changes = collect(SET_POINT);

    Exchange written = write(SET_POINT, "42.5");

    assertThat(written.getException()).isNull();
    await()
        .until(
            () ->
                changes.stream().anyMatch(change -> Double.valueOf(42.5).equals(change.getBody())));
  }

  @Test
  void aWriteThatTheServerRefusesFailsWithItsStatus() {
    Exchange refused = write("nsu=urn:bactrian:plant;s=Line1/Filler/Absent", "1");

    assertThat(refused.getException())
        .hasMessageContaining("Absent was not written: Bad_NodeIdUnknown");
  }

  private static Exchange write(String node, Object value) {
    return kamelets.send("kamelet:opcua-node-sink?" + address(node), value, Map.of());
  }

  private static String address(String node) {
    return "endpointUrl=" + plant.endpointUrl() + "&node=RAW(" + node + ")";
  }

  private static List<Message> collect(String node) throws Exception {
    List<Message> changes = new CopyOnWriteArrayList<>();
    kamelets
        .context()
        .addRoutes(
            new RouteBuilder() {
              @Override
              public void configure() {
                from("kamelet:opcua-node-source?samplingInterval=100&" + address(node))
                    .process(exchange -> changes.add(exchange.getMessage().copy()));
              }
            });
    return changes;
  }
}
