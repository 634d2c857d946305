package org.bactrian.localazure.servicebus.amqp;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.bactrian.localazure.eventhub.EventHub;
import org.bactrian.localazure.eventhub.EventHubNamespace;
import org.bactrian.localazure.eventhub.EventPartition;
import org.bactrian.localazure.eventhub.EventPosition;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/**
 * Opener of the links of one connection to the hub's events: {@code
 * HUB/ConsumerGroups/GROUP/Partitions/NUMBER} to receive, and {@code $management}. Every consumer
 * group is there, since a group is nothing but a name of receivers.
 */
record EventLinkOpener(EventHubNamespace hubs, ConnectionClaims claims, SignatureCheck signatures) {

  private static final Pattern PARTITION =
      Pattern.compile("[^/]+/consumergroups/([^/]{1,50})/partitions/([^/]+)");

  private static final Pattern SENT_TO = Pattern.compile("[^/]+/partitions/([^/]+)");

  private static final Symbol SELECTOR = Symbol.valueOf("apache.org:selector-filter:string");
  private static final Symbol OWNER_LEVEL = Symbol.valueOf("com.microsoft:epoch");

  /** Returns whether a path leads to the event hub and not to an entity of Service Bus. */
  boolean serves(EntityPath path) {
    return hubs.of(path).isPresent() || path.key().equals(LinkOpener.MANAGEMENT);
  }

  RequestNode management() {
    return new EventManagementNode(hubs, signatures);
  }

  /**
   * Lets a client receive.
   *
   * @throws BusFaultException when there is no such partition, or it may not
   */
  EventLink open(Sender link, Source source, EntityPath path, AmqpConnection connection) {
    claims.require(path);
    Matcher parts = PARTITION.matcher(path.key());
    if (!parts.matches()) {
      throw new BusFaultException(
          BusFault.ENTITY_NOT_FOUND, path + " is no partition of a consumer group.");
    }
    EventPartition partition = partition(hub(path), parts.group(2));
    EventPosition position = position(source);
    try {
      EventLink opened =
          new EventLink(
              link,
              partition,
              partition.from(position),
              parts.group(1).toLowerCase(Locale.ROOT),
              ownerLevel(link),
              connection);
      partition.attach(opened);
      return opened;
    } catch (IOException e) {
      throw new BusFaultException(
          BusFault.INTERNAL, "The events cannot be read: " + e.getMessage());
    }
  }

  /**
   * Lets a client send to an event hub, or to one of its partitions.
   *
   * @throws BusFaultException when it is the built-in endpoint, or it may not
   */
  EventIncomingLink open(Receiver link, EntityPath path, AmqpConnection connection) {
    claims.require(path);
    EventHub hub = hub(path);
    if (hub.equals(hubs.builtIn())) {
      throw new BusFaultException(
          BusFault.UNAUTHORIZED, "Events of the built-in endpoint come from devices alone.");
    }
    Matcher parts = SENT_TO.matcher(path.key());
    Optional<EventPartition> partition =
        parts.matches() ? Optional.of(partition(hub, parts.group(1))) : Optional.empty();
    return new EventIncomingLink(link, hub, partition, connection);
  }

  private EventHub hub(EntityPath path) {
    return hubs.of(path)
        .orElseThrow(
            () -> new BusFaultException(BusFault.ENTITY_NOT_FOUND, path + " is no event hub."));
  }

  private static EventPartition partition(EventHub hub, String id) {
    return hub.partition(id)
        .orElseThrow(
            () ->
                new BusFaultException(
                    BusFault.ARGUMENT_OUT_OF_RANGE, "The event hub has no partition " + id));
  }

  private static EventPosition position(Source source) {
    Map<?, ?> filters = source.getFilter() == null ? Map.of() : source.getFilter();
    return filters.get(SELECTOR) instanceof DescribedType selector
        ? EventPosition.ofSelector(String.valueOf(selector.getDescribed()))
        : EventPosition.EARLIEST;
  }

  private static OptionalLong ownerLevel(Sender link) {
    Map<Symbol, Object> properties = link.getRemoteProperties();
    return properties != null && properties.get(OWNER_LEVEL) instanceof Number level
        ? OptionalLong.of(level.longValue())
        : OptionalLong.empty();
  }
}
