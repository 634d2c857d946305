package org.bactrian.bench.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** Map of an MVStore of H2. Its background thread stays on, since it gives space back. */
public final class MvMapStore implements MeasuredStore {

  private final MVStore store;
  private final MVMap<Long, byte[]> messages;
  private final List<Long> recovered;
  private long nextId;

  /** Opens the store in a folder, which is made if there is none. */
  public MvMapStore(Path folder) throws IOException {
    Files.createDirectories(folder);
    store = new MVStore.Builder().fileName(folder.resolve("outbox.mv").toString()).open();
    // A chunk may be overwritten as soon as a later one is durable.
    store.setRetentionTime(0);
    messages = store.openMap("messages");
    recovered = List.copyOf(messages.keySet());
    nextId = recovered.isEmpty() ? 1 : recovered.get(recovered.size() - 1) + 1;
  }

  @Override
  public long append(byte[] body) {
    long id = nextId++;
    messages.put(id, body);
    return id;
  }

  @Override
  public void remove(long id) {
    messages.remove(id);
  }

  @Override
  public void commit() {
    store.commit();
    store.sync();
  }

  @Override
  public List<Long> recovered() {
    return recovered;
  }

  @Override
  public byte[] read(long id) throws IOException {
    byte[] body = messages.get(id);
    if (body == null) {
      throw new IOException("There is no message " + id);
    }
    return body;
  }

  @Override
  public boolean isReadFromDisk() {
    return true;
  }

  @Override
  public void close() {
    store.close();
  }
}
