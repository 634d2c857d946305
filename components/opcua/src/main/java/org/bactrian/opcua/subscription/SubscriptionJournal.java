package org.bactrian.opcua.subscription;

import java.util.List;

/**
 * Journal of the subscriptions that one {@link Subscription} has at its server, so that a later
 * process takes them over. Thread-safe; none of its methods waits.
 */
public interface SubscriptionJournal {

  /** Journal of what ends with the process. */
  SubscriptionJournal NONE =
      new SubscriptionJournal() {
        @Override
        public List<SavedSubscription> load() {
          return List.of();
        }

        @Override
        public boolean isResumed() {
          return false;
        }

        @Override
        public boolean needsInitialValues() {
          return false;
        }

        @Override
        public void save(SavedSubscription subscription) {
          // not kept
        }

        @Override
        public void remove(String name) {
          // not kept
        }
      };

  /** Returns whether a former process left something that was not loaded yet. */
  boolean isResumed();

  /** Returns whether a server that hands a subscription over is to send all values once more. */
  boolean needsInitialValues();

  /** Returns what a former process left, with its last sequence numbers; none the second time. */
  List<SavedSubscription> load();

  /** Keeps a subscription, in place of what was kept under its name. */
  void save(SavedSubscription subscription);

  /** Forgets a subscription that the server does not have any more. */
  void remove(String name);
}
