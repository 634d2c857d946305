package org.bactrian.bench.publish;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * Program that receives values with Eclipse Milo and only counts them: the least that a client in
 * Java costs.
 */
public final class MiloCounter {

  private static final int CHUNK_BYTES = 65_535;
  private static final int MESSAGE_BYTES = 64 * 1024 * 1024;
  private static final int ITEMS_PER_SUBSCRIPTION = 5_000;

  private final SimulatedItems items;
  private final ValueTally tally;

  private MiloCounter(SimulatedItems items) {
    this.items = items;
    this.tally = new ValueTally(items.items(), items.step());
  }

  /**
   * Subscribes, and answers on standard input and output until the input ends.
   *
   * @param arguments as {@link SimulatedItems#parse} reads them
   */
  public static void main(String[] arguments) throws Exception {
    MiloCounter counter = new MiloCounter(SimulatedItems.parse(arguments));
    for (int server = 0; server < counter.items.servers().size(); server++) {
      counter.subscribe(server);
    }
    TallyRequests.serve(counter.tally);
    System.exit(0);
  }

  private void subscribe(int server) throws Exception {
    OpcUaClient client = connect(items.servers().get(server));
    int namespace = client.getNamespaceTable().getIndex(SimulatedItems.NAMESPACE).intValue();
    int first = server * items.perServer();
    int end = first + items.itemsOf(server);
    for (int from = first; from < end; from += ITEMS_PER_SUBSCRIPTION) {
      subscribe(client, namespace, from, Math.min(end, from + ITEMS_PER_SUBSCRIPTION));
    }
  }

  private static OpcUaClient connect(String url) throws Exception {
    OpcUaClient client =
        OpcUaClient.create(
            url,
            endpoints ->
                endpoints.stream()
                    .filter(one -> one.getSecurityPolicyUri().equals(SecurityPolicy.None.getUri()))
                    .findFirst(),
            transport -> {},
            config ->
                config
                    .setEncodingLimits(
                        new EncodingLimits(
                            CHUNK_BYTES,
                            2 * (MESSAGE_BYTES / CHUNK_BYTES + 1),
                            MESSAGE_BYTES,
                            EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH))
                    .setMaxResponseMessageSize(uint(MESSAGE_BYTES)));
    client.connect();
    return client;
  }

  private void subscribe(OpcUaClient client, int namespace, int from, int end) throws Exception {
    OpcUaSubscription subscription = new OpcUaSubscription(client, items.publishing());
    subscription.setMaxNotificationsPerPublish(uint(20_000));
    subscription.setSubscriptionListener(
        new OpcUaSubscription.SubscriptionListener() {
          @Override
          public void onDataReceived(
              OpcUaSubscription from, List<OpcUaMonitoredItem> sources, List<DataValue> values) {
            count(sources, values);
          }
        });
    subscription.create();
    List<OpcUaMonitoredItem> monitored = new ArrayList<>();
    for (int item = from; item < end; item++) {
      monitored.add(monitored(new NodeId(namespace, uint(items.identifier(item))), item));
    }
    subscription.addMonitoredItems(monitored);
    subscription.synchronizeMonitoredItems();
  }

  private OpcUaMonitoredItem monitored(NodeId node, int item) {
    OpcUaMonitoredItem monitored =
        new OpcUaMonitoredItem(
            new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE));
    monitored.setSamplingInterval(items.sampling());
    monitored.setQueueSize(uint(items.queueSize()));
    monitored.setUserObject(item);
    return monitored;
  }

  private void count(List<OpcUaMonitoredItem> sources, List<DataValue> values) {
    long now = System.currentTimeMillis();
    synchronized (tally) { // once, instead of at each value
      for (int i = 0; i < values.size(); i++) {
        DataValue value = values.get(i);
        DateTime source = value.getSourceTime();
        if (source != null && value.getValue().getValue() instanceof UInteger count) {
          int item = (Integer) sources.get(i).getUserObject().orElseThrow();
          tally.add(item, count.longValue(), now - source.getJavaTime());
        }
      }
    }
  }
}
