package org.bactrian.edge.publisher.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.PublishedField;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * Latest value of each node in the messages of one batch, by the time of its source. Events are no
 * values, and all of them stay.
 */
final class LatestValues {

  private final Map<WriterItem, Latest> latest = new HashMap<>();

  /**
   * Item of a writer.
   *
   * @param writer name of the writer
   * @param item key of its item
   */
  private record WriterItem(String writer, String item) {}

  /**
   * Place of a value.
   *
   * @param message number of its message in the batch
   * @param field number of its field there
   * @param time time of its source
   */
  private record Latest(int message, int field, long time) {}

  private LatestValues(List<DataSetMessage> messages) {
    for (int m = 0; m < messages.size(); m++) {
      DataSetMessage message = messages.get(m);
      for (int f = 0; !message.kind().isEvent() && f < message.fields().size(); f++) {
        Latest value = new Latest(m, f, timeOf(message.values().get(f)));
        latest.merge(
            node(message, f), value, (one, other) -> other.time() >= one.time() ? other : one);
      }
    }
  }

  private static WriterItem node(DataSetMessage message, int field) {
    return new WriterItem(message.writer().name(), message.fields().get(field).item().key());
  }

  private static long timeOf(DataValue value) {
    return value.sourceTime() == null ? Long.MIN_VALUE : value.sourceTime().getUtcTime();
  }

  /** Returns each message with the values that are the latest; empty for one without any. */
  static List<Optional<DataSetMessage>> of(List<DataSetMessage> messages) {
    LatestValues values = new LatestValues(messages);
    List<Optional<DataSetMessage>> reduced = new ArrayList<>(messages.size());
    for (int m = 0; m < messages.size(); m++) {
      reduced.add(values.reduced(messages.get(m), m));
    }
    return reduced;
  }

  private Optional<DataSetMessage> reduced(DataSetMessage message, int number) {
    if (message.kind().isEvent() || message.fields().isEmpty()) {
      return Optional.of(message);
    }
    List<PublishedField> fields = new ArrayList<>();
    List<DataValue> kept = new ArrayList<>();
    for (int f = 0; f < message.fields().size(); f++) {
      Latest value = latest.get(node(message, f));
      if (value != null && value.message() == number && value.field() == f) {
        fields.add(message.fields().get(f));
        kept.add(message.values().get(f));
      }
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(message.withFields(fields, kept));
  }
}
