package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server from npm is what the tests against it take it for. */
@NeedsNodeJs
class NodeOpcuaServerTest {

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static OpcUaClient client;

  @BeforeAll
  static void connect() throws IOException, UaException {
    server = NodeOpcuaServer.start(data.resolve("pki"), 0, 3, Duration.ofMillis(50));
    client = OpcUaClient.create(server.endpointUrl());
    client.connect();
  }

  @AfterAll
  static void disconnect() throws IOException, UaException {
    if (client != null) {
      client.disconnect();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void itsCountersShowItsTicks() throws IOException, UaException {
    long before = server.tick();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ((Number) read("Counter3")).longValue() > before + 3);
  }

  @Test
  void itsSetPointKeepsWhatIsWritten() throws UaException {
    client.writeValues(List.of(node("SetPoint")), List.of(DataValue.valueOnly(new Variant(21.25))));

    assertThat(read("SetPoint")).isEqualTo(21.25);
  }

  @Test
  void itsMethodMultiplies() throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            node("Plant"), node("Multiply"), new Variant[] {new Variant(6.0), new Variant(7.0)});

    CallMethodResult result = client.call(List.of(request)).getResults()[0];

    assertThat(result.getOutputArguments()[0].value()).isEqualTo(42.0);
  }

  private static Object read(String name) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, node(name)).value().value();
  }

  private static NodeId node(String name) {
    return new NodeId(
        client.getNamespaceTable().getIndex(NodeOpcuaServer.NAMESPACE).intValue(), name);
  }
}
