package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Node and its attributes; those that it does not have are null.
 *
 * @param nodeClass kind of the node
 * @param displayName name for people
 * @param nodeId its id
 * @param description what it is about
 * @param browseName name within its parent
 * @param value value, when it was asked for
 * @param sourcePicoseconds ps after sourceTimestamp, in steps of 10
 * @param sourceTimestamp when the value arose
 * @param serverPicoseconds ps after serverTimestamp, in steps of 10
 * @param serverTimestamp when the server had the value
 * @param errorInfo why the value is not good
 * @param accessRestrictions how messages about it have to be protected, as names joined by a comma
 *     and a space
 * @param writeMask bits of the attributes that can be written
 * @param userWriteMask bits of the attributes that the user may write
 * @param isAbstract whether the type has no instances of its own
 * @param containsNoLoops whether the view leads back to no node
 * @param eventNotifier what can be done with its events, as names joined by a comma and a space
 * @param executable whether the method can be called
 * @param userExecutable whether the user may call the method
 * @param dataTypeDefinition fields of the structure or names of the enumeration
 * @param accessLevel what can be done with the value, as names joined by a comma and a space
 * @param userAccessLevel what the user may do with the value, as names joined by a comma and a
 *     space
 * @param dataType node id or name of the type of the value
 * @param valueRank dimensions of the value
 * @param arrayDimensions length of each dimension, 0 for any
 * @param historizing whether the value is recorded
 * @param minimumSamplingInterval ms between two looks at the value, at least
 * @param inverseName name of the reference the other way
 * @param symmetric whether the reference means the same both ways
 * @param rolePermissions what each role may do
 * @param userRolePermissions what the roles of the user may do
 * @param typeDefinitionId node id of its type
 * @param children whether hierarchical references lead on from it; null when nobody looked
 */
@RecordBuilder
public record Node(
    @Nullable NodeClass nodeClass,
    @Nullable String displayName,
    String nodeId,
    @Nullable String description,
    @Nullable String browseName,
    @Nullable JsonNode value,
    @Nullable Integer sourcePicoseconds,
    @Nullable Instant sourceTimestamp,
    @Nullable Integer serverPicoseconds,
    @Nullable Instant serverTimestamp,
    @Nullable ErrorInfo errorInfo,
    @Nullable String accessRestrictions,
    @Nullable Long writeMask,
    @Nullable Long userWriteMask,
    @Nullable Boolean isAbstract,
    @Nullable Boolean containsNoLoops,
    @Nullable String eventNotifier,
    @Nullable Boolean executable,
    @Nullable Boolean userExecutable,
    @Nullable JsonNode dataTypeDefinition,
    @Nullable String accessLevel,
    @Nullable String userAccessLevel,
    @Nullable String dataType,
    @Nullable NodeValueRank valueRank,
    @Nullable List<Long> arrayDimensions,
    @Nullable Boolean historizing,
    @Nullable Double minimumSamplingInterval,
    @Nullable String inverseName,
    @Nullable Boolean symmetric,
    @Nullable List<RolePermission> rolePermissions,
    @Nullable List<RolePermission> userRolePermissions,
    @Nullable String typeDefinitionId,
    @Nullable Boolean children)
    implements NodeBuilder.With {

  public Node {
    arrayDimensions = arrayDimensions == null ? null : List.copyOf(arrayDimensions);
    rolePermissions = rolePermissions == null ? null : List.copyOf(rolePermissions);
    userRolePermissions = userRolePermissions == null ? null : List.copyOf(userRolePermissions);
  }
}
