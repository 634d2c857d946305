package org.bactrian.opcua.event;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;

/**
 * Element of a where clause (Part 4, 7.7.1); the first one is the root of the tree that elements
 * make by their references.
 *
 * @param operator what is done with the operands
 * @param operands as many as the operator takes
 */
public record WhereElement(FilterOperator operator, List<WhereOperand> operands) {

  public WhereElement {
    operands = List.copyOf(operands);
  }

  /** Returns whether an operator takes that many operands (Part 4, 7.7.3). */
  public static boolean takes(FilterOperator operator, int operands) {
    return switch (operator) {
      case Not, IsNull, InView, OfType -> operands == 1;
      case Between -> operands == 3;
      case InList -> operands >= 2;
      case RelatedTo -> operands >= 3 && operands <= 6;
      default -> operands == 2;
    };
  }
}
