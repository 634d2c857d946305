package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.resolution.FieldResolution;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a writer by what the look-ups of those that are configured came to. Used on the group's
 * thread.
 */
final class ResolvedFields {

  private DataSetWriter configured;
  private final Map<String, FieldResolution> known = new HashMap<>();

  ResolvedFields(DataSetWriter configured) {
    this.configured = configured;
  }

  /** Returns the writer as it is configured. */
  DataSetWriter configured() {
    return configured;
  }

  /** Goes on as another writer, with the outcomes for the fields that it has alike. */
  void change(DataSetWriter next) {
    Map<String, PublishedField> before = byKey();
    configured = next;
    Map<String, PublishedField> now = byKey();
    known.keySet().removeIf(key -> !Objects.equals(before.get(key), now.get(key)));
  }

  /** Returns the configured fields by the keys of their items. */
  Map<String, PublishedField> byKey() {
    Map<String, PublishedField> fields = new HashMap<>();
    configured.fields().forEach(field -> fields.put(field.item().key(), field));
    return fields;
  }

  /** Returns the outcome for a field; null where there is none yet. */
  @Nullable FieldResolution outcome(PublishedField field) {
    return known.get(field.item().key());
  }

  /** Takes an outcome; returns whether it is another one than before. */
  boolean put(PublishedField field, FieldResolution outcome) {
    return !outcome.equals(known.put(field.item().key(), outcome));
  }

  /** Returns whether fields depend on which nodes the server has. */
  boolean areDynamic() {
    return known.values().stream().anyMatch(ResolvedFields::dependsOnModel);
  }

  /** Returns whether fields were not found, or not as a whole. */
  boolean areIncomplete() {
    return known.values().stream().anyMatch(ResolvedFields::isIncomplete);
  }

  static boolean dependsOnModel(FieldResolution outcome) {
    return !(outcome instanceof FieldResolution.AsConfigured);
  }

  static boolean isIncomplete(FieldResolution outcome) {
    return outcome instanceof FieldResolution.Unresolved
        || outcome instanceof FieldResolution.Expanded expanded && !expanded.fault().isUsable();
  }

  /**
   * Returns the writer with the fields that its server has; those that are not known yet are left
   * out.
   */
  DataSetWriter resolved() {
    if (!areDynamic()
        && configured.fields().stream().allMatch(field -> field.access().browsePath().isEmpty())) {
      return configured;
    }
    Set<String> names = new HashSet<>();
    Set<String> keys = new HashSet<>();
    List<PublishedField> fields = new ArrayList<>();
    for (PublishedField field : configured.fields()) {
      for (PublishedField one : fieldsOf(field)) {
        String name = one.publishesEvents() ? one.name() : free(one.name(), "_", names);
        String key = free(one.item().key(), "#", keys);
        fields.add(
            key.equals(one.item().key()) && name.equals(one.name())
                ? one
                : one.withName(name).withItem(one.item().withKey(key)));
      }
    }
    fields.replaceAll(field -> withKnownTrigger(field, keys));
    DataSetWriter resolved = configured.withFields(fields);
    return MetaDataVersion.ofShape(configured.fields(), configured.extensionFields().keySet())
            .equals(configured.metaDataVersion())
        ? resolved.withMetaDataVersion(
            MetaDataVersion.ofShape(fields, configured.extensionFields().keySet()))
        : resolved;
  }

  /** A field whose trigger is not monitored as one item reports by itself. */
  private static PublishedField withKnownTrigger(PublishedField field, Set<String> keys) {
    return field.item().isTriggered() && !keys.contains(field.item().triggeredBy())
        ? field.withItem(field.item().withTriggeredBy(""))
        : field;
  }

  private List<PublishedField> fieldsOf(PublishedField field) {
    FieldResolution outcome = outcome(field);
    if (outcome instanceof FieldResolution.AtPath found) {
      return List.of(found.field());
    }
    if (outcome instanceof FieldResolution.Expanded expanded) {
      return expanded.fields();
    }
    boolean left =
        outcome instanceof FieldResolution.Unresolved || !field.access().browsePath().isEmpty();
    return left ? List.of() : List.of(field);
  }

  private static String free(String name, String separator, Set<String> taken) {
    String candidate = name;
    for (int i = 1; !taken.add(candidate); i++) {
      candidate = name + separator + i;
    }
    return candidate;
  }
}
