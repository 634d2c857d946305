package org.bactrian.edge.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.edge.query.ParsedEventQuery.QueryExpression;
import org.bactrian.edge.twin.contract.AttributeName;
import org.bactrian.edge.twin.contract.ContentFilter;
import org.bactrian.edge.twin.contract.ContentFilterElement;
import org.bactrian.edge.twin.contract.EventFilter;
import org.bactrian.edge.twin.contract.FilterOperand;
import org.bactrian.edge.twin.contract.FilterOperandBuilder;
import org.bactrian.edge.twin.contract.FilterOperatorType;
import org.bactrian.edge.twin.contract.SimpleAttributeOperand;
import org.bactrian.opcua.event.WhereElement;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.jspecify.annotations.Nullable;

/** Compiles a query to an event filter, with the fields of the server's event types. */
public final class EventFilterCompiler {

  private static final String BASE_EVENT_TYPE = "i=2041";
  private static final Pattern STEP = Pattern.compile("([/.])([^/.]+)");
  private static final Pattern INDEXED = Pattern.compile("(?:ns)?(\\d{1,5}):(.+)");

  private final EventTypeCatalog types;
  private final ParsedEventQuery query;
  private final Map<String, String> typeIdByAlias = new HashMap<>();
  private final Map<String, List<EventField>> fieldsByType = new LinkedHashMap<>();
  private final Map<String, SimpleAttributeOperand> fieldByAlias = new HashMap<>();
  private final List<ContentFilterElement> elements = new ArrayList<>();

  private EventFilterCompiler(EventTypeCatalog types, ParsedEventQuery query) {
    this.types = types;
    this.query = query;
  }

  /**
   * Compiles a query such as {@code SELECT /Severity, /Message FROM BaseEventType WHERE /Severity >
   * 500}.
   *
   * @throws QuerySyntaxException when the query makes no sense
   * @throws UaException when the server does not tell what its types have
   */
  public static EventFilter compile(String text, EventTypeCatalog types)
      throws QuerySyntaxException, UaException {
    return new EventFilterCompiler(types, EventQueryParser.parse(text)).filter();
  }

  private EventFilter filter() throws QuerySyntaxException, UaException {
    List<ParsedEventQuery.Type> from =
        query.types().isEmpty()
            ? List.of(new ParsedEventQuery.Type(new ParsedEventQuery.Name(BASE_EVENT_TYPE, 0), ""))
            : query.types();
    for (ParsedEventQuery.Type type : from) {
      String id = typeId(type.name());
      if (!type.alias().isEmpty()) {
        typeIdByAlias.put(type.alias(), id);
      }
      typeIdByAlias.put(type.name().text(), id);
      List<EventField> fields = types.fields(id);
      if (fields.isEmpty()) {
        throw new QuerySyntaxException(
            type.name().position(), type.name().text() + " is no event type of the server.");
      }
      fieldsByType.put(id, fields);
    }
    List<SimpleAttributeOperand> selected = selected();
    if (query.condition().isPresent()) {
      operand(query.condition().get());
    }
    return new EventFilter(selected, elements.isEmpty() ? null : new ContentFilter(elements), null);
  }

  private String typeId(ParsedEventQuery.Name name) throws QuerySyntaxException {
    Optional<String> id = types.id(name.text(), query.prefixes());
    if (id.isEmpty()) {
      throw new QuerySyntaxException(
          name.position(),
          name.text() + " is no event type. Write a name such as BaseEventType, or a node id.");
    }
    return id.get();
  }

  private List<SimpleAttributeOperand> selected() throws QuerySyntaxException {
    List<SimpleAttributeOperand> selected = new ArrayList<>();
    for (ParsedEventQuery.Field field : query.fields()) {
      SimpleAttributeOperand operand = resolved(field.name());
      if (!field.alias().isEmpty()) {
        fieldByAlias.put(field.alias(), operand);
      }
      selected.add(operand);
    }
    if (query.fields().isEmpty()) {
      for (List<EventField> fields : fieldsByType.values()) {
        fields.forEach(field -> selected.add(simple(field, AttributeName.Value)));
      }
    }
    return selected.stream().distinct().toList();
  }

  /** Elements come before those that they refer to, as filters have to have it. */
  private FilterOperand operand(QueryExpression expression) throws QuerySyntaxException {
    if (expression instanceof QueryExpression.Literal literal) {
      return literal(literal.value(), literal.dataType());
    }
    if (expression instanceof QueryExpression.Reference reference) {
      SimpleAttributeOperand field = resolved(reference.name());
      return FilterOperandBuilder.builder()
          .nodeId(field.typeDefinitionId())
          .browsePath(field.browsePath())
          .attributeId(field.attributeId())
          .build();
    }
    QueryExpression.QueryOperation operation = (QueryExpression.QueryOperation) expression;
    check(operation);
    int place = elements.size();
    elements.add(new ContentFilterElement(operation.operator(), null));
    List<FilterOperand> operands = new ArrayList<>();
    for (QueryExpression inner : operation.operands()) {
      boolean isType =
          operation.operator() == FilterOperatorType.OfType
              && inner instanceof QueryExpression.Reference;
      operands.add(
          isType ? typeLiteral(((QueryExpression.Reference) inner).name()) : operand(inner));
    }
    elements.set(place, new ContentFilterElement(operation.operator(), operands));
    return FilterOperandBuilder.builder().index((long) place).build();
  }

