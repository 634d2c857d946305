package org.bactrian.opcua.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.DataTypes;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.json.ValueReader;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads event filters in OPC Publisher's JSON: {@code TypeDefinitionId}, or {@code SelectClauses}
 * and {@code WhereClause} with its {@code Elements}. Names of members are taken in any case. What
 * can be said of a filter without a server is said here: unknown operators, wrong numbers of
 * operands, references that make no tree, texts that are no node ids, values that are none of their
 * type. The size of a filter is bounded.
 */
public final class EventFilterReader {

  /** Bounds that no filter of a person reaches. */
  private static final int MOST_FIELDS = 1_000;

  private static final int MOST_ELEMENTS = 500;
  private static final int MOST_OPERANDS = 1_000;
  private static final int LONGEST_PATH = 50;
  private static final int DEEPEST = 100;

  private static final Pattern INDEX_RANGE =
      Pattern.compile("(\\d{1,10}(:\\d{1,10})?(,\\d{1,10}(:\\d{1,10})?)*)?");

  /** Types whose values need a server's namespaces or structures. */
  private static final Set<OpcUaDataType> OF_SERVER =
      Set.of(
          OpcUaDataType.NodeId,
          OpcUaDataType.ExpandedNodeId,
          OpcUaDataType.QualifiedName,
          OpcUaDataType.ExtensionObject,
          OpcUaDataType.Variant,
          OpcUaDataType.DataValue);

  private final List<String> unknown = new ArrayList<>();

  private EventFilterReader() {}

  /**
   * Result of reading a filter.
   *
   * @param filter the filter
   * @param unknown places of members that mean nothing and were passed over
   */
  public record Result(EventFilterDefinition filter, List<String> unknown) {}

  /**
   * Reads a filter.
   *
   * @throws EventFilterSyntaxException when it is none that a server could take
   */
  public static Result read(JsonNode json) throws EventFilterSyntaxException {
    EventFilterReader reader = new EventFilterReader();
    return new Result(
        reader.filter(FilterJson.of(json, "", reader.unknown)), List.copyOf(reader.unknown));
  }

  private EventFilterDefinition filter(FilterJson json) throws EventFilterSyntaxException {
    Optional<ExpandedNodeId> type = json.nodeId("TypeDefinitionId");
    if (type.isPresent()) {
      // OPC Publisher lets the type win.
      json.onlyMembers("TypeDefinitionId");
      return EventFilterDefinition.ofType(type.get());
    }
    json.onlyMembers("TypeDefinitionId", "SelectClauses", "WhereClause");
    List<EventFieldDefinition> fields = new ArrayList<>();
    for (FilterJson clause : json.list("SelectClauses", MOST_FIELDS)) {
      clause.onlyMembers(
          "TypeDefinitionId",
          "BrowsePath",
          "AttributeId",
          "IndexRange",
          "DisplayName",
          "DataSetClassFieldId");
      fields.add(field(clause, "TypeDefinitionId", clause.text("DisplayName")));
    }
    List<WhereElement> where = new ArrayList<>();
    Optional<FilterJson> clause = json.object("WhereClause");
    if (clause.isPresent()) {
      clause.get().onlyMembers("Elements");
      for (FilterJson element : clause.get().list("Elements", MOST_ELEMENTS)) {
        where.add(element(element));
      }
      requireTree(clause.get(), where);
    }
    return new EventFilterDefinition(null, fields, where);
  }

  private static EventFieldDefinition field(FilterJson json, String typeMember, String name)
      throws EventFilterSyntaxException {
    List<String> path = json.texts("BrowsePath", LONGEST_PATH);
    AttributeId attribute = json.attribute("AttributeId").orElse(AttributeId.Value);
    String range = json.text("IndexRange").replace(" ", "");
    if (!INDEX_RANGE.matcher(range).matches()) {
      throw json.fault(
          "IndexRange \"" + range + "\" is no range", "Write for instance 0, 2:5 or 0:1,2:3.");
    }
    if (path.isEmpty() && attribute == AttributeId.Value) {
      throw json.fault(
          "there is no BrowsePath",
          "Write for instance \"BrowsePath\": [\"Message\"], or \"AttributeId\": \"NodeId\" for the"
              + " id of a condition.");
    }
    return new EventFieldDefinition(
        json.nodeId(typeMember).orElse(NodeIds.BaseEventType.expanded()),
        path.stream().map(EventFilterReader::withoutSlash).toList(),
        attribute,
        range,
        name);
  }

  /** Names of paths may be written as steps of one. */
  private static String withoutSlash(String name) {
    return name.length() > 1 && name.startsWith("/") ? name.substring(1) : name;
  }

