package org.bactrian.opcua.service;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;

/**
 * Page of the history of a node.
 *
 * @param result whether it could be read; Good_NoData where there is none in the range
 * @param history encoded HistoryData, HistoryModifiedData or HistoryEvent (Part 11, 6.5); empty
 *     where the server sent none
 * @param continuation where the next page is had; empty after the last
 */
public record HistoryPage(
    ServiceResult result,
    Optional<ExtensionObject> history,
    Optional<HistoryContinuationPoint> continuation) {

  static HistoryPage failed(ServiceResult result) {
    return new HistoryPage(result, Optional.empty(), Optional.empty());
  }
}
