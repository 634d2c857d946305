package org.bactrian.localazure.hub.identity;

import java.time.Instant;

/**
 * State of a client's connection, and the time of its last change.
 *
 * @param connected whether it has an MQTT connection now
 * @param updated when it last connected or disconnected; {@link #NEVER} before the first time
 * @param lastActivity when it last authenticated, sent or received; {@link #NEVER} before
 */
public record ClientConnectionState(boolean connected, Instant updated, Instant lastActivity) {

  /** IoT Hub's time for what has not happened yet. */
  public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  /** Of a client that never connected. */
  public static final ClientConnectionState UNSEEN = new ClientConnectionState(false, NEVER, NEVER);

  /** Connected or disconnected at a time, which is activity too. */
  public ClientConnectionState turned(boolean nowConnected, Instant time) {
    return new ClientConnectionState(nowConnected, time, time);
  }

  /** Active at a time, without a change of connection. */
  public ClientConnectionState active(Instant time) {
    return new ClientConnectionState(connected, updated, time);
  }
}