  private static WhereElement element(FilterJson json) throws EventFilterSyntaxException {
    json.onlyMembers("FilterOperator", "FilterOperands");
    FilterOperator operator = operator(json);
    List<WhereOperand> operands = new ArrayList<>();
    for (FilterJson operand : json.list("FilterOperands", MOST_OPERANDS)) {
      operand.onlyMembers(
          "Index",
          "Value",
          "NodeId",
          "BrowsePath",
          "AttributeId",
          "IndexRange",
          "Alias",
          "DataType");
      operands.add(operand(operand, operator));
    }
    if (!WhereElement.takes(operator, operands.size())) {
      throw json.fault(
          operator + " is not applied to " + operands.size() + " operands",
          "Write those that the operator takes (OPC UA Part 4, 7.7.3).");
    }
    return new WhereElement(operator, operands);
  }

  private static FilterOperator operator(FilterJson json) throws EventFilterSyntaxException {
    String text = json.text("FilterOperator");
    return Arrays.stream(FilterOperator.values())
        .filter(
            one ->
                one.name().equalsIgnoreCase(text) || Integer.toString(one.getValue()).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                json.fault(
                    text.isEmpty()
                        ? "there is no FilterOperator"
                        : "FilterOperator \"" + text + "\" is not known",
                    "Write one of "
                        + Arrays.stream(FilterOperator.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  private static WhereOperand operand(FilterJson json, FilterOperator operator)
      throws EventFilterSyntaxException {
    Optional<Long> index = json.index("Index");
    Optional<JsonNode> value = json.member("Value");
    if (index.isPresent()) {
      return new WhereOperand.Reference(Math.toIntExact(index.get()));
    }
    if (value.isPresent()) {
      ExpandedNodeId dataType =
          operator == FilterOperator.OfType
              ? NodeIds.NodeId.expanded()
              : json.nodeId("DataType").orElse(null);
      return literal(json, value.get(), dataType);
    }
    return new WhereOperand.Field(field(json, "NodeId", ""));
  }

  private static WhereOperand literal(
      FilterJson json, JsonNode value, @Nullable ExpandedNodeId dataType)
      throws EventFilterSyntaxException {
    ExpandedNodeId type =
        dataType == null && isNodeId(value) ? NodeIds.NodeId.expanded() : dataType;
    Optional<NodeId> standardType =
        Optional.ofNullable(type).flatMap(id -> id.toNodeId(new NamespaceTable()));
    Optional<OpcUaDataType> builtIn = standardType.flatMap(DataTypes.STANDARD::builtInType);
    try {
      if (builtIn.filter(OpcUaDataType.NodeId::equals).isPresent() && value.isTextual()) {
        NodeIdText.parse(value.asText());
      } else if (type == null || builtIn.filter(one -> !OF_SERVER.contains(one)).isPresent()) {
        new ValueReader(DefaultEncodingContext.INSTANCE)
            .read(value, standardType.map(ExpectedType::of).orElse(ExpectedType.UNKNOWN));
      }
    } catch (NodeIdTextException e) {
      throw json.fault("Value is no node id", String.valueOf(e.getMessage()));
    } catch (OperationException e) {
      throw json.fault("Value is none of its type", String.valueOf(e.getMessage()));
    }
    return new WhereOperand.Literal(value, type);
  }

  /** Text that is a node id by its form, as OPC Publisher takes it. */
  private static boolean isNodeId(JsonNode value) {
    return value.isTextual() && value.asText().matches("(nsu?=[^;]+;.*)?[isgb]=.*");
  }

  /**
   * Requires that elements refer to later ones only (Part 4, 7.7.4.2), which leaves no cycle, and
   * not in too long a row.
   */
  private static void requireTree(FilterJson clause, List<WhereElement> elements)
      throws EventFilterSyntaxException {
    int[] depths = new int[elements.size()];
    for (int i = elements.size() - 1; i >= 0; i--) {
      for (WhereOperand operand : elements.get(i).operands()) {
        if (operand instanceof WhereOperand.Reference reference) {
          if (reference.index() <= i || reference.index() >= elements.size()) {
            throw clause.fault(
                "element " + i + " refers to element " + reference.index(),
                "An Index is the number, from 0, of an element that comes later in Elements.");
          }
          depths[i] = Math.max(depths[i], 1 + depths[reference.index()]);
        }
      }
      if (depths[i] >= DEEPEST) {
        throw clause.fault(
            "elements refer to each other in a row of more than " + DEEPEST,
            "Write the condition with fewer levels, for instance with InList.");
      }
    }
  }
}
