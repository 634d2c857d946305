package org.bactrian.bench.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.IOCompletion;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.journal.impl.dataformat.ByteArrayEncoding;

/**
 * Journal of Apache ActiveMQ Artemis on NIO files. Its buffer waits up to 100 ms for more and is
 * then written and made durable. What it holds is handed over when it is loaded: there is no
 * reading by id.
 */
public final class ArtemisJournalStore implements MeasuredStore {

  private static final int FILE_BYTES = 10 << 20;
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int BUFFER_NANOS = 100_000_000;
  private static final int MIN_FILES = 2;
  private static final int POOL = 10;
  private static final int COMPACT_MIN_FILES = 10;
  private static final int COMPACT_PERCENT = 30;
  private static final byte TYPE = 1;

  private final NIOSequentialFileFactory files;
  private final JournalImpl journal;
  private final Map<Long, byte[]> loaded = new HashMap<>();
  private final List<Long> recovered = new ArrayList<>();
  private final AtomicLong nextId = new AtomicLong(1);
  private final Completions completions = new Completions();

  /** Opens the journal in a folder, which is made if there is none. */
  public ArtemisJournalStore(Path folder) throws IOException {
    Files.createDirectories(folder);
    files =
        new NIOSequentialFileFactory(folder.toFile(), true, BUFFER_BYTES, BUFFER_NANOS, 1, false);
    files.start();
    journal =
        new JournalImpl(
            FILE_BYTES,
            MIN_FILES,
            POOL,
            COMPACT_MIN_FILES,
            COMPACT_PERCENT,
            files,
            "outbox",
            "log",
            1);
    journal.start();
    load();
  }

  private void load() throws IOException {
    List<RecordInfo> records = new ArrayList<>();
    try {
      journal.load(records, new ArrayList<>(), (transaction, added, deleted) -> {}, false);
    } catch (Exception e) {
      throw new IOException(e);
    }
    for (RecordInfo record : records) {
      recovered.add(record.id);
      loaded.put(record.id, record.data);
      nextId.accumulateAndGet(record.id + 1, Math::max);
    }
  }

  @Override
  public long append(byte[] body) throws IOException {
    long id = nextId.getAndIncrement();
    try {
      journal.appendAddRecord(id, TYPE, new ByteArrayEncoding(body), true, completions);
    } catch (Exception e) {
      throw new IOException(e);
    }
    return id;
  }

  @Override
  public void remove(long id) throws IOException {
    try {
      journal.appendDeleteRecord(id, true, completions);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void commit() throws IOException, InterruptedException {
    completions.awaitAllBefore();
  }

  @Override
  public List<Long> recovered() {
    return List.copyOf(recovered);
  }

  @Override
  public byte[] read(long id) throws IOException {
    byte[] body = loaded.get(id);
    if (body == null) {
      throw new IOException("No record " + id + " was loaded");
    }
    return body;
  }

  @Override
  public boolean isReadFromDisk() {
    return false;
  }

  @Override
  public void close() throws IOException {
    try {
      journal.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
    files.stop();
  }

  /** Number of operations that were begun, and of those that are durable; they end in order. */
  private static final class Completions implements IOCompletion {

    private long begun;
    private long ended;
    private String error = "";

    @Override
    public synchronized void storeLineUp() {
      begun++;
    }

    @Override
    public synchronized void done() {
      ended++;
      notifyAll();
    }

    @Override
    public synchronized void onError(int code, String message) {
      error = code + " " + message;
      notifyAll();
    }

    synchronized void awaitAllBefore() throws IOException, InterruptedException {
      long goal = begun;
      while (ended < goal && error.isEmpty()) {
        wait();
      }
      if (!error.isEmpty()) {
        throw new IOException(error);
      }
    }
  }
}
