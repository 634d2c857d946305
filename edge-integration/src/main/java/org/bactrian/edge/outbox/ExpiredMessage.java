package org.bactrian.edge.outbox;

import java.time.Instant;
import java.util.Map;

/**
 * Message that an outbox gives up, since it has waited for too long.
 *
 * @param added when it was added
 * @param values values in its body
 * @param headers headers that describe it to its route, empty where they cannot be read back
 */
public record ExpiredMessage(Instant added, int values, Map<String, Object> headers) {}
