package org.bactrian.opcua.service;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;

/**
 * The part of the address space that is browsed (Part 4, 7.45).
 *
 * @param id node of the view, the null id for the whole address space
 * @param timestamp time that the view is seen at, the smallest time for now
 * @param version version of the view, 0 to 4,294,967,295; 0 for the present one
 */
public record BrowseView(NodeId id, DateTime timestamp, long version) {

  /** Everything, as it is now. */
  public static final BrowseView ALL = new BrowseView(NodeId.NULL_VALUE, DateTime.MIN_VALUE, 0);

  ViewDescription description() {
    return new ViewDescription(id, timestamp, uint(version));
  }
}
