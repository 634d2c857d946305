package org.bactrian.edge.publisher.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;

/**
 * Last values that a server has reported to a DataSetWriter, by which a writer that takes over from
 * another one knows that it has as much. Its methods may be called on any thread; what is asked of
 * the reports is looked at on the group's thread.
 */
final class ReportedValues {

  private final Supplier<DataSetWriter> writer;
  private final DataSetStream dataSet;
  private final RefusedItems refused;
  private final AwaitedReports awaited;

  ReportedValues(
      Supplier<DataSetWriter> writer,
      DataSetStream dataSet,
      RefusedItems refused,
      AwaitedReports awaited) {
    this.writer = writer;
    this.dataSet = dataSet;
    this.refused = refused;
    this.awaited = awaited;
  }

  /** Returns the addresses of the monitored items. */
  Set<ItemAddress> addresses() {
    Set<ItemAddress> addresses = new HashSet<>();
    writer.get().fields().forEach(field -> addresses.add(ItemAddress.of(field.item())));
    return addresses;
  }

  /**
   * Returns the last reported values of {@code items}, as soon as each has a value or is refused by
   * the server.
   */
  CompletableFuture<Map<ItemAddress, DataValue>> seen(Set<ItemAddress> items) {
    return awaited
        .until(
            () ->
                writer.get().fields().stream()
                    .map(PublishedField::item)
                    .filter(item -> items.contains(ItemAddress.of(item)))
                    .allMatch(
                        item ->
                            refused.contains(item.key()) || dataSet.seen(item.key()).isPresent()))
        .thenApply(nothing -> seenOf(items));
  }

  /** Done when it has reported {@code marks} or what came after them. */
  CompletableFuture<Void> reached(Map<ItemAddress, DataValue> marks) {
    return awaited.until(
        () -> {
          Map<ItemAddress, DataValue> seen = seenOf(marks.keySet());
          return marks.entrySet().stream()
              .allMatch(mark -> reached(mark.getValue(), seen.get(mark.getKey())));
        });
  }

  private static boolean reached(DataValue mark, @Nullable DataValue seen) {
    return seen != null
        && (seen.equals(mark)
            || seen.sourceTime() != null
                && mark.sourceTime() != null
                && seen.sourceTime().getUtcTime() > mark.sourceTime().getUtcTime());
  }

  private Map<ItemAddress, DataValue> seenOf(Set<ItemAddress> items) {
    Map<ItemAddress, DataValue> seen = new HashMap<>();
    for (PublishedField field : writer.get().fields()) {
      ItemAddress address = ItemAddress.of(field.item());
      if (items.contains(address)) {
        dataSet.seen(field.item().key()).ifPresent(value -> seen.put(address, value));
      }
    }
    return seen;
  }
}
