package org.bactrian.opcua.expansion;

import java.util.List;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Result of the expansion of a node.
 *
 * @param nodeClass class of the node, {@code Unspecified} where it could not be read
 * @param objects objects of an object or object type, the node itself first where it belongs to
 *     them
 * @param variables variables of a variable or variable type, the variable itself first where it
 *     belongs to them
 * @param typeName browse name of a type without its namespace, else empty
 * @param faults what went wrong; what was found before or beside is there all the same
 */
public record NodeExpansion(
    NodeClass nodeClass,
    List<ExpandedObject> objects,
    List<HierarchyNode> variables,
    String typeName,
    List<ServiceResult> faults) {
  public NodeExpansion {
    objects = List.copyOf(objects);
    variables = List.copyOf(variables);
    faults = List.copyOf(faults);
  }
}
