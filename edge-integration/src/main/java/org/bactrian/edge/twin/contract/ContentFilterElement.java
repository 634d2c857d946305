package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Condition of a filter (Part 4, 7.7.1).
 *
 * @param filterOperator what is compared how
 * @param filterOperands what with
 */
public record ContentFilterElement(
    FilterOperatorType filterOperator, @Nullable List<FilterOperand> filterOperands) {

  public ContentFilterElement {
    filterOperands = filterOperands == null ? null : List.copyOf(filterOperands);
  }
}
