package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;

/** Display names of nodes that a server gave, by the keys of their items. Not thread-safe. */
final class DisplayNames {

  private final Map<String, String> names = new TreeMap<>();

  /** Returns the fields of a writer that want a display name and have none yet. */
  List<PublishedField> unnamed(DataSetWriter writer) {
    return writer.fields().stream()
        .filter(PublishedField::fetchDisplayName)
        .filter(field -> !names.containsKey(field.item().key()))
        .toList();
  }

  void add(Map<String, String> read) {
    names.putAll(read);
  }

  /** Returns a writer with display names in place of the names that stood in for them. */
  DataSetWriter in(DataSetWriter plain) {
    if (names.isEmpty()) {
      return plain;
    }
    Set<String> taken = new HashSet<>();
    List<PublishedField> fields = new ArrayList<>(plain.fields().size());
    for (PublishedField field : plain.fields()) {
      String name = names.getOrDefault(field.item().key(), field.name());
      boolean free = taken.add(name);
      fields.add(free && field.fetchDisplayName() ? field.withName(name) : field);
    }
    return plain.withFields(fields);
  }
}
