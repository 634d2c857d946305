package org.bactrian.edge.outbox;

/**
 * Record as it was appended.
 *
 * @param header small part
 * @param body large part
 */
public record StoredRecord(byte[] header, byte[] body) {}
