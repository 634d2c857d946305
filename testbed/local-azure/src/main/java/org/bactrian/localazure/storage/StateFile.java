package org.bactrian.localazure.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bactrian.model.file.OwnerOnly;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

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
  private final VersionFile version;
  private int commits;

  private StateFile(MVStore store, VersionFile version) {
    this.store = store;
    this.version = version;
  }

  /**
   * Opens the file, and makes it when it is not there.
   *
   * @throws IllegalStateException when another process has it open, it cannot be read, or it has
   *     lost what was committed
   */
  public static StateFile open(Path file) {
    try {
      requireNotEmptied(file);
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
      return withVersion(file, store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MVStoreException e) {
      throw e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
          ? new IllegalStateException(
              file
                  + " is in use by another local Azure on this data folder. Stop it, or choose"
                  + " another folder.",
              e)
          : damaged(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The file is made with content, so an empty one has lost it. */
  private static void requireNotEmptied(Path file) throws IOException {
    if (!Files.exists(file)) {
      VersionFile.delete(VersionFile.of(file));
    } else if (Files.size(file) == 0) {
      throw damaged(file, "is empty", null);
    }
  }

  private static StateFile withVersion(Path file, MVStore store) throws IOException {
    VersionFile version = VersionFile.open(VersionFile.of(file));
    // A file that was cut is opened as it was before: the store finds an older version in it.
    if (version.read() > store.getCurrentVersion()) {
      version.close();
      store.closeImmediately();
      throw damaged(file, "was cut, and holds an older state than was committed", null);
    }
    return new StateFile(store, version);
  }

  private static IllegalStateException damaged(Path file, String what, @Nullable Exception cause) {
    return new IllegalStateException(
        ("%s %s. Put back a copy of it, with the file %s of that time; or delete it to begin"
                + " anew, without the identities, twins, messages and keys that were in it.")
            .formatted(file, what, VersionFile.of(file).getFileName()),
        cause);
  }

  /** Returns whether there is a map of that name. */
  public boolean hasMap(String name) {
    return store.hasMap(name);
  }

  /** A named map; the same name gives the same content. */
  public MVMap<String, String> map(String name) {
    return store.openMap(name);
  }

  /** A named map of bytes by text; the same name gives the same content. */
  public MVMap<String, byte[]> namedBytes(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, byte[]>()
            .keyType(StringDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
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
    version.write(store.getCurrentVersion());
    commits++;
    if (commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
      store.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES);
    }
  }

  /** Leaves without writing anything more, as a killed process would. */
  public void abandon() {
    store.closeImmediately();
    version.close();
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
    version.close();
  }
}
