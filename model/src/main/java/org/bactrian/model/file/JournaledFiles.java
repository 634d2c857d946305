package org.bactrian.model.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.model.json.JsonTrees;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replacement of several files below a folder that happens as a whole, also when the process ends
 * in the middle: all changes are in a journal before the first file is touched, and {@link
 * #recover} finishes what was begun. Only the owner may read the journal and the files. Methods of
 * one object exclude each other; two objects must not share a journal.
 */
public final class JournaledFiles {

  private static final Logger LOG = LoggerFactory.getLogger(JournaledFiles.class);

  private final Path root;
  private final List<Path> others;
  private final Path journal;

  /**
   * Change of a file.
   *
   * @param file the file, relative to the folder, or absolute in one of the other folders
   * @param content what it holds then; null for a file that is deleted
   */
  private record Change(String file, byte @Nullable [] content) {}

  /**
   * @param root folder of the files
   * @param name name of the journal, a file in that folder
   */
  public JournaledFiles(Path root, String name) {
    this(root, name, List.of());
  }

  /**
   * @param root folder of the files
   * @param name name of the journal, a file in that folder
   * @param others further folders whose files may be changed
   */
  public JournaledFiles(Path root, String name, Collection<Path> others) {
    this.root = root.toAbsolutePath().normalize();
    this.others = others.stream().map(other -> other.toAbsolutePath().normalize()).toList();
    this.journal = this.root.resolve(name);
  }

  private boolean isAllowed(Path file) {
    return file.startsWith(root) || others.stream().anyMatch(file::startsWith);
  }

  /** Changes of several files, in the order in which they are made. */
  public static final class Changes {
    private final Map<Path, Change> changes = new LinkedHashMap<>();

    /** Writes a file, or replaces what it holds. */
    public Changes write(Path file, byte[] content) {
      changes.put(file, new Change(file.toString(), content.clone()));
      return this;
    }

    /** Deletes a file, which may be gone already. */
    public Changes delete(Path file) {
      changes.put(file, new Change(file.toString(), null));
      return this;
    }

    /** Returns whether nothing is changed. */
    public boolean isEmpty() {
      return changes.isEmpty();
    }
  }

  /**
   * Makes the changes, all of them or none.
   *
   * @throws IOException when the journal cannot be written, so that nothing was changed, or when a
   *     file cannot be, so that {@link #recover} has to finish it
   */
  public synchronized void commit(Changes changes) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    recover();
    List<Change> relative = new ArrayList<>();
    for (Change change : changes.changes.values()) {
      Path file = Path.of(change.file()).toAbsolutePath().normalize();
      if (!isAllowed(file)) {
        throw new IOException(file + " is not below " + root);
      }
      Path named = file.startsWith(root) ? root.relativize(file) : file;
      relative.add(new Change(named.toString(), change.content()));
    }
    OwnerOnly.write(journal, JsonTrees.JSON.writeValueAsBytes(relative));
    apply(relative);
  }

  /**
   * Finishes a change that was begun, such as before a crash.
   *
   * @return whether there was one
   * @throws IOException when a file cannot be written
   */
  public synchronized boolean recover() throws IOException {
    if (!Files.exists(journal)) {
      return false;
    }
    List<Change> changes;
    try {
      changes = JsonTrees.JSON.readValue(Files.readAllBytes(journal), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      LOG.warn(
          "{} is damaged, so the change in it is left out. Ask for the change again.", journal, e);
      Files.delete(journal);
      return false;
    }
    apply(changes);
    return true;
  }

  private void apply(List<Change> changes) throws IOException {
    for (Change change : changes) {
      Path file = root.resolve(change.file()).normalize();
      if (!isAllowed(file)) {
        throw new IOException(journal + " names " + file + ", which is not below " + root);
      }
      byte[] content = change.content();
      if (content == null) {
        Files.deleteIfExists(file);
      } else {
        OwnerOnly.write(file, content);
      }
    }
    Files.delete(journal);
  }
}
