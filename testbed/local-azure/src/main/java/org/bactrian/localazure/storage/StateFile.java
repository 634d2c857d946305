package org.bactrian.localazure.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bactrian.model.file.OwnerOnly;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Maps in one file. What {@link #commit()} has returned from is there after the process is killed;
 * a power cut may take the last moments, since commits are not forced to the disk.
 *
 * <p>One process at a time: the file is locked. Reads are safe from any thread, changes belong on
 * one.
 */
public final class StateFile implements AutoCloseable {

  // Dead chunks pile up only when many keys change over and over; a look now and then is enough.
  private static final int COMMITS_BETWEEN_COMPACTIONS = 1_000;
  private static final int COMPACT_BELOW_PERCENT = 50;
  private static final int COMPACT_BYTES = 4 * 1024 * 1024;
  private static final int CACHE_MEGABYTES = 4;
  // Every commit writes the pages that it touched: small ones keep the file small.
  private static final int PAGE_BYTES = 4 * 1024;
  // Old pages stay that long before their room is used again, in case a disk reorders writes.
  private static final int RETENTION_MILLIS = 5_000;

  private final MVStore store;
  private int commits;

  private StateFile(MVStore store) {
    this.store = store;
  }

  /**
   * Opens the file, and makes it when it is not there.
   *
   * @throws IllegalStateException when another process has it open, or it cannot be read
   */
  public static StateFile open(Path file) {
    try {
      OwnerOnly.touch(file);
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toAbsolutePath().toString())
              .autoCommitDisabled()
              // Else a large change would be stored before it is whole.
              .autoCommitBufferSize(0)
              .cacheSize(CACHE_MEGABYTES)
              .pageSplitSize(PAGE_BYTES)
              .open();
      store.setRetentionTime(RETENTION_MILLIS);
      return new StateFile(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MVStoreException e) {
      throw new IllegalStateException(
          file
              + ": cannot be opened as the local Azure's state. Another local Azure may be running"
              + " on this data folder: stop it, or choose another folder. Cause: "
              + e.getMessage(),
          e);
    }
  }

  /** A named map; the same name gives the same content. */
  public MVMap<String, String> map(String name) {
    return store.openMap(name);
  }

  /** A named map of bytes by number; the same name gives the same content. */
  public MVMap<Long, byte[]> numberedBytes(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<Long, byte[]>()
            .keyType(LongDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  /** A named map of strings by number; the same name gives the same content. */
  public MVMap<Long, String> numberedTexts(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<Long, String>()
            .keyType(LongDataType.INSTANCE)
            .valueType(StringDataType.INSTANCE));
  }

  /** Makes every change so far outlive the process. */
  public void commit() {
    store.commit();
    commits++;
    if (commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
      store.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES);
    }
  }

  /** Leaves without writing anything more, as a killed process would. */
  public void abandon() {
    store.closeImmediately();
  }

  @Override
  public void close() {
    // A thread that was interrupted while it wrote leaves a store whose close() never returns; a
    // commit finds that out and closes it.
    try {
      store.commit();
    } catch (MVStoreException e) {
      store.closeImmediately();
    }
    if (!store.isClosed()) {
      store.close();
    }
  }
}
