package org.bactrian.model.node;

/** How the namespace of a node id is written, under the names of OPC Publisher's option. */
public enum NamespaceFormat {
  /** {@code http://plant.example/UA/#s=pump}. */
  URI,
  /** {@code ns=2;s=pump}, good until the server restarts. */
  INDEX,
  /** {@code nsu=http://plant.example/UA/;s=pump} (Part 6, 5.3.1.11). */
  EXPANDED,
  /** As EXPANDED, and the namespace of OPC UA itself is written too. */
  EXPANDED_WITH_NAMESPACE_0
}
