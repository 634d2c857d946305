package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of a node, as its type defines it. The name nethodMetadata is that of the contract.
 *
 * @param nodeId node id of the node
 * @param nodeClass kind of the node
 * @param displayName name for people
 * @param description what it is about
 * @param variableMetadata its values; null for no variable
 * @param dataTypeMetadata the data type; null for none
 * @param nethodMetadata its arguments; null for no method
 * @param typeDefinition its type
 * @param errorInfo what went wrong in the server; null when nothing did
 */
@RecordBuilder
public record NodeMetadataResponse(
    @Nullable String nodeId,
    @Nullable NodeClass nodeClass,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable VariableMetadata variableMetadata,
    @Nullable DataTypeMetadata dataTypeMetadata,
    @Nullable MethodMetadata nethodMetadata,
    @Nullable TypeDefinition typeDefinition,
    @Nullable ErrorInfo errorInfo) {}
