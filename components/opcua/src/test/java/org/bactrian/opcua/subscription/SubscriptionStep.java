package org.bactrian.opcua.subscription;

/** One thing that happens to a subscription, to its server or to the network between them. */
sealed interface SubscriptionStep {

  /**
   * A counter is wanted by one of the subscriptions. One that the server does not have is refused.
   */
  record Add(int subscription, int counter) implements SubscriptionStep {}

  /** A counter is not wanted any more. */
  record Remove(int subscription, int counter) implements SubscriptionStep {}

  /** A counter is wanted with another queue. */
  record Resize(int subscription, int counter, int queueSize) implements SubscriptionStep {}

  /** The server holds back what it has for a subscription, or stops doing so. */
  record Publishing(int subscription, boolean enabled) implements SubscriptionStep {}

  /**
   * The server starts again with this number of counters.
   *
   * @param settled whether all is as it should be before
   */
  record Restart(int counters, boolean settled) implements SubscriptionStep {}

  /** Another session takes the place of the present one. */
  record Transfer() implements SubscriptionStep {}

  /** All connections break and none comes through. */
  record Cut() implements SubscriptionStep {}

  /**
   * Some time passes.
   *
   * @param millis how much; beyond {@link SubscribedPlant#SESSION_TIMEOUT} a session ends that the
   *     server does not hear of
   */
  record Elapse(int millis) implements SubscriptionStep {}

  /** Connections come through again. */
  record Mend() implements SubscriptionStep {}
}
