package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Request for all nodes and references that can be reached.
 *
 * @param header for whom and how; null for the defaults
 * @param nodeId where to begin; null for the root folder
 * @param direction which way; null for both
 * @param view view to stay in; null for the whole address space
 * @param referenceTypeId type of the references; null for all that are hierarchical
 * @param noSubtypes whether subtypes of it do not count; null for false
 * @param readVariableValues whether values are read too; null for false
 * @param noRecurse whether targets are not browsed in their turn; null for false
 * @param nodeClassFilter kinds of targets; null for all
 */
@RecordBuilder
public record BrowseStreamRequest(
    RequestHeader header,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> nodeId,
    BrowseDirection direction,
    BrowseViewSelection view,
    String referenceTypeId,
    Boolean noSubtypes,
    Boolean readVariableValues,
    Boolean noRecurse,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<NodeClass> nodeClassFilter) {

  public BrowseStreamRequest {
    nodeId = nodeId == null ? null : List.copyOf(nodeId);
    nodeClassFilter = nodeClassFilter == null ? null : List.copyOf(nodeClassFilter);
  }
}
