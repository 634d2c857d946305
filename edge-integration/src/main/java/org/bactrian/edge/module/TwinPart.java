package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Part of the edge that is configured by desired properties of the module's twin. */
public interface TwinPart {

  /**
   * Applies desired properties. They are given again after each connect, changed or not.
   *
   * @param desired all desired properties of the module
   * @return reported properties of this part: the values now in effect
   */
  ObjectNode apply(JsonNode desired);
}
