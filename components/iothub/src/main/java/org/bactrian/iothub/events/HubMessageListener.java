package org.bactrian.iothub.events;

/** Listener to what a {@link HubEventReader} reads. */
@FunctionalInterface
public interface HubMessageListener {

  /**
   * Takes a message. Those of a partition come one after another and in order, those of different
   * partitions at once; while it takes one, the next ones of the partition wait at the hub.
   */
  void message(HubMessage message);

  /** From now on nothing that arrives is missed. */
  default void reading() {}

  /** The hub does not answer; it is asked again. */
  default void lost(Throwable failure) {}
}
