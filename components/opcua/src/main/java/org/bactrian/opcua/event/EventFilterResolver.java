package org.bactrian.opcua.event;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.json.ValueReader;
import org.bactrian.opcua.node.QualifiedNameText;
import org.bactrian.opcua.service.InstanceDeclaration;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServerDataTypes;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.service.TypeDescription;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.ElementOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/**
 * Resolves event filters with the namespaces and event types of one connected server. A type is
 * read once; the server is waited for meanwhile. Not thread-safe.
 */
public final class EventFilterResolver {

  /** No type of a plant has so many. */
  private static final int MOST_FIELDS = 1_000;

  private static final Comparator<InstanceDeclaration> BY_PATH =
      Comparator.comparing(EventFilterResolver::names, EventFilterResolver::compareNames);

  private final OpcUaClient client;
  private final Map<NodeId, TypeDescription> types = new HashMap<>();

  /**
   * @param client connected; another connection needs another resolver
   */
  public EventFilterResolver(OpcUaClient client) {
    this.client = client;
  }

  /**
   * Makes the server's filter of a definition.
   *
   * @param conditions whether the fields that tell the state of conditions are added
   * @throws UaException when the server lacks a namespace or type, or did not answer; its message
   *     says which
   */
  public ServerEventFilter resolve(EventFilterDefinition definition, boolean conditions)
      throws UaException {
    ExpandedNodeId type = definition.type();
    List<SelectedEventField> selected = new ArrayList<>();
    List<ContentFilterElement> where = new ArrayList<>();
    if (type != null) {
      NodeId local = local(type);
      selected.addAll(fieldsOf(local));
      where.add(ofType(local));
    } else {
      List<EventFieldDefinition> fields =
          definition.fields().isEmpty()
              ? EventFieldDefinition.OF_BASE_EVENT_TYPE
              : definition.fields();
      for (EventFieldDefinition field : fields) {
        selected.add(field(field));
      }
      for (WhereElement element : definition.where()) {
        where.add(element(element));
      }
    }
    EventFieldLayout layout = EventFieldLayout.of(selected, conditions);
    return new ServerEventFilter(
        new EventFilter(
            layout.fields().stream()
                .map(EventFilterResolver::operand)
                .toArray(SimpleAttributeOperand[]::new),
            new ContentFilter(where.toArray(ContentFilterElement[]::new))),
        layout);
  }

  /**
   * All variables of a type and its supertypes that are properties, or components of nothing but
   * variables. The path alone tells the field, since BaseEventType stands for any type (Part 4,
   * 7.22.3).
   */
  private List<SelectedEventField> fieldsOf(NodeId type) throws UaException {
    TypeDescription description = description(type);
    Set<List<QualifiedName>> variables = new HashSet<>();
    variables.add(List.of());
    List<InstanceDeclaration> found = new ArrayList<>();
    description.declarations().stream()
        .filter(one -> one.reference().getNodeClass() == NodeClass.Variable)
        .sorted(Comparator.comparingInt(one -> one.path().size()))
        .filter(one -> variables.contains(one.path().subList(0, one.path().size() - 1)))
        .forEach(
            one -> {
              variables.add(one.path());
              found.add(one);
            });
    if (found.size() > MOST_FIELDS) {
      throw new UaException(
          StatusCodes.Bad_EncodingLimitsExceeded,
          "event type %s has %d fields, more than %d; choose some with SelectClauses"
              .formatted(type.toParseableString(), found.size(), MOST_FIELDS));
    }
    List<SelectedEventField> fields = new ArrayList<>();
    if (type.equals(NodeIds.ConditionType)
        || description.superTypes().contains(NodeIds.ConditionType)) {
      fields.add(SelectedEventField.conditionId(false));
    }
    found.stream()
        .sorted(BY_PATH)
        .map(
            one ->
                new SelectedEventField(
                    NodeIds.BaseEventType, one.path(), AttributeId.Value, "", "", false))
        .forEach(fields::add);
    return fields;
  }

