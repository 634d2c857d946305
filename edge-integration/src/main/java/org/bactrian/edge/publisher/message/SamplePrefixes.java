package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.SerializableString;
import java.util.IdentityHashMap;
import java.util.Map;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;

/**
 * Cache of the text before the value of a sample, which is the same in every sample of a field. Not
 * thread-safe.
 */
final class SamplePrefixes {

  /** Writers and their fields stay as long as the configuration does; more come from edits. */
  private static final int LIMIT = 200_000;

  private final Map<DataSetWriter, Map<PublishedField, SerializableString>> prefixes =
      new IdentityHashMap<>();
  private int count;

  /** The beginning of a sample up to its value, to be written raw. */
  SerializableString of(DataSetWriter writer, PublishedField field) {
    Map<PublishedField, SerializableString> ofWriter = prefixes.get(writer);
    SerializableString known = ofWriter == null ? null : ofWriter.get(field);
    return known != null ? known : keep(writer, field);
  }

  private SerializableString keep(DataSetWriter writer, PublishedField field) {
    if (count >= LIMIT) {
      prefixes.clear();
      count = 0;
    }
    SerializableString prefix = JsonTexts.raw(prefix(writer, field));
    prefixes.computeIfAbsent(writer, w -> new IdentityHashMap<>()).put(field, prefix);
    count++;
    return prefix;
  }

  private static String prefix(DataSetWriter writer, PublishedField field) {
    StringBuilder prefix = new StringBuilder("{\"NodeId\":");
    prefix.append(JsonTexts.quoted(field.nodeId()));
    prefix.append(",\"EndpointUrl\":").append(JsonTexts.quoted(writer.endpointUrl()));
    if (!field.name().isEmpty()) {
      prefix.append(",\"DisplayName\":").append(JsonTexts.quoted(field.name()));
    }
    return prefix.append(",\"Value\":").toString();
  }
}
