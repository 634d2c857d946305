package org.bactrian.opcua.component;

import java.time.Instant;
import org.bactrian.opcua.service.PlainValues;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * A value of a node, for routes to read.
 *
 * @param node the node as the route names it
 * @param value plain Java value: numbers, texts, Instant, byte[] or lists of such; null where there
 *     is none
 * @param status such as {@code Good} or {@code Bad_NodeIdUnknown}
 * @param sourceTime when the value came to be; null where the server does not say
 * @param serverTime when the server had it; null where the server does not say
 */
public record OpcUaValue(
    String node,
    @Nullable Object value,
    String status,
    @Nullable Instant sourceTime,
    @Nullable Instant serverTime) {

  static OpcUaValue of(String node, DataValue value) {
    return new OpcUaValue(
        node,
        PlainValues.of(value.value()),
        StatusText.of(value.statusCode()),
        instant(value.sourceTime()),
        instant(value.serverTime()));
  }

  private static @Nullable Instant instant(@Nullable DateTime time) {
    return time == null ? null : time.getJavaInstant();
  }
}
