package org.bactrian.bench.outbox;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * RocksDB, whose write-ahead log is made durable by each commit. It is called by reflection, so
 * that nobody has to download its libraries but who measures it.
 */
public final class RocksDbStore implements MeasuredStore {

  private static final String PACKAGE = "org.rocksdb.";

  private final Object database;
  private final Method put;
  private final Method delete;
  private final Method get;
  private final Method syncWal;
  private final List<Long> recovered;
  private long nextId;

  /** Opens the database in a folder, which is made if there is none. */
  public RocksDbStore(Path folder) throws IOException {
    Files.createDirectories(folder);
    try {
      Class<?> type = Class.forName(PACKAGE + "RocksDB");
      put = type.getMethod("put", byte[].class, byte[].class);
      delete = type.getMethod("delete", byte[].class);
      get = type.getMethod("get", byte[].class);
      syncWal = type.getMethod("syncWal");
      database = call(type.getMethod("open", String.class), "", folder.toString());
      recovered = keys(call(type.getMethod("newIterator"), database));
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
    nextId = recovered.isEmpty() ? 1 : recovered.get(recovered.size() - 1) + 1;
  }

  private static List<Long> keys(Object iterator) throws ReflectiveOperationException, IOException {
    Class<?> type = iterator.getClass();
    Method isValid = type.getMethod("isValid");
    Method next = type.getMethod("next");
    Method key = type.getMethod("key");
    List<Long> keys = new ArrayList<>();
    type.getMethod("seekToFirst").invoke(iterator);
    while ((boolean) call(isValid, iterator)) {
      keys.add(ByteBuffer.wrap((byte[]) call(key, iterator)).getLong());
      next.invoke(iterator);
    }
    type.getMethod("close").invoke(iterator);
    return List.copyOf(keys);
  }

  private static byte[] key(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  @Override
  public long append(byte[] body) throws IOException {
    long id = nextId++;
    run(put, key(id), body);
    return id;
  }

  @Override
  public void remove(long id) throws IOException {
    run(delete, key(id));
  }

  @Override
  public void commit() throws IOException {
    run(syncWal);
  }

  @Override
  public List<Long> recovered() {
    return recovered;
  }

  @Override
  public byte[] read(long id) throws IOException {
    return (byte[]) call(get, database, key(id));
  }

  @Override
  public boolean isReadFromDisk() {
    return true;
  }

  @Override
  public void close() throws IOException {
    try {
      database.getClass().getMethod("close").invoke(database);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  private void run(Method method, Object... arguments) throws IOException {
    try {
      method.invoke(database, arguments);
    } catch (InvocationTargetException e) {
      throw new IOException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IOException(e);
    }
  }

  /** Calls a method that returns something. */
  private static Object call(Method method, Object on, Object... arguments) throws IOException {
    try {
      Object result = method.invoke(on, arguments);
      if (result == null) {
        throw new IOException(method.getName() + " found nothing");
      }
      return result;
    } catch (InvocationTargetException e) {
      throw new IOException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IOException(e);
    }
  }
}
