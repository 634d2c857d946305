package org.bactrian.opcua.subscription;

import java.time.Instant;

/**
 * Sequence number and publish time of a notification message (Part 4, 7.26).
 *
 * @param sequenceNumber the server's number of the message, 0 where it is not known
 * @param publishTime when the server sent it
 */
public record NotificationHeader(long sequenceNumber, Instant publishTime) {}
