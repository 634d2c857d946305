package org.bactrian.edge.outbox;

import java.time.Instant;

/**
 * Record that a store found when it was opened; header and body stay on disk.
 *
 * @param id id that it was given
 * @param channel sequence to which it belongs
 * @param bodySize bytes of its body
 * @param appended when it was appended
 */
public record RecoveredRecord(long id, String channel, int bodySize, Instant appended) {}
