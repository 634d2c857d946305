package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.file.FileContentReader;

/**
 * WriterGroups that are in the published nodes files of several gateways, whose consumers would get
 * one group from two sources. Groups without a name are not among them: each gateway has its own.
 */
public final class SharedWriterGroups {

  private final PublishingDefaults defaults = PublishingDefaults.compatible("");
  private final Map<GroupIdentity, Named> first = new HashMap<>();
  private final List<PublishedNodesFault> faults = new ArrayList<>();

  private SharedWriterGroups() {}

  /**
   * Identity of a group for its consumers.
   *
   * @param publisherId publisher that the entry names, empty for that of the gateway
   * @param name name of the group
   */
  private record GroupIdentity(String publisherId, String name) {}

  /**
   * First entry of a group in a file.
   *
   * @param file the file
   * @param at place of the group's name
   */
  private record Named(Path file, FileLocation at) {}

  /**
   * Compares files with each other.
   *
   * @param files published nodes files, one a gateway; one that cannot be read names no group
   * @return a fault for each group of a file that one before it has too
   */
  public static List<PublishedNodesFault> of(Collection<Path> files) {
    SharedWriterGroups shared = new SharedWriterGroups();
    Map<Path, Path> distinct = new LinkedHashMap<>();
    files.forEach(file -> distinct.putIfAbsent(file.toAbsolutePath().normalize(), file));
    distinct.values().forEach(shared::add);
    return List.copyOf(shared.faults);
  }

  private void add(Path file) {
    groups(file)
        .forEach(
            (group, named) -> {
              Named before = first.putIfAbsent(group, named);
              if (before != null) {
                faults.add(fault(group, named, before));
              }
            });
  }

  private Map<GroupIdentity, Named> groups(Path file) {
    Map<GroupIdentity, Named> groups = new LinkedHashMap<>();
    FileContent content =
        FileContentReader.of(file, PublishedNodesFile.MAX_BYTES).read().orElseThrow();
    if (content instanceof FileContent.Text text) {
      try {
        for (PublishedNodesEntry entry : LenientPublishedNodesParser.parse(text.text())) {
          AttributeValues values = entry.values();
          String publisherId = values.text(EntryAttribute.PUBLISHER_ID);
          String name = new WriterGroupSettings(values, defaults).name();
          values
              .at(EntryAttribute.DATA_SET_WRITER_GROUP)
              .filter(at -> !name.equals(PublishingDefaults.UNKNOWN_WRITER_GROUP))
              .ifPresent(
                  at ->
                      groups.putIfAbsent(
                          new GroupIdentity(publisherId, name), new Named(file, at)));
        }
      } catch (PublishedNodesSyntaxException e) {
        return Map.of();
      }
    }
    return groups;
  }

  private static PublishedNodesFault fault(GroupIdentity group, Named named, Named before) {
    return new PublishedNodesFault(
        named.file(),
        named.at().line(),
        named.at().column(),
        PublishedNodesFault.Severity.ERROR,
        "WriterGroup %s is in %s too, line %d (%s), so two gateways would publish it."
                .formatted(group.name(), before.file(), before.at().line(), before.at().pointer())
            + " Keep all entries of a group in the file of one gateway, or give them names of"
            + " their own.",
        named.at().pointer());
  }
}
