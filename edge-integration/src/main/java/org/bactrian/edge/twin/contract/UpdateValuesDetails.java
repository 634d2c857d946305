package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Values to write into a history (Part 11, 6.9.2).
 *
 * @param values the values
 */
public record UpdateValuesDetails(List<HistoricValue> values) {

  public UpdateValuesDetails {
    values = values == null ? null : List.copyOf(values);
  }
}
