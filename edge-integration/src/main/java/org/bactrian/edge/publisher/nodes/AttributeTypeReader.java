package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the type of an attribute from its property in the schema: {@code x-type}, and by type
 * {@code x-unit} ({@code ms} or {@code s}), {@code x-negative} (what a negative interval counts
 * as), {@code minimum}, {@code maximum}, {@code enum} and {@code x-numbers} (their numbers in OPC
 * Publisher where those are not 0, 1, 2, …).
 */
final class AttributeTypeReader {

  private AttributeTypeReader() {}

  /** The type that a property of the schema describes. */
  static AttributeType of(JsonNode property) {
    String type = property.get("x-type").asText();
    return switch (type) {
      case "text" -> new AttributeType.Text();
      case "topic" -> new AttributeType.Topic();
      case "flag" -> new AttributeType.BooleanType();
      case "number" ->
          new AttributeType.Whole(
              property.get("minimum").asLong(), property.get("maximum").asLong());
      case "real" -> new AttributeType.Real();
      case "interval" ->
          property.get("x-unit").asText().equals("s")
              ? new AttributeType.Interval("seconds", Duration.ofSeconds(1), negative(property))
              : new AttributeType.Interval(
                  "milliseconds", Duration.ofMillis(1), negative(property));
      case "timespan" -> new AttributeType.Timespan(negative(property));
      case "guid" -> new AttributeType.Guid();
      case "time" -> new AttributeType.Time();
      case "texts" -> new AttributeType.Texts();
      case "object" -> new AttributeType.Structure();
      case "nodes" -> new AttributeType.Nodes();
      case "nodeId" -> new AttributeType.LegacyNodeId();
      case "choice" -> choice(property);
      case "attributeId" -> new AttributeType.NodeAttributeType();
      default -> throw new IllegalArgumentException("x-type \"" + type + "\" is not known");
    };
  }

  private static NegativeIntervalRule negative(JsonNode property) {
    return switch (property.path("x-negative").asText()) {
      case "sampling" -> NegativeIntervalRule.SAMPLING;
      case "publishing" -> NegativeIntervalRule.PUBLISHING;
      default -> NegativeIntervalRule.LEFT_OUT;
    };
  }

  /** Without numbers of their own, names are numbered from 0 as .NET numbers enumerations. */
  private static AttributeType choice(JsonNode property) {
    List<String> names = new ArrayList<>();
    SortedMap<Long, String> numbers = new TreeMap<>();
    JsonNode given = property.path("x-numbers");
    for (JsonNode name : property.get("enum")) {
      numbers.put(given.path(names.size()).asLong(names.size()), name.asText());
      names.add(name.asText());
    }
    return new AttributeType.Choice(List.copyOf(names), numbers);
  }
}
