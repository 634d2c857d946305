package org.bactrian.opcua.node;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Format of the namespace of a node id. */
public enum NamespaceFormat {
  /**
   * {@code http://plant/#s=counter}: the namespace URI, a hash and the URL-encoded identifier; data
   * types of namespace 0 by name. A URI that is not absolute is written as in {@link #EXPANDED}.
   */
  @JsonProperty("Uri")
  URI,
  /** {@code ns=2;s=counter}: the index, good as long as the server does not restart. */
  @JsonProperty("Index")
  INDEX,
  /** {@code nsu=http://plant/;s=counter}: the URI, left out for namespace 0 (Part 6, 5.3.1.11). */
  @JsonProperty("Expanded")
  EXPANDED,
  /** Namespace URIs as in {@link #EXPANDED}, that of namespace 0 too. */
  @JsonProperty("ExpandedWithNamespace0")
  EXPANDED_WITH_NAMESPACE_0
}
