package org.bactrian.edge.publisher.stream;

import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Node, attribute and index range that an item monitors, independent of its name and sampling.
 *
 * @param nodeId node as it was configured
 * @param attribute attribute of the node
 * @param indexRange part of an array, empty for the whole value
 */
record ItemAddress(ExpandedNodeId nodeId, AttributeId attribute, String indexRange) {

  static ItemAddress of(MonitoredItem item) {
    return new ItemAddress(item.nodeId(), item.attribute(), item.indexRange());
  }
}
