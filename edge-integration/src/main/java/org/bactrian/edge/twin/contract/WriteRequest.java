package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Request to write attributes.
 *
 * @param attributes the attributes, of any nodes
 * @param header for whom and how; null for the defaults
 */
public record WriteRequest(List<AttributeWriteRequest> attributes, RequestHeader header) {

  public WriteRequest {
    attributes = attributes == null ? null : List.copyOf(attributes);
  }
}
