package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import java.util.Set;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ModifySubscriptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that make, change and delete the subscriptions of one {@link Subscription} at the server
 * (Part 4, 5.14); the log says where it grants other settings.
 */
record SubscriptionRequests(SubscriptionEngine engine, SubscriptionSettings settings) {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRequests.class);

  /**
   * Makes a subscription at the server.
   *
   * @throws UaException when the server refuses, or the session was lost meanwhile
   */
  CreateSubscriptionResponse create(Connection connection, boolean publishing) throws UaException {
    LifetimeCounts counts = LifetimeCounts.of(settings);
    CreateSubscriptionResponse created =
        connection
            .context()
            .client()
            .createSubscription(
                counts.interval(),
                counts.lifetime(),
                counts.keepAlive(),
                uint(engine.limits().maxNotificationsPerPublish()),
                publishing,
                ubyte(settings.priority()));
    if (!connection.context().isCurrent()) {
      // It belongs to a session whose connection has yet to be announced, and would be taken for
      // one of the session before, which a restarted server does not have.
      throw new UaException(StatusCodes.Bad_SessionIdInvalid);
    }
    tellRevised(counts, created.getRevisedPublishingInterval(), created.getRevisedLifetimeCount());
    return created;
  }

  /** Gives a subscription of a former process the present settings, which may be others. */
  void modify(Connection connection, ServerSubscription part) {
    LifetimeCounts counts = LifetimeCounts.of(settings);
    try {
      ModifySubscriptionResponse modified =
          connection
              .context()
              .client()
              .modifySubscription(
                  part.id(),
                  counts.interval(),
                  counts.lifetime(),
                  counts.keepAlive(),
                  uint(engine.limits().maxNotificationsPerPublish()),
                  ubyte(settings.priority()));
      part.revised(modified.getRevisedPublishingInterval(), modified.getRevisedMaxKeepAliveCount());
      tellRevised(
          counts, modified.getRevisedPublishingInterval(), modified.getRevisedLifetimeCount());
    } catch (UaException | RuntimeException e) {
      LOG.warn(
          "{}: subscription {} of the former process keeps its settings: {}",
          engine.server(),
          part.id(),
          StatusText.of(e));
    }
  }

  /**
   * Stops or resumes publishing (Part 4, 5.14.4).
   *
   * @throws UaException when the call failed as a whole
   */
  void publishing(Connection connection, List<ServerSubscription> parts, boolean on)
      throws UaException {
    parts.forEach(ServerSubscription::askForPublishing);
    List<UInteger> ids = parts.stream().map(ServerSubscription::id).toList();
    StatusCode[] results =
        ServiceResults.complete(
            "SetPublishingMode",
            connection.context().client().setPublishingMode(on, ids).getResults(),
            ids.size());
    for (int i = 0; i < results.length; i++) {
      if (results[i].isGood()) {
        parts.get(i).confirmPublishing(on);
      }
    }
  }

  /** Deletes subscriptions (Part 4, 5.14.8); those that cannot be are left to time out. */
  void delete(Connection connection, Set<ServerSubscription> parts) {
    try {
      connection
          .context()
          .client()
          .deleteSubscriptions(parts.stream().map(ServerSubscription::id).toList());
    } catch (UaException e) {
      LOG.debug("{}: subscriptions are left to time out", engine.server(), e);
    }
  }

  private void tellRevised(LifetimeCounts counts, double interval, UInteger lifetime) {
    if (counts.differsMuchFrom(interval)) {
      LOG.info(
          "{}: the server publishes every {} ms and not every {} ms",
          engine.server(),
          interval,
          counts.interval());
    }
    counts
        .shorterLife(interval, lifetime)
        .ifPresent(
            seconds ->
                LOG.info(
                    "{}: the server forgets the subscription when nobody asks for {} s, which is"
                        + " less than was asked for; a longer outage is a gap",
                    engine.server(),
                    seconds));
  }
}
