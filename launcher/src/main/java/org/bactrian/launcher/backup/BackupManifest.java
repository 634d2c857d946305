package org.bactrian.launcher.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bactrian.model.json.JsonTrees;

/**
 * First entry of a backup, JSON: what is in it.
 *
 * @param format version of the form of backups, {@value #FORMAT} here
 * @param made time of the backup, ISO 8601
 * @param files bytes of each file, by its path in the data folder with slashes
 */
record BackupManifest(int format, String made, Map<String, Long> files) {

  /** Name of the entry; no file of a data folder is called so. */
  static final String ENTRY = "bactrian-backup.json";

  static final int FORMAT = 1;

  /** Largest manifest in bytes. */
  static final int MAX_BYTES = 64 * 1024 * 1024;

  BackupManifest {
    files = Map.copyOf(files);
  }

  static BackupManifest read(byte[] json) throws IOException {
    return JsonTrees.JSON.readValue(json, BackupManifest.class);
  }

  byte[] toBytes() throws IOException {
    return JsonTrees.JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes of all files. */
  long bytes() {
    return files.values().stream().mapToLong(Long::longValue).sum();
  }
}
