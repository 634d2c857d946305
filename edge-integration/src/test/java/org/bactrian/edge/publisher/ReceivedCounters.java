package org.bactrian.edge.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values that arrived in PubSub messages, by field. Safe for use by several threads. */
final class ReceivedCounters {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Long>> values = new TreeMap<>();

  synchronized void receive(byte[] networkMessage) {
    try {
      for (JsonNode message : JSON.readTree(networkMessage).path("Messages")) {
        message
            .path("Payload")
            .properties()
            .forEach(
                field ->
                    values
                        .computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                        .add(field.getValue().path("Value").asLong()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized List<Long> of(String field) {
    return List.copyOf(values.getOrDefault(field, List.of()));
  }

  /** Values of all fields together. */
  synchronized long count() {
    return values.values().stream().mapToLong(List::size).sum();
  }

  /** Whether each field has at least {@code count} values. */
  synchronized boolean allHave(int fields, int count) {
    return values.size() == fields
        && values.values().stream().allMatch(list -> list.size() >= count);
  }

  /** Numbers that are missing between the first and the last, or stand there twice, by field. */
  synchronized Map<String, List<Long>> faults() {
    Map<String, List<Long>> faults = new TreeMap<>();
    values.forEach(
        (field, numbers) -> {
          List<Long> sorted = numbers.stream().sorted().toList();
          for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i) != sorted.get(i - 1) + 1) {
              faults.computeIfAbsent(field, name -> new ArrayList<>()).add(sorted.get(i));
            }
          }
        });
    return faults;
  }

  synchronized void clear() {
    values.clear();
  }
}
