package org.bactrian.opcua.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationGap;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer that creates one exchange for each notification message. The next one waits until the
 * route is done, and the server keeps values meanwhile.
 */
class OpcUaConsumer extends DefaultConsumer implements Suspendable {

  private static final Logger LOG = LoggerFactory.getLogger(OpcUaConsumer.class);
  private static final long DELIVERY_SECONDS = 5;

  private final OpcUaEndpoint endpoint;
  private Session session;
  private Subscription subscription;
  private @Nullable SessionHealthCheck healthCheck;

  OpcUaConsumer(OpcUaEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    List<MonitoredItem> items = items();
    session = endpoint.openSession();
    if (endpoint.getComponent().isHealthCheckConsumerEnabled()) {
      healthCheck = new SessionHealthCheck("opcua-consumer-" + getRouteId(), session);
      healthCheck.registerIn(endpoint.getCamelContext());
    }
    subscription = session.subscribe(endpoint.getConfiguration().subscription(), new ToExchange());
    subscription.monitor(items);
  }

  @Override
  protected void doSuspend() {
    subscription.publishing(false);
  }

  @Override
  protected void doResume() {
    subscription.publishing(true);
  }

  @Override
  protected void doStop() throws Exception {
    if (healthCheck != null) {
      healthCheck.unregisterFrom(endpoint.getCamelContext());
      healthCheck = null;
    }
    if (subscription != null) {
      awaitDelivery(subscription.end());
    }
    if (session != null) {
      session.close();
    }
    super.doStop();
  }

  /** The route still takes values while its consumer stops, and none after that. */
  private void awaitDelivery(CompletableFuture<Void> delivered) {
    try {
      delivered.get(DELIVERY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "Route {} stops although it has not taken all values that came from {}",
          getRouteId(),
          session.settings().endpointUrl());
    }
  }

  private List<MonitoredItem> items() {
    OpcUaConfiguration options = endpoint.getConfiguration();
    List<MonitoredItem> items = new ArrayList<>();
    for (String node : endpoint.nodeTexts()) {
      items.add(
          new MonitoredItem(
              node,
              NodeIdText.parse(node),
              AttributeId.Value,
              "",
              Duration.ofMillis(options.getSamplingInterval()),
              options.getQueueSize(),
              options.isDiscardOldest(),
              options.filter()));
    }
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          endpoint.getEndpointUri() + " has no nodes. Give some, such as nodes=ns=2;s=Name");
    }
    return items;
  }

  private final class ToExchange implements SubscriptionListener {

    private @Nullable GapCause gap;

    @Override
    public void onDataChanges(
        NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
      List<OpcUaValue> body = new ArrayList<>(items.size());
      for (int i = 0; i < items.size(); i++) {
        body.add(OpcUaValue.of(items.get(i).key(), values.get(i)));
      }
      Exchange exchange = createExchange(false);
      exchange.getMessage().setBody(body);
      exchange.getMessage().setHeader(OpcUaConstants.SEQUENCE_NUMBER, header.sequenceNumber());
      exchange.getMessage().setHeader(OpcUaConstants.PUBLISH_TIME, header.publishTime());
      if (gap != null) {
        exchange.getMessage().setHeader(OpcUaConstants.GAP, gap.name());
        gap = null;
      }
      try {
        getProcessor().process(exchange);
      } catch (Exception e) {
        exchange.setException(e);
      }
      if (exchange.getException() != null) {
        getExceptionHandler()
            .handleException("Values were not taken", exchange, exchange.getException());
      }
      releaseExchange(exchange, false);
    }

    @Override
    public void onGap(NotificationGap noticed) {
      gap = noticed.cause();
    }
  }
}
