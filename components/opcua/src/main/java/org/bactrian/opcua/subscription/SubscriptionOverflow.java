package org.bactrian.opcua.subscription;

/**
 * Source of further sessions with the same server, for subscriptions that the server refuses in a
 * session that has as many as it grants. Used on the serial executor of that session.
 */
public interface SubscriptionOverflow {

  /** No other session: what the server refuses stays refused until it has room. */
  SubscriptionOverflow NONE =
      new SubscriptionOverflow() {
        @Override
        public Next next() {
          return new Next.Unavailable();
        }

        @Override
        public void closeUnused() {
          // there is none
        }
      };

  /** Next session of a server. */
  sealed interface Next {

    /**
     * It is active.
     *
     * @param engine maintains its subscriptions
     */
    record Ready(SubscriptionEngine engine) implements Next {}

    /** It is being connected; to be asked for again soon. */
    record Pending() implements Next {}

    /** It cannot be had now. */
    record Unavailable() implements Next {}
  }

  /** Returns the next session, which is opened where there is none. */
  Next next();

  /** Closes the next session when no subscription has been in it for a while. */
  void closeUnused();
}
