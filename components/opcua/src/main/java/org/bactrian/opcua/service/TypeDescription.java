package org.bactrian.opcua.service;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Type and its instance declarations (Part 3, 6.2).
 *
 * @param result whether the type could be looked at
 * @param superTypes the types that it derives from, from the base type down, without itself
 * @param declarations its instance declarations, inherited ones included, each once: what a subtype
 *     overrides is listed as the subtype has it, in the place where the supertype has it
 */
public record TypeDescription(
    ServiceResult result, List<NodeId> superTypes, List<InstanceDeclaration> declarations) {
  public TypeDescription {
    superTypes = List.copyOf(superTypes);
    declarations = List.copyOf(declarations);
  }

  static TypeDescription failed(ServiceResult result) {
    return new TypeDescription(result, List.of(), List.of());
  }
}
