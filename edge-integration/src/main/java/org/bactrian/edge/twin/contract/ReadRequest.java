package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Request to read attributes.
 *
 * @param attributes the attributes, of any nodes
 * @param header for whom and how; null for the defaults
 */
public record ReadRequest(List<AttributeReadRequest> attributes, RequestHeader header) {

  public ReadRequest {
    attributes = attributes == null ? null : List.copyOf(attributes);
  }
}
