package org.bactrian.cloud.events;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.TimeUtils;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.metrics.MeterRegistries;
import org.bactrian.web.stream.StreamAdmission;
import org.bactrian.web.stream.StreamLimits;

/**
 * Binds the beans of the events service: {@code eventStreams}, {@code eventSubscriptions}, {@code
 * eventReceiver}, {@code telemetryStreams} and {@code replicaSubscription}.
 */
public final class EventsBeans implements CamelConfiguration {

  private static final String OTHER_REPLICAS = "direct:event-subscription?block=false";

  private final String serviceBus;
  private final InstantSource clock;

  /**
   * @param serviceBus connection string of the namespace of the topic of registry events; a secret
   */
  public EventsBeans(String serviceBus, InstantSource clock) {
    this.serviceBus = serviceBus;
    this.clock = clock;
  }

  @Override
  public void configure(CamelContext context) {
    StreamAdmission admission = new StreamAdmission(limits(context));
    LiveHubs hubs = new LiveHubs(admission);
    ProducerTemplate camel = context.createProducerTemplate();
    EventSubscriptions subscriptions =
        new EventSubscriptions(hubs, change -> tellOtherReplicas(camel, change));
    ReplicaSubscription subscription =
        new ReplicaSubscription(serviceBus, text(context, "subscription", ""));
    LiveTelemetry live =
        new LiveTelemetry(
            context,
            hubs.of(LiveHub.PUBLISHERS),
            time(context, "telemetry-linger", LiveTelemetry.LINGER));
    Registry registry = context.getRegistry();
    registry.bind("eventStreams", new EventStreams(hubs));
    registry.bind("eventSubscriptions", subscriptions);
    registry.bind("eventReceiver", new EventReceiver(hubs, subscriptions, clock));
    registry.bind("telemetryStreams", new TelemetryStreams(hubs));
    registry.bind("replicaSubscription", subscription);
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            MeterRegistries.of(started).forEach(new EventMetrics(admission)::bindTo);
            subscription.start();
            live.start();
          }

          @Override
          public void onContextStopping(CamelContext stopping) {
            live.close();
            subscription.close();
            hubs.close();
          }
        });
  }

  private static void tellOtherReplicas(ProducerTemplate camel, SubscriptionChange change) {
    Exchange sent =
        camel.send(
            OTHER_REPLICAS,
            exchange -> {
              exchange.getIn().setBody(RegistryJson.bytes(change));
              exchange.getIn().setHeader(EventReceiver.SOURCE, EventReceiver.SUBSCRIPTION);
            });
    if (sent.getException() != null) {
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY,
          "The replica that has the connection cannot be told, since Service Bus does not take it:"
              + " "
              + sent.getException().getMessage(),
          sent.getException());
    }
  }

  private static StreamLimits limits(CamelContext context) {
    StreamLimits usual = StreamLimits.DEFAULT;
    return usual
        .with()
        .maxConnections(number(context, "max-streams", usual.maxConnections()))
        .maxConnectionsPerCaller(
            number(context, "max-streams-per-caller", usual.maxConnectionsPerCaller()))
        .maxGroups(number(context, "max-subscriptions", usual.maxGroups()))
        .queueMessages(number(context, "queue-messages", usual.queueMessages()))
        .queueBytes(number(context, "queue-bytes", (int) usual.queueBytes()))
        .keepAlive(time(context, "keep-alive", usual.keepAlive()))
        .clientTimeout(time(context, "client-timeout", usual.clientTimeout()))
        .handshakeTimeout(time(context, "handshake-timeout", usual.handshakeTimeout()))
        .authorizationInterval(
            time(context, "authorization-interval", usual.authorizationInterval()))
        .build();
  }

  private static int number(CamelContext context, String name, int otherwise) {
    String text = text(context, name, Integer.toString(otherwise));
    if (!text.matches("0*[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          "bactrian.events.%s is \"%s\". Write a number from 1 to 999999999, such as %d."
              .formatted(name, text, otherwise));
    }
    return Integer.parseInt(text);
  }

  private static Duration time(CamelContext context, String name, Duration otherwise) {
    return TimeUtils.toDuration(text(context, name, Long.toString(otherwise.toMillis())));
  }

  private static String text(CamelContext context, String name, String otherwise) {
    return context
        .getPropertiesComponent()
        .resolveProperty("bactrian.events." + name)
        .map(String::strip)
        .orElse(otherwise);
  }
}
