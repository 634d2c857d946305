package org.bactrian.edge.outbox;

import java.util.Map;

/**
 * Message on its way to a transport. The body is not copied: do not change it.
 *
 * @param number number of the message in its outbox, from 1; kept when it is sent again
 * @param values values in the body
 * @param headers headers that describe it to its route: strings, whole numbers, lists and maps of
 *     strings by name
 * @param body the bytes that leave
 */
public record OutboxMessage(long number, int values, Map<String, Object> headers, byte[] body) {}
