package org.bactrian.edge.publisher.nodes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.subscription.MonitoredItem;

/** Builder of a DataSetWriter. */
final class DataSetWriterBuilder {

  private final AttributeValues values;
  private final ConnectionSettings connection;
  private final WriterSplit split;
  private final Map<PublishedField, FileLocation> fields = new LinkedHashMap<>();
  private final List<EntryProblem> duplicates = new ArrayList<>();

  /**
   * @param values what the first entry of the writer says
   * @param split what its fields have in common
   */
  DataSetWriterBuilder(AttributeValues values, ConnectionSettings connection, WriterSplit split) {
    this.values = values;
    this.connection = connection;
    this.split = split;
  }

  /** Adds a field, unless the same is there already. */
  void add(PublishedField field, FileLocation at) {
    FileLocation before = fields.putIfAbsent(field, at);
    if (before != null) {
      duplicates.add(
          EntryProblem.warning(
              at,
              ("Node \"%s\" is there twice, first on line %s, with the same settings. Delete"
                      + " one; it is published once.")
                  .formatted(field.nodeId(), before.line())));
    }
  }

  /**
   * Its fields in parts of at most {@code maxNodes}, under keys and names that are unique in their
   * part.
   *
   * @param maxNodes 0 for no limit
   * @param uniqueNames whether names must be unique
   * @param renamed takes what got another name
   */
  List<List<PublishedField>> parts(int maxNodes, boolean uniqueNames, List<EntryProblem> renamed) {
    int size = maxNodes <= 0 ? Integer.MAX_VALUE : maxNodes;
    List<Map.Entry<PublishedField, FileLocation>> all = List.copyOf(fields.entrySet());
    List<List<PublishedField>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += Math.min(size, all.size() - from)) {
      List<Map.Entry<PublishedField, FileLocation>> part =
          all.subList(from, from + Math.min(size, all.size() - from));
      parts.add(uniqueNames ? withUniqueNames(part, renamed) : fields(part));
    }
    return parts.stream().map(DataSetWriterBuilder::withUniqueKeys).toList();
  }

  private static List<PublishedField> fields(List<Map.Entry<PublishedField, FileLocation>> part) {
    return part.stream().map(Map.Entry::getKey).toList();
  }

  /** The first field of a name keeps it, whatever the others get; events are no fields of it. */
  private static List<PublishedField> withUniqueNames(
      List<Map.Entry<PublishedField, FileLocation>> part, List<EntryProblem> renamed) {
    Set<String> taken = new HashSet<>();
    part.stream()
        .filter(one -> !one.getKey().publishesEvents())
        .forEach(one -> taken.add(one.getKey().name()));
    Map<String, FileLocation> first = new LinkedHashMap<>();
    List<PublishedField> result = new ArrayList<>();
    for (Map.Entry<PublishedField, FileLocation> one : part) {
      PublishedField field = one.getKey();
      FileLocation before =
          field.publishesEvents() ? null : first.putIfAbsent(field.name(), one.getValue());
      if (before == null) {
        result.add(field);
        continue;
      }
      String name = free(field.name(), "", taken);
      renamed.add(
          EntryProblem.warning(
              one.getValue(),
              ("\"%s\" is the name of two fields, first on line %s. Give this one a"
                      + " DisplayName of its own; it is published as \"%s\".")
                  .formatted(field.name(), before.line(), name)));
      result.add(field.withName(name));
    }
    return result;
  }

  /** A name that is not taken yet, by a number at its end; takes it. */
  static String free(String name, String separator, Set<String> taken) {
    String candidate = name;
    for (int i = 1; !taken.add(candidate); i++) {
      candidate = name + separator + i;
    }
    return candidate;
  }

  private static List<PublishedField> withUniqueKeys(List<PublishedField> fields) {
    Set<String> taken = new HashSet<>();
    List<PublishedField> unique =
        fields.stream().map(field -> withKey(field, free(field.item().key(), "#", taken))).toList();
    return unique.stream().map(field -> withKnownTrigger(field, taken)).toList();
  }

  /** A field whose trigger is in another part reports by itself. */
  private static PublishedField withKnownTrigger(PublishedField field, Set<String> keys) {
    MonitoredItem item = field.item();
    return item.isTriggered() && !keys.contains(item.triggeredBy())
        ? field.withItem(item.withTriggeredBy(""))
        : field;
  }

  private static PublishedField withKey(PublishedField field, String key) {
    MonitoredItem item = field.item();
    return item.key().equals(key) ? field : field.withItem(item.withKey(key));
  }

  String name() {
    String name = values.text(EntryAttribute.DATA_SET_WRITER_ID);
    return name.isEmpty() ? PublishingDefaults.UNKNOWN_DATA_SET : name;
  }

  AttributeValues values() {
    return values;
  }

  ConnectionSettings connection() {
    return connection;
  }

  WriterSplit split() {
    return split;
  }

  List<EntryProblem> duplicates() {
    return duplicates;
  }
}
