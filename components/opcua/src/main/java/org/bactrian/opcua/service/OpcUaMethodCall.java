package org.bactrian.opcua.service;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * A call of a method (Part 4, 5.12.2).
 *
 * @param object the object or type that the method is called on
 * @param method the method
 * @param inputs plain Java values, which are coerced to the types of the method's input arguments,
 *     or Variants of Milo, which are sent as they are
 */
public record OpcUaMethodCall(ExpandedNodeId object, ExpandedNodeId method, List<?> inputs) {
  public OpcUaMethodCall {
    inputs = List.copyOf(inputs);
  }
}
