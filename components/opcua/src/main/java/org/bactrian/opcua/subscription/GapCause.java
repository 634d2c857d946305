package org.bactrian.opcua.subscription;

/** Causes of a gap, after which values may be missing. */
public enum GapCause {
  /** The server restarted or forgot the subscription, and it was made again. */
  RECREATED,
  /** Notification messages were lost on the way. */
  SEQUENCE,
  /** A queue at the server was full. */
  OVERFLOW,
  /** Messages became too old before they could be sent; a subscription has no such gap. */
  EXPIRED
}
