package org.bactrian.simulator;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.simulator.plant.LoadCounters;
import org.bactrian.simulator.plant.Plant;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** A client of the simulator, Milo's, with the words that the tests speak. */
final class PlantClient implements AutoCloseable {

  private static final double PUBLISHING_INTERVAL_MS = 50;
  private static final int QUEUE_SIZE = 1_000;
  private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

  /** Milo's own do not take the largest value of the plant. */
  private static final EncodingLimits LIMITS =
      new EncodingLimits(
          EncodingLimits.DEFAULT_MAX_CHUNK_SIZE,
          LARGEST_MESSAGE / EncodingLimits.DEFAULT_MAX_CHUNK_SIZE * 2,
          LARGEST_MESSAGE,
          EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH);

  /** Time after which a client notices that its session has ended; Milo's own is 5 seconds. */
  private static final UInteger KEEP_ALIVE = uint(1_000);

  private final OpcUaClient client;

  private PlantClient(OpcUaClient client) {
    this.client = client;
  }

  static PlantClient connect(Simulator simulator) throws UaException {
    return connect(
        simulator, SecurityPolicy.None, MessageSecurityMode.None, new ClientIdentity.Nobody());
  }

  static PlantClient connect(
      Simulator simulator, SecurityPolicy policy, MessageSecurityMode mode, ClientIdentity identity)
      throws UaException {
    OpcUaClient client =
        OpcUaClient.create(
            simulator.endpointUrl(),
            endpoints ->
                endpoints.stream()
                    .filter(endpoint -> endpoint.getSecurityPolicyUri().equals(policy.getUri()))
                    .filter(endpoint -> endpoint.getSecurityMode() == mode)
                    .findFirst(),
            transport -> {},
            (OpcUaClientConfigBuilder config) -> {
              config.setEncodingLimits(LIMITS);
              config.setKeepAliveInterval(KEEP_ALIVE);
              identity.applyTo(config);
            });
    client.connect();
    return new PlantClient(client);
  }

  OpcUaClient milo() {
    return client;
  }

  NodeId plantNode(String identifier) {
    return new NodeId(index(Plant.NAMESPACE), identifier);
  }

  NodeId loadNode(int number) {
    return new NodeId(index(LoadCounters.NAMESPACE), uint(number));
  }

  int index(String namespace) {
    return client.getNamespaceTable().getIndex(namespace).intValue();
  }

  DataValue read(NodeId node) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, node);
  }

  StatusCode write(NodeId node, Object value) throws UaException {
    return client
        .writeValues(List.of(node), List.of(DataValue.valueOnly(new Variant(value))))
        .get(0);
  }

  /** Values that arrive for {@code node} from now on, in order, as a list that grows. */
  List<DataValue> watch(NodeId node, double samplingIntervalMs) throws UaException {
    List<DataValue> received = new CopyOnWriteArrayList<>();
    OpcUaSubscription subscription = new OpcUaSubscription(client, PUBLISHING_INTERVAL_MS);
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
    item.setSamplingInterval(samplingIntervalMs);
    item.setQueueSize(uint(QUEUE_SIZE));
    item.setDataValueListener((monitored, value) -> received.add(value));
    subscription.addMonitoredItem(item);
    subscription.create();
    subscription.synchronizeMonitoredItems();
    return received;
  }

  @Override
  public void close() throws UaException {
    client.disconnect();
  }
}
