package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bactrian.opcua.service.ServiceResult;

/**
 * Entry that an expansion gave.
 *
 * @param entry the entry as JSON
 * @param fault why it is not all that was asked for; good where it is
 */
public record ExpandedEntry(ObjectNode entry, ServiceResult fault) {

  /** Returns whether it can be published. */
  public boolean isGood() {
    return fault.isUsable();
  }
}
