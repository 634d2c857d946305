package org.bactrian.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Values that arrived in PubSub messages, by field. Safe for use by several threads. */
public final class ReceivedCounters {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<Long>> values = new TreeMap<>();
  private final Map<String, List<Long>> sequenceNumbers = new TreeMap<>();

  public synchronized void receive(byte[] networkMessage) {
    try {
      JsonNode body = JSON.readTree(networkMessage);
      if (body.isArray()) {
        body.forEach(this::receiveOne);
      } else {
        receiveOne(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receiveOne(JsonNode networkMessage) {
    for (JsonNode message : networkMessage.path("Messages")) {
      message
          .path("Payload")
          .fieldNames()
          .forEachRemaining(field -> number(field, message.path("SequenceNumber").asLong()));
      message
          .path("Payload")
          .properties()
          .forEach(
              field ->
                  values
                      .computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                      .add(field.getValue().path("Value").asLong()));
    }
  }

  private void number(String field, long sequenceNumber) {
    sequenceNumbers.computeIfAbsent(field, name -> new ArrayList<>()).add(sequenceNumber);
  }

  /** Sequence numbers of the messages that had a field. */
  public synchronized List<Long> sequenceNumbersOf(String field) {
    return List.copyOf(sequenceNumbers.getOrDefault(field, List.of()));
  }

  public synchronized List<Long> of(String field) {
    return List.copyOf(values.getOrDefault(field, List.of()));
  }

  /** Values of all fields together. */
  public synchronized long count() {
    return values.values().stream().mapToLong(List::size).sum();
  }

  /** Returns whether each field has at least {@code count} values. */
  public synchronized boolean allHave(int fields, int count) {
    return values.size() == fields
        && values.values().stream().allMatch(list -> list.size() >= count);
  }

  /** Numbers that are missing between the first and the last, or stand there twice, by field. */
  public synchronized Map<String, List<Long>> faults() {
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

  /** Numbers that are missing between the first and the last, by field; copies do not count. */
  public synchronized Map<String, List<Long>> missing() {
    Map<String, List<Long>> missing = new TreeMap<>();
    values.forEach(
        (field, numbers) -> {
          Set<Long> seen = new TreeSet<>(numbers);
          long next = seen.iterator().next();
          for (long number : seen) {
            for (; next < number; next++) {
              missing.computeIfAbsent(field, name -> new ArrayList<>()).add(next);
            }
            next = number + 1;
          }
        });
    return missing;
  }

  public synchronized void clear() {
    values.clear();
    sequenceNumbers.clear();
  }
}
