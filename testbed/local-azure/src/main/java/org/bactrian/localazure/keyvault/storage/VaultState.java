package org.bactrian.localazure.keyvault.storage;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;
import org.h2.mvstore.MVMap;

/**
 * State of the vault: named tables of sealed records in the state file. A change is made by one
 * task of the state thread and seen by others when it is on disk. Safe for use by several threads.
 */
public final class VaultState {

  /** Largest size of all records, in bytes. */
  static final long MAX_BYTES = 64L * 1024 * 1024;

  /** Table that each vault has from its first start. */
  public static final String CLIENTS = "clients";

  private static final String PREFIX = "vault.";
  private static final int CHANGE_SECONDS = 60;

  private final StateFile file;
  private final StateThread thread;
  private final RecordSeal seal;
  private final Path keyFile;

  // Both belong to the state thread, or to the start before it.
  private final List<StagedWrite> staged = new ArrayList<>();
  private long bytes;

  private VaultState(StateFile file, StateThread thread, RecordSeal seal, Path keyFile) {
    this.file = file;
    this.thread = thread;
    this.seal = seal;
    this.keyFile = keyFile;
  }

  /**
   * Opens the state.
   *
   * @param keyFile the file of the key-encryption key; made for a vault without records
   * @throws IllegalStateException when the file is missing, or holds no key
   */
  public static VaultState open(StateFile file, StateThread thread, Path keyFile) {
    if (file.hasMap(PREFIX + CLIENTS) && !Files.exists(keyFile)) {
      throw new IllegalStateException(
          keyFile
              + " is missing. Put back a copy of it, since the vault's records were sealed with it;"
              + " or delete the data folder to begin anew.");
    }
    return new VaultState(file, thread, RecordSeal.open(keyFile), keyFile);
  }

  /**
   * Reads a table; the same name gives the same content.
   *
   * @param type of the records, which Jackson reads and writes
   * @throws IllegalStateException when its records were sealed with another key
   */
  public <T> VaultTable<T> table(String name, Class<T> type) {
    return new VaultTable<>(this, PREFIX + name, type);
  }

  /**
   * Makes a change, which is on disk when this returns; nothing of it is when it fails.
   *
   * @throws KeyVaultFaultException when the change is refused
   */
  public <T> T change(Callable<T> change) {
    try {
      return thread
          .call(() -> committed(change))
          .toCompletionStage()
          .toCompletableFuture()
          .get(CHANGE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeyVaultFaultException refused) {
        throw refused;
      }
      throw new IllegalStateException("The vault cannot be changed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The vault is closed", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("The vault was not changed in time", e);
    }
  }

  private <T> T committed(Callable<T> change) throws Exception {
    try {
      T result = change.call();
      staged.forEach(write -> write.stored().run());
      file.commit();
      for (StagedWrite write : staged) {
        write.shown().run();
        bytes += write.growth();
      }
      return result;
    } finally {
      staged.clear();
    }
  }

  private record StagedWrite(int growth, Runnable stored, Runnable shown) {}

  /**
   * Seals a value for a client to keep.
   *
   * @param purpose to which the value is bound
   */
  public byte[] export(String purpose, Object value) {
    return write("export", purpose, value);
  }

  /**
   * Reads a value that was sealed for a client.
   *
   * @throws KeyVaultFaultException when this vault did not seal it for that purpose
   */
  public <T> T reimport(String purpose, byte[] sealed, Class<T> type) {
    try {
      return JSON.readValue(seal.unseal(id("export", purpose), sealed), type);
    } catch (GeneralSecurityException | IOException e) {
      throw KeyVaultFaultException.badParameter("The backup was not made by this vault");
    }
  }

  MVMap<String, byte[]> records(String table) {
    MVMap<String, byte[]> records = file.namedBytes(table);
    records.values().forEach(record -> bytes += record.length);
    return records;
  }

  <T> T read(String table, String name, byte[] record, Class<T> type) {
    try {
      return JSON.readValue(seal.unseal(id(table, name), record), type);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          ("The vault's record %s was not sealed with the key in %s. Put back the file of that time,"
                  + " or delete the data folder to begin anew.")
              .formatted(id(table, name), keyFile),
          e);
    }
  }

  byte[] write(String table, String name, Object value) {
    try {
      return seal.seal(id(table, name), JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      // The cause may quote a secret.
      throw new IllegalStateException("A record of the vault cannot be written");
    }
  }

  /**
   * Plans a write of the change that runs.
   *
   * @param growth bytes by which the state grows
   * @param stored writes the record
   * @param shown makes readers see it
   * @throws KeyVaultFaultException when there is no room for it
   */
  void stage(int growth, Runnable stored, Runnable shown) {
    long planned = bytes + growth + staged.stream().mapToLong(StagedWrite::growth).sum();
    if (growth > 0 && planned > MAX_BYTES) {
      throw new KeyVaultFaultException(
          KeyVaultFault.FORBIDDEN,
          "The local vault is full, at %d bytes. Purge what is not needed".formatted(MAX_BYTES));
    }
    staged.add(new StagedWrite(growth, stored, shown));
  }

  private static String id(String table, String name) {
    return table + "/" + name;
  }
}
