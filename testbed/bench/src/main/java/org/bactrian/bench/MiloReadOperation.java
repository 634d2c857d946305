package org.bactrian.bench;

import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * Eclipse Milo alone: one session without security that all clients share, as they do in the edge.
 */
final class MiloReadOperation implements MeasuredOperation {

  private final OpcUaClient client;
  private final List<ReadValueId> value;

  private MiloReadOperation(OpcUaClient client, NodeId node) {
    this.client = client;
    this.value =
        List.of(new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE));
  }

  static MiloReadOperation connect(String endpointUrl, String nodeId) throws UaException {
    OpcUaClient client =
        OpcUaClient.create(
            endpointUrl,
            endpoints ->
                endpoints.stream()
                    .filter(one -> one.getSecurityPolicyUri().equals(SecurityPolicy.None.getUri()))
                    .findFirst(),
            transport -> {},
            config -> {});
    client.connect();
    return new MiloReadOperation(client, NodeId.parse(nodeId));
  }

  @Override
  public String name() {
    return "Milo";
  }

  @Override
  public void once() throws UaException {
    DataValue read = client.read(0.0, TimestampsToReturn.Both, value).getResults()[0];
    if (!read.getStatusCode().isGood()) {
      throw new IllegalStateException("The server answered " + read.getStatusCode());
    }
  }

  @Override
  public boolean isCallerMeasured() {
    return true;
  }

  @Override
  public void close() {
    client.disconnectAsync().join();
  }
}
