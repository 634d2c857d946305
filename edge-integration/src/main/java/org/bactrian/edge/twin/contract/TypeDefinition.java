package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Type with all instance declarations.
 *
 * @param typeDefinitionId node id of the type
 * @param nodeType what kind of instances it has
 * @param displayName name for people
 * @param browseName its name
 * @param description what it is about
 * @param typeHierarchy its supertypes, the most general first
 * @param typeMembers what its instances have, also by supertypes
 */
public record TypeDefinition(
    String typeDefinitionId,
    NodeType nodeType,
    @Nullable String displayName,
    @Nullable String browseName,
    @Nullable String description,
    List<Node> typeHierarchy,
    List<InstanceDeclarationMetadata> typeMembers) {

  public TypeDefinition {
    typeHierarchy = typeHierarchy == null ? null : List.copyOf(typeHierarchy);
    typeMembers = typeMembers == null ? null : List.copyOf(typeMembers);
  }
}
