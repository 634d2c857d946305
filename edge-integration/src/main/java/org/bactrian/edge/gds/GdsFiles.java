package org.bactrian.edge.gds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.file.OwnerOnly;
import org.bactrian.model.registry.RegistryJson;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one kind, each in a JSON file named by its id that only the owner may read. A file is
 * replaced as a whole, so a process that is killed leaves the former one or the new one.
 *
 * @param <T> kind of the records
 */
final class GdsFiles<T> {

  private static final Logger LOG = LoggerFactory.getLogger(GdsFiles.class);
  private static final String ENDING = ".json";

  private final Path folder;
  private final Class<T> type;

  /**
   * @param folder folder of the files, made where there is none
   */
  GdsFiles(Path folder, Class<T> type) {
    this.folder = folder;
    this.type = type;
    try {
      OwnerOnly.folder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          folder + " cannot be made. Give this user the right to write there.", e);
    }
  }

  /** Reads all records. A file that is no record is kept under another name and named. */
  List<T> read() {
    List<T> records = new ArrayList<>();
    for (Path file : files()) {
      try {
        records.add(RegistryJson.read(Files.readAllBytes(file), type));
      } catch (IOException | OperationException | NullPointerException e) {
        setAside(file, e);
      }
    }
    return records;
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  private static void setAside(Path file, Exception fault) {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    LOG.error(
        "{} cannot be read ({}) and is left out. It is kept as {}; mend it and give it its name"
            + " back before the next start, or let the application register or ask again.",
        file,
        fault.getMessage(),
        aside);
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be renamed: {}", file, e.getMessage());
    }
  }

  /**
   * Writes a record in the place of the one with its id.
   *
   * @throws UaException with Bad_ResourceUnavailable when the disk does not take it
   */
  void write(UUID id, T value) throws UaException {
    try {
      OwnerOnly.write(file(id), RegistryJson.bytes(value));
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}. Make room on the disk.", file(id), e.getMessage());
      throw new UaException(StatusCodes.Bad_ResourceUnavailable, e);
    }
  }

  /** Deletes a record; one that cannot be deleted comes back at the next start. */
  void delete(UUID id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file(id), e.getMessage());
    }
  }

  private Path file(UUID id) {
    return folder.resolve(id + ENDING);
  }
}
