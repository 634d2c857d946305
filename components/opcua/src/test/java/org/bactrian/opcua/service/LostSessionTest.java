package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.plantNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.opcua.testkit.PlantSession;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session that a call is made in has ended, and nobody noticed yet. */
class LostSessionTest {

  @TempDir Path folder;
  private PlantSession plant;
  private final AtomicInteger sessionsAsked = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    plant = PlantSession.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    plant.close();
  }

  @Test
  void whatIsAskedIsAskedOnceMoreInTheNextSession() throws Exception {
    NodeServices services = new NodeServices(this::firstAnEndedOne);

    List<DataValue> values =
        get(services.read(List.of(NodeAttributeId.value(plantNode("Samples/Int32"))), 0));

    assertThat(values.get(0).statusCode().isGood()).isTrue();
    assertThat(sessionsAsked).hasValue(2);
  }

  @Test
  void whatChangesSomethingIsNotRepeated() throws Exception {
    NodeServices services = new NodeServices(this::firstAnEndedOne);
    NodeWrite write = new NodeWrite(NodeAttributeId.value(plantNode("Samples/Int32")), 1);

    assertThatThrownBy(() -> get(services.write(List.of(write))))
        .hasRootCauseInstanceOf(UaException.class);
    assertThat(sessionsAsked).hasValue(1);
  }

  @Test
  void whatTakesTooLongEndsInATimeoutAndWhatIsInTimeDoesNot() throws Exception {
    CompletableFuture<String> never = new CompletableFuture<>();

    assertThatThrownBy(() -> get(Deadline.within(Duration.ofMillis(10), never)))
        .satisfies(
            fault ->
                assertThat(StatusText.codeOf(fault).value()).isEqualTo(StatusCodes.Bad_Timeout))
        .hasMessageContaining("10 ms");
    assertThat(never).isNotDone();
    assertThat(
            get(
                Deadline.within(
                    PlantSession.PATIENCE, CompletableFuture.supplyAsync(() -> "in time"))))
        .isEqualTo("in time");
  }

  private CompletableFuture<OpcUaClient> firstAnEndedOne() {
    CompletableFuture<OpcUaClient> client = plant.session().client();
    return sessionsAsked.incrementAndGet() > 1
        ? client
        : client.thenCompose(LostSessionTest::anEndedOne);
  }

  private static CompletableFuture<OpcUaClient> anEndedOne(OpcUaClient other) {
    try {
      OpcUaClient ended = OpcUaClient.create(other.getConfig().getEndpoint().getEndpointUrl());
      return ended.connectAsync().thenCompose(OpcUaClient::disconnectAsync);
    } catch (UaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
