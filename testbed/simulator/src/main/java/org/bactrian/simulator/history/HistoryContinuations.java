package org.bactrian.simulator.history;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Rests of histories that did not fit into an answer, until they are read or released, or until too
 * many others came after them. Thread-safe.
 */
public final class HistoryContinuations {

  /** Rests that are kept; the oldest makes room for another one (Part 4, 7.9). */
  static final int MOST_RESTS = 100;

  private final Map<Key, List<?>> rests = new LinkedHashMap<>();

  /** Keeps a rest for a session and returns its continuation point. */
  synchronized ByteString keep(NodeId session, List<?> rest) {
    UUID id = UUID.randomUUID();
    ByteString point =
        ByteString.of(
            ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    rests.put(new Key(session, point), List.copyOf(rest));
    if (rests.size() > MOST_RESTS) {
      rests.remove(rests.keySet().iterator().next());
    }
    return point;
  }

  /** Takes a rest out; empty when the session has none of that continuation point. */
  public synchronized Optional<List<?>> take(NodeId session, ByteString point) {
    return Optional.ofNullable(rests.remove(new Key(session, point)));
  }

  private record Key(NodeId session, ByteString point) {}
}
