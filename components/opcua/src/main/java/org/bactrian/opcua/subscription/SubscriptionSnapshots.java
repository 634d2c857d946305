package org.bactrian.opcua.subscription;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Snapshots of subscriptions in a journal: those that a former process left, until they are taken
 * over, and those of this one, written where they change. Used on the serial executor only.
 */
final class SubscriptionSnapshots {

  private final SubscriptionJournal journal;
  private final List<SavedSubscription> former;
  private final Map<String, SavedSubscription> written = new HashMap<>();

  SubscriptionSnapshots(SubscriptionJournal journal) {
    this.journal = journal;
    this.former = new ArrayList<>(journal.load());
  }

  /** Returns whether a server that hands a subscription over is to send all values once more. */
  boolean needsInitialValues() {
    return journal.needsInitialValues();
  }

  /** Snapshots that a former process left and nobody has taken over. */
  List<SavedSubscription> former() {
    return List.copyOf(former);
  }

  /** Notes that all that a former process left was taken over. */
  void adopted() {
    former.forEach(saved -> written.put(saved.name(), saved));
    former.clear();
  }

  void write(ServerSubscription part, List<SavedSubscription.SavedItem> items) {
    SavedSubscription now = part.saved(items);
    if (!now.equals(written.put(part.name(), now))) {
      journal.save(now);
    }
  }

  void remove(ServerSubscription part) {
    if (written.remove(part.name()) != null) {
      journal.remove(part.name());
    }
  }
}
