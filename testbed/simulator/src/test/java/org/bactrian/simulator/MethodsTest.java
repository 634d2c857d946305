package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.simulator.Eventually.eventually;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.client.methods.UaMethod;
import org.eclipse.milo.opcua.sdk.client.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodsTest {

  @TempDir static Path data;
  private static Simulator simulator;
  private static PlantClient client;

  @BeforeAll
  static void connect() throws IOException, UaException {
    simulator =
        Simulator.start(
            SimulatorSettings.in(data).withPort(0).withPlantRate(Duration.ofMillis(20)));
    client = PlantClient.connect(simulator);
  }

  @AfterAll
  static void disconnect() throws IOException, UaException {
    client.close();
    simulator.close();
  }

  @Test
  void aStoppedMachineCountsNothingUntilItIsStartedAndThenGoesOnWithTheNextNumber()
      throws UaException {
    NodeId pieces = client.plantNode("Line1/Filler/Pieces");
    NodeId other = client.plantNode("Line1/Capper/Pieces");

    assertThat(call("Line1/Filler", "Stop").getStatusCode().isGood()).isTrue();
    long stopped = number(pieces);
    long otherBefore = number(other);
    eventually().until(() -> number(other) > otherBefore + 5);
    assertThat(number(pieces)).isEqualTo(stopped);
    assertThat(client.read(client.plantNode("Line1/Filler/State")).value().value()).isEqualTo(0);

    assertThat(call("Line1/Filler", "Start").getStatusCode().isGood()).isTrue();
    eventually().until(() -> number(pieces) > stopped);
  }

  @Test
  void aRunningMachineRefusesToBeStartedAgain() throws UaException {
    assertThat(call("Line1/Capper", "Start").getStatusCode().value())
        .isEqualTo(StatusCodes.Bad_InvalidState);
  }

  @Test
  void aJobIsStartedWithInputsAndAnswersWithOutputs() throws UaException {
    CallMethodResult result =
        call("Line2/Packer", "StartJob", new Variant("WISH-7"), new Variant(uint(1_000)));

    assertThat(result.getStatusCode().isGood()).isTrue();
    assertThat(result.getOutputArguments()).hasSize(2);
    assertThat(result.getOutputArguments()[0].value()).isInstanceOf(UInteger.class);
    assertThat(result.getOutputArguments()[1].value()).isInstanceOf(DateTime.class);
  }

  @Test
  void argumentsThatDoNotFitAreNamedOneByOne() throws UaException {
    CallMethodResult wrongType =
        call("Line2/Packer", "StartJob", new Variant("WISH-8"), new Variant("many"));
    CallMethodResult outOfRange =
        call("Line2/Packer", "StartJob", new Variant("WISH-9"), new Variant(uint(0)));
    CallMethodResult missing = call("Line2/Packer", "StartJob", new Variant("WISH-10"));

    assertThat(wrongType.getStatusCode().value()).isEqualTo(StatusCodes.Bad_InvalidArgument);
    assertThat(wrongType.getInputArgumentResults()[1].value())
        .isEqualTo(StatusCodes.Bad_TypeMismatch);
    assertThat(outOfRange.getInputArgumentResults()[1].value())
        .isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(missing.getStatusCode().value()).isEqualTo(StatusCodes.Bad_ArgumentsMissing);
  }

  @Test
  void aClientLearnsTheArgumentsFromTheServer() throws UaException {
    UaObjectNode machine =
        client.milo().getAddressSpace().getObjectNode(client.plantNode("Line2/Palletizer"));
    UaMethod method = machine.getMethod("StartJob");

    assertThat(method.getInputArguments())
        .extracting("name")
        .containsExactly("OrderId", "Quantity");
    assertThat(method.getOutputArguments())
        .extracting("name")
        .containsExactly("JobNumber", "Finish");
  }

  private static CallMethodResult call(String machine, String method, Variant... inputs)
      throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            client.plantNode(machine), client.plantNode(machine + "/" + method), inputs);
    return client.milo().call(List.of(request)).getResults()[0];
  }

  private static long number(NodeId node) throws UaException {
    return ((Number) client.read(node).value().value()).longValue();
  }
}
