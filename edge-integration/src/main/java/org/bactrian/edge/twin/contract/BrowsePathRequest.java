package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Request for the target nodes of browse paths.
 *
 * @param nodeId where they begin; null for the root folder
 * @param browsePaths the paths, each as the texts of its steps
 * @param readVariableValues whether values are read too; null for false
 * @param header for whom and how; null for the defaults
 * @param nodeIdsOnly whether ids are enough, which is faster; null for false
 */
public record BrowsePathRequest(
    String nodeId,
    List<List<String>> browsePaths,
    Boolean readVariableValues,
    RequestHeader header,
    Boolean nodeIdsOnly) {

  public BrowsePathRequest {
    browsePaths = browsePaths == null ? null : browsePaths.stream().map(List::copyOf).toList();
  }
}
