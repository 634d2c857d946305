package org.bactrian.edge.publisher.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Difference of two writers that entries of a file give one DataSetWriterId.
 *
 * @param id the DataSetWriterId
 * @param first place of the one that is first in the file
 * @param second place of the other one
 * @param attributes names of what their entries differ in
 */
record WriterDifference(
    String id, FileLocation first, FileLocation second, List<String> attributes) {

  /** Attributes that tell writers apart, without the numbers of those that have two forms. */
  static final List<PublishedNodesAttribute> IDENTIFYING =
      AttributeCatalog.ENTRY.all().stream()
          .filter(attribute -> attribute.level() == PublishedNodesAttribute.Level.WRITER)
          .filter(attribute -> AttributeCatalog.ENTRY.numberOf(attribute).isEmpty())
          .toList();

  WriterDifference {
    attributes = List.copyOf(attributes);
  }

  /** Returns the value of such an attribute by which writers are told apart. */
  static Optional<?> identity(PublishedNodesAttribute attribute, AttributeValues entry) {
    return attribute.type() instanceof AttributeType.Interval
        ? entry.duration(attribute)
        : entry.get(attribute, Object.class).filter(value -> !value.equals(""));
  }

  /**
   * The difference of two writers of one name.
   *
   * @return empty where they are parts of one entry, or where the file gives them no id
   */
  static Optional<WriterDifference> of(DataSetWriterBuilder first, DataSetWriterBuilder second) {
    Optional<FileLocation> one = first.values().at(EntryAttribute.DATA_SET_WRITER_ID);
    Optional<FileLocation> other = second.values().at(EntryAttribute.DATA_SET_WRITER_ID);
    if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
      return Optional.empty();
    }
    return Optional.of(
        new WriterDifference(first.name(), one.get(), other.get(), names(first, second)));
  }

  private static List<String> names(DataSetWriterBuilder first, DataSetWriterBuilder second) {
    List<String> names = new ArrayList<>();
    if (!first.connection().equals(second.connection())) {
      names.add("the server, its security or the user");
    }
    if (!first.split().interval().equals(second.split().interval())) {
      names.add("the publishing interval");
    }
    for (PublishedNodesAttribute attribute : IDENTIFYING) {
      if (!identity(attribute, first.values()).equals(identity(attribute, second.values()))) {
        names.add(attribute.text());
      }
    }
    return names.isEmpty() ? List.of("the topics of their nodes") : names;
  }

  /** Returns the warning of one that is published under another name in the same group. */
  EntryProblem renamed(String group, String name) {
    return EntryProblem.warning(
        second,
        ("DataSetWriterId \"%s\" is that of two writers of %s, first on line %s, which differ"
                + " in %s. Give this one an id of its own; it is published as \"%s\".")
            .formatted(id, named(group), first.line(), String.join(", ", attributes), name));
  }

  private static String named(String group) {
    return group.equals(PublishingDefaults.UNKNOWN_WRITER_GROUP)
        ? "the group without a name"
        : "group " + group;
  }

  /** Returns the warning of one whose messages look like those of a writer of another group. */
  EntryProblem ambiguous(String group, List<String> settings) {
    return EntryProblem.warning(
        second,
        ("DataSetWriterId \"%s\" of %s is there twice, first on line %s, since two groups of"
                + " that name differ in %s. Receivers cannot tell their messages apart: give this"
                + " one an id of its own, or make the groups alike. Both are published.")
            .formatted(id, named(group), first.line(), String.join(", ", settings)));
  }
}
