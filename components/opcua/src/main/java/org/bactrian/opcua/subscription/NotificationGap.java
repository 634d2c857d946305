package org.bactrian.opcua.subscription;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Time for which values of a subscription may be missing.
 *
 * @param cause kind of the cause
 * @param detail cause in words
 * @param since publish time of the last message that was delivered before; null where this process
 *     has delivered none, or the server has no clock
 * @param until when the gap was noticed here
 */
public record NotificationGap(
    GapCause cause, String detail, @Nullable Instant since, Instant until) {

  /** Returns the gap as one that began at a time. */
  public NotificationGap beganAt(Instant time) {
    return new NotificationGap(cause, detail, time, until);
  }

  /**
   * Returns the gap as one that is ended by a notification; a server without a clock changes
   * nothing.
   */
  public NotificationGap endsAt(Instant publishTime) {
    return publishTime.isAfter(Instant.EPOCH)
        ? new NotificationGap(cause, detail, since, publishTime)
        : this;
  }
}
