package org.bactrian.bench.publish;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Program that receives values with Camel's own component for OPC UA, whose consumers take one item
 * each, and only counts them.
 */
public final class CamelMiloCounter {

  private CamelMiloCounter() {}

  /**
   * Subscribes, and answers on standard input and output until the input ends.
   *
   * @param arguments as {@link SimulatedItems#parse} reads them
   */
  public static void main(String[] arguments) throws Exception {
    SimulatedItems items = SimulatedItems.parse(arguments);
    ValueTally tally = new ValueTally(items.items(), items.step());
    CamelContext context = new DefaultCamelContext();
    context.start();
    Thread subscribing =
        new Thread(() -> subscribe(context, items, tally), "subscribe to all items");
    subscribing.setDaemon(true);
    subscribing.start();
    TallyRequests.serve(tally);
    System.exit(0);
  }

  private static void subscribe(CamelContext context, SimulatedItems items, ValueTally tally) {
    try {
      for (int item = 0; item < items.items(); item++) {
        int number = item;
        String uri =
            "milo-client:%s?node=RAW(nsu=%s;i=%d)&allowedSecurityPolicies=None"
                .formatted(
                    items.servers().get(item / items.perServer()),
                    SimulatedItems.NAMESPACE,
                    items.identifier(item));
        Consumer consumer =
            context.getEndpoint(uri).createConsumer(exchange -> count(exchange, number, tally));
        context.addService(consumer, true);
      }
    } catch (Exception e) {
      throw new IllegalStateException("An item cannot be consumed", e);
    }
  }

  private static void count(Exchange exchange, int item, ValueTally tally) {
    DataValue value = exchange.getMessage().getBody(DataValue.class);
    DateTime source = value.getSourceTime();
    if (source != null && value.getValue().getValue() instanceof UInteger count) {
      tally.add(item, count.longValue(), System.currentTimeMillis() - source.getJavaTime());
    }
  }
}
