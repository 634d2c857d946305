package org.bactrian.cloud.publisher;

/**
 * A heartbeat that cannot be meant, which no retry changes. Its message is the reason that the dead
 * letter carries; it has no stack trace, which a dead letter has no room for.
 */
public final class UnreadableHeartbeatException extends RuntimeException {

  UnreadableHeartbeatException(String reason) {
    super(reason, null, false, false);
  }
}
