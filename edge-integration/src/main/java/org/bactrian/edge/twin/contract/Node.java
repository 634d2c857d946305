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
    String description,
    String browseName,
    JsonNode value,
    Integer sourcePicoseconds,
    Instant sourceTimestamp,
    Integer serverPicoseconds,
    Instant serverTimestamp,
    ErrorInfo errorInfo,
    String accessRestrictions,
    Long writeMask,
    Long userWriteMask,
    Boolean isAbstract,
    Boolean containsNoLoops,
    String eventNotifier,
    Boolean executable,
    Boolean userExecutable,
    JsonNode dataTypeDefinition,
    String accessLevel,
    String userAccessLevel,
    String dataType,
    NodeValueRank valueRank,
    List<Long> arrayDimensions,
    Boolean historizing,
    Double minimumSamplingInterval,
    String inverseName,
    Boolean symmetric,
    List<RolePermission> rolePermissions,
    List<RolePermission> userRolePermissions,
    String typeDefinitionId,
    Boolean children)
    implements NodeBuilder.With {

  public Node {
    arrayDimensions = arrayDimensions == null ? null : List.copyOf(arrayDimensions);
    rolePermissions = rolePermissions == null ? null : List.copyOf(rolePermissions);
    userRolePermissions = userRolePermissions == null ? null : List.copyOf(userRolePermissions);
  }
}
