package org.bactrian.edge.outbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Header of a message in a store, as JSON.
 *
 * @param number number of the message in its outbox
 * @param values values in its body
 * @param headers headers that describe it to its route
 * @param progress numbers that a restart goes on from, by name
 * @param more whether the next message belongs to the same row, which is stored as a whole
 */
record OutboxMessageHeader(
    long number,
    int values,
    Map<String, Object> headers,
    Map<String, Long> progress,
    boolean more) {

  /** Mapper of all that an outbox keeps as JSON; whole numbers come back as they went. */
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  static OutboxMessageHeader of(OutboxMessage message, Map<String, Long> progress, boolean more) {
    return new OutboxMessageHeader(
        message.number(), message.values(), message.headers(), progress, more);
  }

  /**
   * Reads a header.
   *
   * @throws IOException when the bytes are none
   */
  static OutboxMessageHeader read(byte[] header) throws IOException {
    return JSON.readValue(header, OutboxMessageHeader.class);
  }

  OutboxMessage withBody(byte[] body) {
    return new OutboxMessage(number, values, headers, body);
  }

  byte[] toBytes() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
