package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instance declaration of a type (Part 3, 6.2).
 *
 * @param rootTypeId node id of the type that declares it
 * @param browsePath browse names from the instance to it
 * @param displayPath names for people from the instance to it, joined by slashes
 * @param modellingRule name of its modelling rule, such as Mandatory
 * @param nodeId node id of the declaration
 * @param nodeClass kind of the node
 * @param browseName name within its parent
 * @param displayName name for people
 * @param description what it is about
 * @param variable its values; null for no variable
 * @param method its arguments; null for no method
 * @param overriddenDeclaration declaration of a supertype that this one takes the place of
 * @param modellingRuleId node id of its modelling rule
 */
@RecordBuilder
public record InstanceDeclarationMetadata(
    String rootTypeId,
    List<String> browsePath,
    String displayPath,
    @Nullable String modellingRule,
    String nodeId,
    @Nullable NodeClass nodeClass,
    @Nullable String browseName,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable VariableMetadata variable,
    @Nullable MethodMetadata method,
    @Nullable InstanceDeclarationMetadata overriddenDeclaration,
    String modellingRuleId) {

  public InstanceDeclarationMetadata {
    browsePath = browsePath == null ? null : List.copyOf(browsePath);
  }
}
