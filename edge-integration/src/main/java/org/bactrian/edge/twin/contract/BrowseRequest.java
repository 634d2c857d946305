package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Request for the references of a node.
 *
 * @param nodeId where to begin; null for the root folder
 * @param direction which way; null for forward
 * @param view view to stay in; null for the whole address space
 * @param referenceTypeId type of the references; null for all that are hierarchical
 * @param noSubtypes whether subtypes of it do not count; null for false
 * @param maxReferencesToReturn most references in the answer; 0 for the node alone, null for as
 *     many as the server likes
 * @param targetNodesOnly whether each target is named once, without its references; null for false
 * @param readVariableValues whether values are read too; null for false
 * @param nodeClassFilter kinds of targets; null for all
 * @param header for whom and how; null for the defaults
 * @param nodeIdsOnly whether names and ids are enough, which is faster; null for false
 */
@RecordBuilder
public record BrowseRequest(
    String nodeId,
    BrowseDirection direction,
    BrowseViewSelection view,
    String referenceTypeId,
    Boolean noSubtypes,
    Long maxReferencesToReturn,
    Boolean targetNodesOnly,
    Boolean readVariableValues,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<NodeClass> nodeClassFilter,
    RequestHeader header,
    Boolean nodeIdsOnly) {

  public BrowseRequest {
    nodeClassFilter = nodeClassFilter == null ? null : List.copyOf(nodeClassFilter);
  }
}
