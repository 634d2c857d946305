package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Attribute of a node to read or write.
 *
 * @param node the node, by namespace URI or index
 * @param attribute its attribute
 * @param indexRange part of an array (Part 4, 7.27), empty for the whole value
 */
public record NodeAttributeId(ExpandedNodeId node, AttributeId attribute, String indexRange) {

  /** The value of a node. */
  public static NodeAttributeId value(ExpandedNodeId node) {
    return new NodeAttributeId(node, AttributeId.Value, "");
  }
}
