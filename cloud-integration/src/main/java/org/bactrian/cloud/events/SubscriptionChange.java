package org.bactrian.cloud.events;

/**
 * Change of the groups of a connection, which any replica may have.
 *
 * @param hub hub of the connection
 * @param connectionId id of the connection; a secret of its client
 * @param group group that it joins or leaves
 * @param subscribed whether it joins
 */
record SubscriptionChange(LiveHub hub, String connectionId, String group, boolean subscribed) {

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "SubscriptionChange[" + hub + ", " + group + ", " + subscribed + "]";
  }
}
