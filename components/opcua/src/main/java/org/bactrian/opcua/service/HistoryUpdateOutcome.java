package org.bactrian.opcua.service;

import java.util.List;

/**
 * Outcome of one HistoryUpdate (Part 4, 5.10.5).
 *
 * @param result whether the update was carried out
 * @param operations results of its values, times or events, in their order; empty for an update of
 *     a range
 */
public record HistoryUpdateOutcome(ServiceResult result, List<ServiceResult> operations) {
  public HistoryUpdateOutcome {
    operations = List.copyOf(operations);
  }
}
