package org.bactrian.edge.outbox;

import java.util.Locale;

/** Place of messages that are not acknowledged yet. */
public enum OutboxMode {
  /** In memory; servers forget a notification as soon as it was received. */
  OFF,
  /** In memory; servers keep a notification until what was made of it is there. */
  MEMORY,
  /** On disk, so that it outlives the process. */
  DISK;

  /** Name on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
