package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;
import java.util.List;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.file.FileContentReader;
import org.bactrian.edge.publisher.group.WriterGroup;

/**
 * Result of reading a published nodes file: its WriterGroups and the faults found.
 *
 * @param file file as it was named to the reader
 * @param usable whether the file could be read as a list of entries; when it could not, the groups
 *     are those of its last usable content, or none
 * @param groups WriterGroups in the order of the file, each with at least one writer with at least
 *     one field; equal content gives equal groups
 * @param faults what is wrong with it, in the order of its lines
 */
public record PublishedNodes(
    Path file, boolean usable, List<WriterGroup> groups, List<PublishedNodesFault> faults) {

  public PublishedNodes {
    groups = List.copyOf(groups);
    faults = List.copyOf(faults);
  }

  /**
   * Reads a file once.
   *
   * @param file path of a published nodes file, in any form since 2.5
   * @param defaults what holds where the file says nothing
   * @return what it asks for; a file that is missing, not readable or not JSON gives no groups and
   *     a fault, never an exception
   */
  public static PublishedNodes read(Path file, PublishingDefaults defaults) {
    return PublishedNodesReader.of(
        file,
        FileContentReader.of(file, PublishedNodesFile.MAX_BYTES).read().orElseThrow(),
        defaults,
        List.of());
  }

  /**
   * Reads the text of a file.
   *
   * @param file where the text is from, for faults
   * @param text content of a published nodes file
   * @param defaults what holds where it says nothing
   */
  public static PublishedNodes parse(Path file, String text, PublishingDefaults defaults) {
    return PublishedNodesReader.of(file, new FileContent.Text(text), defaults, List.of());
  }

  /** Fields of all writers. */
  public int nodeCount() {
    return nodeCount(groups);
  }

  /** Writers of all groups. */
  public int writerCount() {
    return groups.stream().mapToInt(group -> group.writers().size()).sum();
  }

  static int nodeCount(List<WriterGroup> groups) {
    return groups.stream()
        .flatMap(group -> group.writers().stream())
        .mapToInt(writer -> writer.fields().size())
        .sum();
  }
}
