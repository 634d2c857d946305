package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.jspecify.annotations.Nullable;

/**
 * One subscription at the server: its items by client handle, its messages and what is to be
 * acknowledged.
 */
final class ServerSubscription {

  private static final long MISSING_KEEP_ALIVES = 3;
  private static final long SLACK_MILLIS = 5_000;
  private static final int UNKNOWN_HANDLES = 10_000;

  private final String name;
  private final UInteger id;
  private final String serverStart;
  private final boolean restored;
  private volatile double publishingInterval;
  private volatile long keepAliveMillis;
  private final long createdNanos = System.nanoTime();
  private final Queue<UInteger> acknowledgements = new ConcurrentLinkedQueue<>();

  private final MessageOrder messages;

  private volatile long heardNanos = System.nanoTime();
  private volatile boolean gone;

  /** Read by deliveries, replaced on the serial executor: item by handle. */
  private volatile PlacedItem[] items = new PlacedItem[64];

  /** Used on the serial executor only, as the fields below. */
  private int nextHandle = 1;

  private int size;
  private int capacity;
  private boolean publishing;
  private boolean publishingUnknown;
  private boolean uncertain;
  private boolean forgotten;

  /** Ids of items that the server still has and should not. */
  private final Set<UInteger> obsolete = new LinkedHashSet<>();

  /**
   * @param serverStart when the server started
   * @param capacity most items that go in
   */
  ServerSubscription(
      CreateSubscriptionResponse created, String serverStart, int capacity, boolean publishing) {
    this.name = UUID.randomUUID().toString();
    this.id = created.getSubscriptionId();
    this.serverStart = serverStart;
    this.restored = false;
    this.messages = new MessageOrder(1);
    revised(created.getRevisedPublishingInterval(), created.getRevisedMaxKeepAliveCount());
    this.capacity = capacity;
    this.publishing = publishing;
  }

  /** A subscription of a former process, whose publishing mode is not known. */
  ServerSubscription(SavedSubscription saved, int capacity) {
    this.name = saved.name();
    this.id = uint(saved.id());
    this.serverStart = saved.serverStart();
    this.restored = true;
    this.publishingInterval = saved.publishingInterval();
    this.keepAliveMillis = saved.keepAliveMillis();
    this.capacity = capacity;
    this.publishingUnknown = true;
    // The former process may have used some more and not have kept that.
    this.nextHandle =
        UNKNOWN_HANDLES
            + saved.items().stream().mapToInt(SavedSubscription.SavedItem::handle).max().orElse(0);
    this.messages = new MessageOrder(SequenceNumbers.following(saved.lastSequenceNumber()));
  }

  /** The server publishes at this interval and says that it lives after so many. */
  void revised(double interval, UInteger keepAliveCount) {
    publishingInterval = interval;
    keepAliveMillis = (long) (interval * keepAliveCount.longValue());
  }

  /** Returns a snapshot for a later process, with these items. */
  SavedSubscription saved(List<SavedSubscription.SavedItem> itemsOfIt) {
    return new SavedSubscription(
        name, id.longValue(), serverStart, publishingInterval, keepAliveMillis, itemsOfIt, 0);
  }

  /** Returns whether a former process made it. */
  boolean isRestored() {
    return restored;
  }

  /** Order of its messages. */
  MessageOrder messages() {
    return messages;
  }

  /** Name that no other subscription has. */
  String name() {
    return name;
  }

  UInteger id() {
    return id;
  }

  /** Time at which the server had started that made it, as text. */
  String serverStart() {
    return serverStart;
  }

  long keepAliveMillis() {
    return keepAliveMillis;
  }

  int size() {
    return size;
  }

  /** Number of items that can still be added. */
  int room() {
    return Math.max(0, capacity - size);
  }

  /** The server takes no more items than there are now. */
  void setFull() {
    capacity = size;
  }

  /** True when the server has said that its publishing mode is {@code enabled}. */
  boolean isConfirmed(boolean enabled) {
    return publishing == enabled && !publishingUnknown;
  }

  /** The server is asked for another publishing mode, and may have it before it answers. */
  void askForPublishing() {
    publishingUnknown = true;
  }

  /** The server has confirmed its publishing mode. */
  void confirmPublishing(boolean enabled) {
    publishing = enabled;
    publishingUnknown = false;
  }

  /** Ids of items that are to be deleted at the server; for the caller to add to and to clear. */
  Set<UInteger> obsolete() {
    return obsolete;
  }

  /** True when an answer was lost that told which items the server has. */
  boolean isUncertain() {
    return uncertain;
  }

  void setUncertain(boolean answerWasLost) {
    uncertain = answerWasLost;
  }

  /** The server does not have it any more, and so none of its items is monitored. */
  void forget() {
    forgotten = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  /**
   * A handle for the item, known to deliveries from now on. No handle is used twice, so that late
   * values of a removed item find no other one.
   */
  int add(PlacedItem item) {
    size++;
    int handle = nextHandle++;
    replace(handle, item);
    return handle;
  }

  /** An item that the server has under that handle since a former process. */
  void restore(int handle, PlacedItem item) {
    size++;
    replace(handle, item);
  }

  /** Another item under a handle that exists. */
  void replace(int handle, @Nullable PlacedItem item) {
    PlacedItem[] present = items;
    if (handle >= present.length) {
      present = Arrays.copyOf(present, Math.max(handle + 1, 2 * present.length));
    }
    present[handle] = item;
    items = present;
  }

  void remove(int handle) {
    size--;
    replace(handle, null);
  }

  /** The item with this handle; null when it was removed meanwhile. */
  @Nullable PlacedItem item(int handle) {
    PlacedItem[] present = items;
    return handle >= 0 && handle < present.length ? present[handle] : null;
  }

  /** Takes a message as it came. */
  void received(NotificationMessage message) {
    heardNanos = System.nanoTime();
    messages.received(message);
  }

  /** Acknowledges again what a former process has stored and the server still keeps. */
  void acknowledgeStored(List<UInteger> available) {
    long next = messages.expected();
    available.stream()
        .filter(
            number ->
                number.longValue() != next && !SequenceNumbers.isAfter(number.longValue(), next))
        .forEach(this::acknowledge);
  }

  void acknowledge(UInteger sequenceNumber) {
    acknowledgements.add(sequenceNumber);
  }

  void drainAcknowledgements(List<SubscriptionAcknowledgement> into) {
    for (UInteger n = acknowledgements.poll(); n != null; n = acknowledgements.poll()) {
      into.add(new SubscriptionAcknowledgement(id, n));
    }
  }

  /** The server does not know it any more. */
  void setGone() {
    gone = true;
  }

  /** The server did not know it at that time, unless it was made after. */
  void goneUnlessYoungerThan(long nanos) {
    if (createdNanos - nanos < 0) {
      gone = true;
    }
  }

  /** A session is active again, so its silence is counted from now. */
  void heard() {
    heardNanos = System.nanoTime();
  }

  /** Returns whether the server forgot it, said so or fell silent past several keep-alives. */
  boolean isGone() {
    long silence = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardNanos);
    return gone || silence > MISSING_KEEP_ALIVES * keepAliveMillis + SLACK_MILLIS;
  }
}