  private static void check(QueryExpression.QueryOperation operation) throws QuerySyntaxException {
    int operands = operation.operands().size();
    FilterOperator operator = FilterOperator.valueOf(operation.operator().name());
    if (!WhereElement.takes(operator, operands)) {
      throw new QuerySyntaxException(
          operation.position(),
          operation.operator() + " is not applied to " + operands + " operands.");
    }
  }

  private FilterOperand typeLiteral(ParsedEventQuery.Name name) throws QuerySyntaxException {
    String id =
        typeIdByAlias.containsKey(name.text()) ? typeIdByAlias.get(name.text()) : typeId(name);
    return literal(JsonNodeFactory.instance.textNode(id), "NodeId");
  }

  private static FilterOperand literal(JsonNode value, String dataType) {
    return FilterOperandBuilder.builder()
        .value(value)
        .dataType(dataType.isEmpty() ? null : dataType)
        .build();
  }

  private SimpleAttributeOperand resolved(ParsedEventQuery.Name name) throws QuerySyntaxException {
    if (fieldByAlias.containsKey(name.text())) {
      return fieldByAlias.get(name.text());
    }
    int start = start(name.text());
    String type = name.text().substring(0, start);
    List<String> candidates =
        type.isEmpty() ? List.copyOf(fieldsByType.keySet()) : List.of(candidate(name, type));
    if (start == name.text().length()) {
      return new SimpleAttributeOperand(
          candidates.get(0), List.of(), AttributeName.NodeId, null, "/.NodeId", null);
    }
    List<String> separators = new ArrayList<>();
    List<QualifiedName> path = path(name, start, separators);
    Optional<SimpleAttributeOperand> found = find(candidates, path, AttributeName.Value);
    if (found.isEmpty() && separators.get(separators.size() - 1).equals(".")) {
      // What is no field may be an attribute of one.
      Optional<AttributeName> attribute = attribute(path.get(path.size() - 1).name());
      if (attribute.isPresent()) {
        found = find(candidates, path.subList(0, path.size() - 1), attribute.get());
      }
    }
    if (found.isEmpty()) {
      throw new QuerySyntaxException(
          name.position(),
          name.text() + " is no field of the types in FROM. Ask for their metadata to see which.");
    }
    return found.get();
  }

  private String candidate(ParsedEventQuery.Name name, String type) throws QuerySyntaxException {
    String id = typeIdByAlias.get(type);
    if (id == null) {
      throw new QuerySyntaxException(
          name.position(), type + " is none of the types in FROM. Add it there.");
    }
    return id;
  }

  /** Returns the position of the first step after the type. */
  private static int start(String text) {
    Matcher step = STEP.matcher(text);
    return step.find() ? step.start() : text.length();
  }

  private List<QualifiedName> path(ParsedEventQuery.Name name, int start, List<String> separators)
      throws QuerySyntaxException {
    List<QualifiedName> path = new ArrayList<>();
    Matcher step = STEP.matcher(name.text());
    step.region(start, name.text().length());
    while (step.find()) {
      separators.add(step.group(1));
      path.add(browseName(name, step.group(2)));
    }
    return path;
  }

  private QualifiedName browseName(ParsedEventQuery.Name name, String text)
      throws QuerySyntaxException {
    Matcher indexed = INDEXED.matcher(text);
    if (indexed.matches()) {
      int index = Integer.parseInt(indexed.group(1));
      if (index > UShort.MAX_VALUE) {
        throw new QuerySyntaxException(
            name.position(), index + " is no namespace index. Write one of 0 to 65535.");
      }
      return new QualifiedName(index, indexed.group(2));
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new QualifiedName(0, text);
    }
    String uri = query.prefixes().get(text.substring(0, colon));
    OptionalInt index = uri == null ? OptionalInt.empty() : types.namespace(uri);
    if (index.isEmpty()) {
      throw new QuerySyntaxException(
          name.position(),
          "%s stands for no namespace of the server. Write PREFIX %s <uri> before SELECT."
              .formatted(text.substring(0, colon), text.substring(0, colon)));
    }
    return new QualifiedName(index.getAsInt(), text.substring(colon + 1));
  }

  private Optional<SimpleAttributeOperand> find(
      List<String> candidates, List<QualifiedName> path, AttributeName attribute) {
    return candidates.stream()
        .flatMap(type -> fieldsByType.getOrDefault(type, List.of()).stream())
        .filter(field -> field.path().equals(path))
        .findFirst()
        .map(field -> simple(field, attribute));
  }

  private static SimpleAttributeOperand simple(EventField field, AttributeName attribute) {
    return new SimpleAttributeOperand(
        field.typeId(),
        field.texts(),
        attribute,
        null,
        field.displayName() + "." + attribute,
        null);
  }

  private static Optional<AttributeName> attribute(@Nullable String name) {
    for (AttributeName attribute : AttributeName.values()) {
      if (attribute.name().equalsIgnoreCase(name)) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }
}
