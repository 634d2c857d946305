package org.bactrian.localazure.keyvault.storage;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.h2.mvstore.MVMap;

/**
 * Records of one kind by name, in any case. Reads are safe from any thread and see what is on disk;
 * {@link #put} and {@link #remove} belong into a {@link VaultState#change change}.
 *
 * @param <T> immutable
 */
public final class VaultTable<T> {

  private final VaultState state;
  private final String table;
  private final MVMap<String, byte[]> stored;
  private final NavigableMap<String, T> records = new ConcurrentSkipListMap<>();

  VaultTable(VaultState state, String table, Class<T> type) {
    this.state = state;
    this.table = table;
    stored = state.records(table);
    stored.forEach((name, record) -> records.put(name, state.read(table, name, record, type)));
  }

  /** The record of that name. */
  public Optional<T> find(String name) {
    return Optional.ofNullable(records.get(key(name)));
  }

  /** Number of records. */
  public int size() {
    return records.size();
  }

  /** All records in the order of their names. */
  public List<T> all() {
    return List.copyOf(records.values());
  }

  /**
   * Writes a record.
   *
   * @throws org.bactrian.localazure.keyvault.fault.KeyVaultFaultException when the vault is full
   */
  public void put(String name, T record) {
    String key = key(name);
    byte[] bytes = state.write(table, key, record);
    state.stage(
        bytes.length - storedSize(key),
        () -> stored.put(key, bytes),
        () -> records.put(key, record));
  }

  /** Removes a record, if it is there. */
  public void remove(String name) {
    String key = key(name);
    state.stage(-storedSize(key), () -> stored.remove(key), () -> records.remove(key));
  }

  private int storedSize(String key) {
    byte[] before = stored.get(key);
    return before == null ? 0 : before.length;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
