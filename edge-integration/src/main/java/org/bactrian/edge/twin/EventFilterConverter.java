package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.edge.twin.contract.AttributeName;
import org.bactrian.edge.twin.contract.ContentFilterElement;
import org.bactrian.edge.twin.contract.EventFilter;
import org.bactrian.edge.twin.contract.FilterOperand;
import org.bactrian.edge.twin.contract.FilterOperatorType;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.node.QualifiedNameText;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.structured.AttributeOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.ElementOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * Converts filters of the contracts to those of a server (Part 4, 7.22.3). A filter without select
 * clauses selects the fields of BaseEventType.
 */
record EventFilterConverter(ServerView server) {

  private static final List<String> BASE_FIELDS =
      List.of(
          "EventId",
          "EventType",
          "SourceNode",
          "SourceName",
          "Time",
          "ReceiveTime",
          "LocalTime",
          "Message",
          "Severity");

  /**
   * Converts a filter.
   *
   * @param filter null for all events
   * @throws OperationException of kind BAD_REQUEST when it is no filter
   */
  org.eclipse.milo.opcua.stack.core.types.structured.EventFilter convert(EventFilter filter)
      throws UaException {
    List<SimpleAttributeOperand> fields = new ArrayList<>();
    if (filter == null || !ServerView.isGiven(filter.selectClauses())) {
      BASE_FIELDS.forEach(name -> fields.add(baseField(name)));
    } else {
      for (org.bactrian.edge.twin.contract.SimpleAttributeOperand clause : filter.selectClauses()) {
        fields.add(
            field(
                clause.typeDefinitionId(),
                clause.browsePath(),
                clause.attributeId(),
                clause.indexRange()));
      }
    }
    return new org.eclipse.milo.opcua.stack.core.types.structured.EventFilter(
        fields.toArray(SimpleAttributeOperand[]::new),
        new org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter(elements(filter)));
  }

  private org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement[] elements(
      EventFilter filter) throws UaException {
    List<org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement> elements =
        new ArrayList<>();
    List<ContentFilterElement> conditions =
        filter == null || filter.whereClause() == null
            ? List.of()
            : filter.whereClause().elements();
    if (ServerView.isGiven(conditions)) {
      for (ContentFilterElement element : conditions) {
        elements.add(element(element, elements.size()));
      }
    } else if (filter != null && ServerView.isGiven(filter.typeDefinitionId())) {
      NodeId type = server.local(ServerView.node(filter.typeDefinitionId()));
      elements.add(element(FilterOperator.OfType, List.of(literal(Variant.ofNodeId(type)))));
    }
    return elements.toArray(
        org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement[]::new);
  }

  private org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement element(
      ContentFilterElement element, int place) throws UaException {
    String pointer = "/details/filter/whereClause/elements/" + place;
    if (element.filterOperator() == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          pointer + " has no filterOperator. Write {\"filterOperator\": \"OfType\", …}.");
    }
    List<UaStructuredType> operands = new ArrayList<>();
    List<FilterOperand> given =
        element.filterOperands() == null ? List.of() : element.filterOperands();
    for (FilterOperand operand : given) {
      operands.add(
          operand(
              operand,
              element.filterOperator(),
              JsonPointer.compile(pointer + "/filterOperands/" + operands.size() + "/value")));
    }
    return element(FilterOperator.valueOf(element.filterOperator().name()), operands);
  }

  private org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement element(
      FilterOperator operator, List<? extends UaStructuredType> operands) {
    return new org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement(
        operator,
        operands.stream()
            .map(operand -> ExtensionObject.encode(server.access().encoding(), operand))
            .toArray(ExtensionObject[]::new));
  }

  private UaStructuredType operand(
      FilterOperand operand, FilterOperatorType operator, JsonPointer place) throws UaException {
    if (operand.index() != null) {
      return new ElementOperand(UInteger.valueOf(operand.index()));
    }
    JsonNode value = operand.value();
    if (value != null && !value.isNull()) {
      return literal(server.values().read(value, literalType(operand, operator), place));
    }
    if (ServerView.isGiven(operand.alias())) {
      List<String> path = operand.browsePath() == null ? List.of() : operand.browsePath();
      return new AttributeOperand(
          server.local(ServerView.node(operand.nodeId())),
          operand.alias(),
          path.isEmpty()
              ? new RelativePath(null)
              : TargetNodeResolver.path(
                      server, "browsePath", NodeIds.BaseEventType.expanded(), path)
                  .path(),
          attribute(operand.attributeId()),
          operand.indexRange());
    }
    return field(
        operand.nodeId(), operand.browsePath(), operand.attributeId(), operand.indexRange());
  }

  /** The type of a literal: as it is named, a node id where a type of events is meant. */
  private ExpectedType literalType(FilterOperand operand, FilterOperatorType operator)
      throws UaException {
    if (ServerView.isGiven(operand.dataType())) {
      return ExpectedType.of(server.local(ServerView.node(operand.dataType())));
    }
    return operator == FilterOperatorType.OfType
        ? ExpectedType.of(NodeIds.NodeId)
        : ExpectedType.UNKNOWN;
  }

  private static LiteralOperand literal(Variant value) {
    return new LiteralOperand(value);
  }

  private SimpleAttributeOperand field(
      @Nullable String type,
      @Nullable List<String> path,
      @Nullable AttributeName attribute,
      @Nullable String indexRange)
      throws UaException {
    List<String> names = path == null ? List.of() : path;
    return new SimpleAttributeOperand(
        server.local(ServerView.node(type, NodeIds.BaseEventType)),
        names.stream()
            .map(name -> QualifiedNameText.parse(name, server.namespaces()))
            .toArray(QualifiedName[]::new),
        attribute(attribute),
        ServerView.isGiven(indexRange) ? indexRange : null);
  }

  private static SimpleAttributeOperand baseField(String name) {
    return new SimpleAttributeOperand(
        NodeIds.BaseEventType,
        new QualifiedName[] {new QualifiedName(0, name)},
        AttributeId.Value.uid(),
        null);
  }

  private static UInteger attribute(@Nullable AttributeName attribute) {
    return Optional.ofNullable(attribute)
        .map(name -> AttributeId.valueOf(name.name()))
        .orElse(AttributeId.Value)
        .uid();
  }
}
