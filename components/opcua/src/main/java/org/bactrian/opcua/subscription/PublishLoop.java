package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps publish requests waiting at the server (Part 4, 5.14.5): one more than there are
 * subscriptions, within the bounds of both sides. It never stops because one subscription is slow.
 */
final class PublishLoop {

  private static final Logger LOG = LoggerFactory.getLogger(PublishLoop.class);

  /** A request that waits this much longer than the slowest keep-alive was lost. */
  private static final long SLACK_MILLIS = 10_000;

  private static final long PAUSE_AFTER_FAULT_MILLIS = 1_000;

  private final String server;
  private final OpcUaClient client;
  private final Runnable onGone;
  private final Consumer<UInteger> onUnknown;
  private final Map<UInteger, ServerSubscription> parts = new ConcurrentHashMap<>();
  private final SubscriptionCounters counters;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile int most;
  private volatile boolean stopped;
  private volatile long pausedUntilNanos = System.nanoTime();
  private volatile String lastFault = "";

  /**
   * @param counters where its requests are counted
   * @param onGone called when the server says that it knows none of the subscriptions
   * @param onUnknown called with the id of a subscription that reports and was not added, or not
   *     yet
   */
  PublishLoop(
      String server,
      OpcUaClient client,
      SubscriptionLimits limits,
      SubscriptionCounters counters,
      Runnable onGone,
      Consumer<UInteger> onUnknown) {
    this.server = server;
    this.client = client;
    this.counters = counters;
    this.most = limits.maxPublishRequests();
    this.onGone = onGone;
    this.onUnknown = onUnknown;
  }

  void add(ServerSubscription part) {
    parts.put(part.id(), part);
    pump();
  }

  void remove(ServerSubscription part) {
    parts.remove(part.id(), part);
  }

  void stop() {
    stopped = true;
  }

  /** Sends requests until enough are waiting. */
  void pump() {
    while (!stopped && System.nanoTime() - pausedUntilNanos >= 0) {
      int waiting = inFlight.get();
      if (waiting >= needed()) {
        return;
      }
      if (inFlight.compareAndSet(waiting, waiting + 1)) {
        send();
      }
    }
  }

  private int needed() {
    return Math.min(parts.isEmpty() ? 0 : parts.size() + 1, most);
  }

  /** Counts of its requests; to be called by any thread. */
  PublishRequestCounts counts() {
    return PublishRequestCounts.of(inFlight.get(), needed(), counters);
  }

  private void send() {
    List<SubscriptionAcknowledgement> acknowledgements = new ArrayList<>();
    parts.values().forEach(part -> part.drainAcknowledgements(acknowledgements));
    long sent = System.nanoTime();
    client
        .getSessionAsync()
        .thenCompose(session -> request(session.getAuthenticationToken(), acknowledgements))
        .whenComplete(
            (response, fault) -> {
              inFlight.decrementAndGet();
              if (fault != null) {
                acknowledgements.forEach(this::giveBack);
                failed(fault, sent);
              } else if (response instanceof PublishResponse published) {
                received(published);
              }
              pump();
            });
  }

  private CompletableFuture<UaResponseMessageType> request(
      NodeId token, List<SubscriptionAcknowledgement> acknowledgements) {
    long keepAlive =
        parts.values().stream().mapToLong(ServerSubscription::keepAliveMillis).max().orElse(0);
    long timeout = Math.min(2 * keepAlive + SLACK_MILLIS, Integer.MAX_VALUE);
    return client.sendRequestAsync(
        new PublishRequest(
            client.newRequestHeader(token, uint(timeout)),
            acknowledgements.toArray(SubscriptionAcknowledgement[]::new)));
  }

  private void received(PublishResponse response) {
    lastFault = "";
    counters.answeredRequests.increment();
    ServerSubscription part = parts.get(response.getSubscriptionId());
    if (part == null) {
      onUnknown.accept(response.getSubscriptionId());
    } else {
      part.received(response.getNotificationMessage());
    }
  }

  private void giveBack(SubscriptionAcknowledgement acknowledgement) {
    ServerSubscription part = parts.get(acknowledgement.getSubscriptionId());
    if (part != null) {
      part.acknowledge(acknowledgement.getSequenceNumber());
    }
  }

  private void failed(Throwable fault, long sentNanos) {
    if (stopped) {
      return;
    }
    counters.failedRequests.increment();
    long code = StatusText.codeOf(fault).value();
    if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
      return;
    }
    if (code == StatusCodes.Bad_TooManyPublishRequests) {
      int fewer = Math.max(1, inFlight.get());
      if (fewer < most) {
        LOG.info("{}: the server takes {} publish requests at once", server, fewer);
        most = fewer;
      }
    } else if (code == StatusCodes.Bad_NoSubscription) {
      parts.values().forEach(part -> part.goneUnlessYoungerThan(sentNanos));
      onGone.run();
    } else {
      note(fault);
    }
    pausedUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_AFTER_FAULT_MILLIS);
  }

  private void note(Throwable fault) {
    String text = StatusText.of(fault);
    if (!StatusText.meansLostConnection(fault) && !text.equals(lastFault)) {
      lastFault = text;
      LOG.warn(
          "{}: publish requests fail: {}. They are sent again. If messages are too large, lower the"
              + " number of notifications per publish.",
          server,
          text);
    }
  }
}
