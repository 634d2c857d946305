package org.bactrian.launcher.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.bactrian.bench.outbox.MeasuredStore;
import org.bactrian.edge.outbox.RecoveredRecord;
import org.bactrian.edge.outbox.SegmentLog;

/** Store of the edge's outbox, as the benchmark measures it. */
public final class SegmentLogStore implements MeasuredStore {

  private static final long MAX_BYTES = 4L << 30;
  private static final byte[] NO_HEADER = {};

  private final SegmentLog log;

  /** Opens the log in a folder, which is made if there is none. */
  public SegmentLogStore(Path folder) throws IOException {
    log = SegmentLog.open(folder, MAX_BYTES);
  }

  @Override
  public long append(byte[] body) {
    return log.append("group", NO_HEADER, body);
  }

  @Override
  public void remove(long id) {
    log.remove(id);
  }

  @Override
  public void commit() throws InterruptedException {
    CountDownLatch committed = new CountDownLatch(1);
    log.afterCommit(committed::countDown);
    committed.await();
  }

  @Override
  public List<Long> recovered() {
    return log.recovered().stream().map(RecoveredRecord::id).toList();
  }

  @Override
  public byte[] read(long id) throws IOException {
    return log.read(id).body();
  }

  @Override
  public boolean isReadFromDisk() {
    return true;
  }

  @Override
  public void close() {
    log.close();
  }
}
