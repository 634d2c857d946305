import java.time.Duration;
import java.util.List;
import org.apache.plc4x.java.api.PlcConnection;
import org.apache.plc4x.java.api.PlcDriverManager;
import org.apache.plc4x.java.api.messages.PlcSubscriptionEvent;
import org.apache.plc4x.java.api.messages.PlcSubscriptionRequest;
import org.bactrian.bench.publish.SimulatedItems;
import org.bactrian.bench.publish.TallyRequests;
import org.bactrian.bench.publish.ValueTally;

/** Program that receives values with Apache PLC4X and only counts them. */
public final class Plc4xCounter {

  private static final String NAMESPACES = "ns=0;i=2255";
  private static final int ITEMS_PER_REQUEST = 1_000;

  /** Events carry the time at which PLC4X got them, not that of their source. */
  private static final long NO_TIMESTAMP = 0;

  private Plc4xCounter() {}

  /**
   * Subscribes, and answers on standard input and output until the input ends.
   *
   * @param arguments as {@link SimulatedItems#parse} reads them
   */
  public static void main(String[] arguments) throws Exception {
    SimulatedItems items = SimulatedItems.parse(arguments);
    ValueTally tally = new ValueTally(items.items(), items.step());
    for (int server = 0; server < items.servers().size(); server++) {
      subscribe(items, server, tally);
    }
    TallyRequests.serve(tally);
    System.exit(0);
  }

  private static void subscribe(SimulatedItems items, int server, ValueTally tally)
      throws Exception {
    String url = items.servers().get(server).replace("opc.tcp://", "opcua:tcp://");
    PlcConnection connection =
        PlcDriverManager.getDefault().getConnectionManager().getConnection(url);
    int namespace = namespace(connection);
    int first = server * items.perServer();
    int end = first + items.itemsOf(server);
    for (int from = first; from < end; from += ITEMS_PER_REQUEST) {
      PlcSubscriptionRequest.Builder request = connection.subscriptionRequestBuilder();
      for (int item = from; item < Math.min(end, from + ITEMS_PER_REQUEST); item++) {
        request.addCyclicTagAddress(
            Integer.toString(item),
            "ns=" + namespace + ";i=" + items.identifier(item),
            Duration.ofMillis(items.sampling()));
      }
      request
          .build()
          .execute()
          .get()
          .getSubscriptionHandles()
          .stream()
          .distinct() // one for all items of a request, told for each
          .forEach(handle -> handle.register(event -> count(event, tally)));
    }
  }

  private static int namespace(PlcConnection connection) throws Exception {
    List<?> namespaces =
        connection
            .readRequestBuilder()
            .addTagAddress("namespaces", NAMESPACES)
            .build()
            .execute()
            .get()
            .getPlcValue("namespaces")
            .getList();
    for (int index = 0; index < namespaces.size(); index++) {
      if (namespaces.get(index).toString().contains(SimulatedItems.NAMESPACE)) {
        return index;
      }
    }
    throw new IllegalStateException("The server has no namespace " + SimulatedItems.NAMESPACE);
  }

  private static void count(PlcSubscriptionEvent event, ValueTally tally) {
    for (String tag : event.getTagNames()) {
      tally.add(Integer.parseInt(tag), event.getLong(tag), NO_TIMESTAMP);
    }
  }
}
