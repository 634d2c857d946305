package org.bactrian.edge.publisher.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.ConnectionSettings;

/** Builders of the WriterGroups of a file. */
final class WriterGroupBuilders {

  private final PublishingDefaults defaults;
  private final Map<List<Object>, WriterGroupBuilder> groups = new LinkedHashMap<>();

  WriterGroupBuilders(PublishingDefaults defaults) {
    this.defaults = defaults;
  }

  /** The writer of the fields of an entry that have {@code split} in common. */
  DataSetWriterBuilder writer(
      AttributeValues entry, ConnectionSettings connection, WriterSplit split) {
    WriterGroupSettings settings = new WriterGroupSettings(entry, defaults);
    return groups
        .computeIfAbsent(settings.identity(), key -> new WriterGroupBuilder(defaults, settings))
        .writer(entry, connection, split);
  }

  /** Returns warnings about duplicate nodes. */
  List<EntryProblem> duplicates() {
    return groups.values().stream()
        .flatMap(group -> group.writers().stream())
        .flatMap(writer -> writer.duplicates().stream())
        .toList();
  }

  /** Returns warnings about renamed writers and fields. */
  List<EntryProblem> renamed() {
    return groups.values().stream().flatMap(group -> group.renamed().stream()).toList();
  }

  /** Returns warnings about writers of several groups whose messages nobody can tell apart. */
  List<EntryProblem> ambiguous() {
    Map<List<String>, WriterGroupBuilder> groupOf = new HashMap<>();
    Map<List<String>, DataSetWriterBuilder> writerOf = new HashMap<>();
    List<EntryProblem> problems = new ArrayList<>();
    for (WriterGroupBuilder group : groups.values()) {
      WriterGroupSettings settings = group.settings();
      Map<List<String>, DataSetWriterBuilder> own = new LinkedHashMap<>();
      for (DataSetWriterBuilder writer : group.writers()) {
        own.putIfAbsent(List.of(settings.publisherId(), settings.name(), writer.name()), writer);
      }
      own.forEach(
          (identity, writer) -> {
            WriterGroupBuilder other = groupOf.putIfAbsent(identity, group);
            DataSetWriterBuilder before = writerOf.putIfAbsent(identity, writer);
            if (other != null && before != null) {
              WriterDifference.of(before, writer)
                  .map(
                      difference ->
                          difference.ambiguous(
                              settings.name(), settings.differencesTo(other.settings())))
                  .ifPresent(problems::add);
            }
          });
    }
    return problems;
  }

  /** The groups. */
  List<WriterGroup> build() {
    Set<String> ids = new HashSet<>();
    List<WriterGroup> built = new ArrayList<>();
    groups.values().forEach(group -> built.addAll(group.build(ids)));
    return built;
  }
}
