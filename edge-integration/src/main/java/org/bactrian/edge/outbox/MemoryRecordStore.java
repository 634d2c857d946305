package org.bactrian.edge.outbox;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Store that ends with the process: it keeps the state and leaves the records to its user, who has
 * them in memory anyway. Thread-safe.
 */
public final class MemoryRecordStore implements RecordStore {

  private final AtomicLong lastId = new AtomicLong();
  private final Map<String, byte[]> state = new ConcurrentHashMap<>();

  @Override
  public long append(String channel, byte[] header, byte[] body) {
    return lastId.incrementAndGet();
  }

  @Override
  public void remove(long id) {
    // there are no records
  }

  @Override
  public void put(String key, byte[] value) {
    if (value.length == 0) {
      state.remove(key);
    } else {
      state.put(key, value);
    }
  }

  @Override
  public Map<String, byte[]> state() {
    return new HashMap<>(state);
  }

  @Override
  public void afterCommit(Runnable action) {
    action.run();
  }

  @Override
  public StoredRecord read(long id) throws IOException {
    throw new IOException("Record " + id + " is in memory only.");
  }

  @Override
  public List<RecoveredRecord> recovered() {
    return List.of();
  }

  @Override
  public byte[] header(long id, int bodySize) throws IOException {
    throw new IOException("Record " + id + " is in memory only.");
  }

  @Override
  public boolean hasRoom(long heldBytes) {
    return true;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
