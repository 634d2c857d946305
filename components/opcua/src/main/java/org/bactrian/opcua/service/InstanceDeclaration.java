package org.bactrian.opcua.service;

import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * A node below a type that its instances have or may have (Part 3, 6.2.2).
 *
 * @param type the type that declares it, which may be a supertype
 * @param path browse names that lead to it from the type
 * @param reference the node, as the last reference on that way shows it
 * @param node its id
 * @param modellingRule when instances have it, such as {@code NodeIds.ModellingRule_Mandatory}
 * @param overridden the declaration of a supertype that this one takes the place of
 */
public record InstanceDeclaration(
    NodeId type,
    List<QualifiedName> path,
    ReferenceDescription reference,
    NodeId node,
    NodeId modellingRule,
    Optional<InstanceDeclaration> overridden) {
  public InstanceDeclaration {
    path = List.copyOf(path);
  }

  InstanceDeclaration overriding(InstanceDeclaration other) {
    return new InstanceDeclaration(type, path, reference, node, modellingRule, Optional.of(other));
  }
}
