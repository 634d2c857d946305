package org.bactrian.edge.publisher.nodes;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bactrian.edge.publisher.nodes.PublishedNodesAttribute.Level;

/** Index of attributes by name, ignoring case. */
final class AttributeNames {

  private static final String TIMESPAN = "Timespan";

  private final String owner;
  private final List<PublishedNodesAttribute> attributes;
  private final SortedMap<String, PublishedNodesAttribute> byName;
  private final Map<PublishedNodesAttribute, PublishedNodesAttribute> timespans = new HashMap<>();

  AttributeNames(String owner, List<PublishedNodesAttribute> attributes) {
    this.owner = owner;
    this.attributes = List.copyOf(attributes);
    SortedMap<String, PublishedNodesAttribute> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    attributes.forEach(attribute -> names.put(attribute.text(), attribute));
    this.byName = Collections.unmodifiableSortedMap(names);
    for (PublishedNodesAttribute attribute : attributes) {
      if (attribute.type() instanceof AttributeType.Interval) {
        find(attribute.text() + TIMESPAN).ifPresent(span -> timespans.put(attribute, span));
      }
    }
  }

  /** The names that an attribute is one of. */
  static AttributeNames of(PublishedNodesAttribute attribute) {
    return attribute.level() == Level.NODE ? AttributeCatalog.NODE : AttributeCatalog.ENTRY;
  }

  /** Returns all attributes in the order of the schema. */
  List<PublishedNodesAttribute> all() {
    return attributes;
  }

  /**
   * The attribute of that name, for code that acts on it.
   *
   * @throws IllegalArgumentException when the schema has none
   */
  PublishedNodesAttribute require(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(owner + " has no attribute " + name));
  }

  /** The attribute of that name. */
  Optional<PublishedNodesAttribute> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The attribute that says the same as {@code attribute} as a Timespan, and wins over it. */
  Optional<PublishedNodesAttribute> timespanOf(PublishedNodesAttribute attribute) {
    return Optional.ofNullable(timespans.get(attribute));
  }

  /** The attribute that says the same as {@code attribute} as a number of a unit of time. */
  Optional<PublishedNodesAttribute> numberOf(PublishedNodesAttribute attribute) {
    String name = attribute.text();
    return name.endsWith(TIMESPAN)
        ? find(name.substring(0, name.length() - TIMESPAN.length()))
        : Optional.empty();
  }

  /** Returns the owner of these attributes, with its article. */
  String owner() {
    return owner;
  }

  /** All names. */
  Collection<String> names() {
    return byName.keySet();
  }
}
