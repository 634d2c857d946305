package org.bactrian.edge.outbox;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/** Operation that a segment file holds. */
sealed interface LogEntry {

  /**
   * Message that was appended, or moved here from an older segment under the same id.
   *
   * @param body content from its position to its limit, neither of which a reader changes
   */
  record Message(long id, Instant appended, String channel, byte[] header, ByteBuffer body)
      implements LogEntry {

    StoredRecord toRecord() {
      byte[] bytes = new byte[body.remaining()];
      body.duplicate().get(bytes);
      return new StoredRecord(header, bytes);
    }
  }

  /** Removal of a message that was appended before. */
  record Removal(long id) implements LogEntry {}

  /**
   * Value that was put under a key.
   *
   * @param value empty when the key was removed
   */
  record StateValue(String key, byte[] value) implements LogEntry {

    void putInto(Map<String, byte[]> state) {
      if (value.length == 0) {
        state.remove(key);
      } else {
        state.put(key, value);
      }
    }
  }
}