  private static List<String> names(InstanceDeclaration declaration) {
    return declaration.path().stream().map(name -> String.valueOf(name.name())).toList();
  }

  /** A name comes before those below it. */
  private static int compareNames(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = String.CASE_INSENSITIVE_ORDER.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private TypeDescription description(NodeId type) throws UaException {
    TypeDescription known = types.get(type);
    if (known != null) {
      return known;
    }
    TypeDescription read =
        answer(
                new NodeServices(() -> CompletableFuture.completedFuture(client))
                    .types(List.of(type.expanded())))
            .get(0);
    if (!read.result().isUsable()) {
      throw new UaException(read.result().status(), "event type " + type.toParseableString());
    }
    boolean isEventType =
        type.equals(NodeIds.BaseEventType) || read.superTypes().contains(NodeIds.BaseEventType);
    if (!isEventType) {
      throw new UaException(
          StatusCodes.Bad_TypeDefinitionInvalid,
          type.toParseableString() + " is no event type of the server");
    }
    types.put(type, read);
    return read;
  }

  private <T> T answer(CompletableFuture<T> future) throws UaException {
    try {
      return future.get(
          2 * client.getConfig().getRequestTimeout().longValue(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UaException(StatusText.codeOf(e).value(), StatusText.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, e);
    }
  }

  private SelectedEventField field(EventFieldDefinition field) throws UaException {
    List<QualifiedName> path = new ArrayList<>();
    for (String name : field.browsePath()) {
      try {
        path.add(QualifiedNameText.parse(name, client.getNamespaceTable()));
      } catch (IllegalArgumentException e) {
        throw new UaException(StatusCodes.Bad_BrowseNameInvalid, e.getMessage(), e);
      }
    }
    return new SelectedEventField(
        local(field.type()), path, field.attribute(), field.indexRange(), field.name(), false);
  }

  private ContentFilterElement element(WhereElement element) throws UaException {
    List<UaStructuredType> operands = new ArrayList<>();
    for (WhereOperand operand : element.operands()) {
      if (operand instanceof WhereOperand.Reference reference) {
        operands.add(new ElementOperand(uint(reference.index())));
      } else if (operand instanceof WhereOperand.Literal literal) {
        operands.add(new LiteralOperand(value(literal)));
      } else if (operand instanceof WhereOperand.Field one) {
        operands.add(operand(field(one.field())));
      }
    }
    return element(element.operator(), operands);
  }

  private ContentFilterElement ofType(NodeId type) {
    return element(FilterOperator.OfType, List.of(new LiteralOperand(new Variant(type))));
  }

  private ContentFilterElement element(
      FilterOperator operator, List<? extends UaStructuredType> operands) {
    return new ContentFilterElement(
        operator,
        operands.stream()
            .map(operand -> ExtensionObject.encode(client.getStaticEncodingContext(), operand))
            .toArray(ExtensionObject[]::new));
  }

  private Variant value(WhereOperand.Literal literal) throws UaException {
    ExpandedNodeId dataType = literal.dataType();
    ExpectedType expected =
        dataType == null ? ExpectedType.UNKNOWN : ExpectedType.of(local(dataType));
    try {
      return new ValueReader(client.getDynamicEncodingContext(), new ServerDataTypes(client))
          .read(literal.value(), expected);
    } catch (OperationException e) {
      throw new UaException(StatusCodes.Bad_FilterLiteralInvalid, e.getMessage(), e);
    }
  }

  private static SimpleAttributeOperand operand(SelectedEventField field) {
    return new SimpleAttributeOperand(
        field.type(),
        field.path().toArray(QualifiedName[]::new),
        field.attribute().uid(),
        field.indexRange().isEmpty() ? null : field.indexRange());
  }

  private NodeId local(ExpandedNodeId id) throws UaException {
    return id.toNodeId(client.getNamespaceTable())
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_NodeIdUnknown,
                    "the server has no namespace of " + id.toParseableString()));
  }
}
