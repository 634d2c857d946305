package org.bactrian.simulator.history;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.events.EventContentFilter;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.ElementOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * Condition on a recorded event (Part 4, 7.7): OfType, comparisons of numbers and texts, And, Or
 * and Not. Other operators are refused.
 */
record EventCondition(OpcUaServer server, RecordedEvent event) {

  private static final int DEEPEST = 20;

  /** Returns whether the event meets a filter; all do without one. */
  boolean isMet(ContentFilter filter) throws UaException {
    ContentFilterElement[] elements = filter == null ? null : filter.getElements();
    return elements == null || elements.length == 0 || isMet(elements, 0, 0);
  }

  private boolean isMet(ContentFilterElement[] elements, int index, int depth) throws UaException {
    if (index < 0 || index >= elements.length || depth > DEEPEST) {
      throw new UaException(StatusCodes.Bad_ContentFilterInvalid);
    }
    ContentFilterElement element = elements[index];
    List<Object> operands = new ArrayList<>();
    for (ExtensionObject operand :
        element.getFilterOperands() == null
            ? new ExtensionObject[0]
            : element.getFilterOperands()) {
      operands.add(value(elements, operand, depth));
    }
    return switch (element.getFilterOperator()) {
      case OfType ->
          operands.size() == 1
              && operands.get(0) instanceof NodeId type
              && event.value("EventType") instanceof NodeId own
              && (own.equals(type) || EventContentFilter.subtypeOf(own, type, server));
      case And -> operands.stream().allMatch(Boolean.TRUE::equals);
      case Or -> operands.stream().anyMatch(Boolean.TRUE::equals);
      case Not -> operands.stream().noneMatch(Boolean.TRUE::equals);
      case Equals -> compared(operands) == 0;
      case GreaterThan -> compared(operands) > 0;
      case GreaterThanOrEqual -> compared(operands) >= 0;
      case LessThan -> compared(operands) < 0;
      case LessThanOrEqual -> compared(operands) <= 0;
      default -> throw new UaException(StatusCodes.Bad_FilterOperatorUnsupported);
    };
  }

  private @Nullable Object value(
      ContentFilterElement[] elements, ExtensionObject operand, int depth) throws UaException {
    UaStructuredType decoded = operand.decode(server.getStaticEncodingContext());
    if (decoded instanceof ElementOperand element) {
      return isMet(elements, element.getIndex().intValue(), depth + 1);
    }
    if (decoded instanceof LiteralOperand literal) {
      return literal.getValue().value();
    }
    if (decoded instanceof SimpleAttributeOperand field) {
      return event.field(field).value();
    }
    throw new UaException(StatusCodes.Bad_FilterOperandInvalid);
  }

  private static int compared(List<Object> operands) throws UaException {
    if (operands.size() != 2) {
      throw new UaException(StatusCodes.Bad_FilterOperandCountMismatch);
    }
    if (operands.get(0) instanceof Number first && operands.get(1) instanceof Number second) {
      return Double.compare(first.doubleValue(), second.doubleValue());
    }
    return String.valueOf(operands.get(0)).compareTo(String.valueOf(operands.get(1)));
  }
}
