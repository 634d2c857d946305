package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A part of the edge that the desired properties of the module's twin tell what to do. */
public interface TwinPart {

  /**
   * Takes desired properties over. They are given again after each connect, changed or not.
   *
   * @param desired all desired properties of the module
   * @return what holds now, as reported properties of this part
   */
  ObjectNode apply(JsonNode desired);
}
