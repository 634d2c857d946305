package org.bactrian.edge.publisher.nodes;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Index of attributes by name, ignoring case. */
final class AttributeNames {

  /** Attributes of entries. */
  static final AttributeNames ENTRY = new AttributeNames("an entry", EntryAttribute.values());

  /** Attributes of nodes. */
  static final AttributeNames NODE = new AttributeNames("a node", OpcNodeAttribute.values());

  private static final String TIMESPAN = "Timespan";

  private final String owner;
  private final SortedMap<String, PublishedNodesAttribute> byName;

  private AttributeNames(String owner, PublishedNodesAttribute[] attributes) {
    this.owner = owner;
    SortedMap<String, PublishedNodesAttribute> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Arrays.stream(attributes).forEach(attribute -> names.put(attribute.text(), attribute));
    this.byName = Collections.unmodifiableSortedMap(names);
  }

  /** The names that an attribute is one of. */
  static AttributeNames of(PublishedNodesAttribute attribute) {
    return attribute instanceof EntryAttribute ? ENTRY : NODE;
  }

  /** The attribute of that name. */
  Optional<PublishedNodesAttribute> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The attribute that says the same as {@code attribute} as a Timespan, and wins over it. */
  Optional<PublishedNodesAttribute> timespanOf(PublishedNodesAttribute attribute) {
    return attribute.type() instanceof AttributeType.Interval
        ? find(attribute.text() + TIMESPAN)
        : Optional.empty();
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
