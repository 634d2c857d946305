package org.bactrian.edge.outbox;

/**
 * Name of an outbox.
 *
 * @param channel name in the store, the same after a restart
 * @param text name in messages to people, such as {@code WriterGroup Plant}
 */
public record OutboxName(String channel, String text) {}
