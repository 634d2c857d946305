package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.bactrian.model.twin.OperationLimits;
import org.bactrian.model.twin.ServerCapabilities;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.NodeAttribute;
import org.bactrian.opcua.service.ReadOptions;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/** What a server says of itself below ServerCapabilities (Part 5, 6.3.2). */
final class Capabilities {

  private static final List<NodeId> LIMITS =
      List.of(
          NodeIds.Server_ServerCapabilities_MinSupportedSampleRate,
          NodeIds.Server_ServerCapabilities_MaxBrowseContinuationPoints,
          NodeIds.Server_ServerCapabilities_MaxQueryContinuationPoints,
          NodeIds.Server_ServerCapabilities_MaxHistoryContinuationPoints,
          NodeIds.Server_ServerCapabilities_MaxArrayLength,
          NodeIds.Server_ServerCapabilities_MaxStringLength,
          NodeIds.Server_ServerCapabilities_MaxByteStringLength,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadData,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadEvents,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryUpdateData,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryUpdateEvents,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRegisterNodes,
          NodeIds
              .Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerNodeManagement,
          NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall);

  private static final List<NodeId> ITEMS =
      List.of(
          NodeIds.Server_ServerCapabilities_MaxSessions,
          NodeIds.Server_ServerCapabilities_MaxSubscriptions,
          NodeIds.Server_ServerCapabilities_MaxMonitoredItems,
          NodeIds.Server_ServerCapabilities_MaxSubscriptionsPerSession,
          NodeIds.Server_ServerCapabilities_MaxMonitoredItemsPerSubscription,
          NodeIds.Server_ServerCapabilities_MaxSelectClauseParameters,
          NodeIds.Server_ServerCapabilities_MaxWhereClauseParameters,
          NodeIds.Server_ServerCapabilities_MaxMonitoredItemsQueueSize);

  private static final List<NodeId> TEXTS =
      List.of(
          NodeIds.Server_ServerCapabilities_LocaleIdArray,
          NodeIds.Server_ServerCapabilities_ServerProfileArray,
          NodeIds.Server_ServerCapabilities_ConformanceUnits);

  private static final List<NodeId> FOLDERS =
      List.of(
          NodeIds.Server_ServerCapabilities_ModellingRules,
          NodeIds.Server_ServerCapabilities_AggregateFunctions);

  private final ServerView server;

  Capabilities(ServerView server) {
    this.server = server;
  }

  ServerCapabilities read() throws UaException {
    List<NodeId> wanted = new ArrayList<>(LIMITS);
    wanted.addAll(ITEMS);
    wanted.addAll(TEXTS);
    List<NodeAttribute> targets =
        wanted.stream().map(node -> NodeAttribute.value(node.expanded())).toList();
    List<AttributeValue> values =
        ServerView.await(server.nodes().read(targets, ReadOptions.DEFAULT));
    List<Optional<Number>> limits = numbers(values.subList(0, LIMITS.size()));
    List<Long> items =
        numbers(values.subList(LIMITS.size(), LIMITS.size() + ITEMS.size())).stream()
            .map(Capabilities::whole)
            .toList();
    int texts = LIMITS.size() + ITEMS.size();
    List<BrowsedNode> folders =
        ServerView.await(
            server
                .nodes()
                .browse(FOLDERS.stream().map(NodeId::expanded).toList(), BrowseFilter.CHILDREN));
    return new ServerCapabilities(
        limits(limits),
        texts(values.get(texts)),
        texts(values.get(texts + 1)),
        names(folders.get(0)),
        names(folders.get(1)),
        items.get(0),
        items.get(1),
        items.get(2),
        items.get(3),
        items.get(4),
        items.get(5),
        items.get(6),
        items.get(7),
        texts(values.get(texts + 2)));
  }

  private static OperationLimits limits(List<Optional<Number>> numbers) {
    List<Long> whole = numbers.stream().map(Capabilities::whole).toList();
    return new OperationLimits(
        numbers.get(0).map(Number::doubleValue).orElse(null),
        numbers.get(1).map(Number::intValue).orElse(null),
        numbers.get(2).map(Number::intValue).orElse(null),
        numbers.get(3).map(Number::intValue).orElse(null),
        whole.get(4),
        whole.get(5),
        whole.get(6),
        whole.get(7),
        whole.get(8),
        whole.get(9),
        whole.get(10),
        whole.get(11),
        whole.get(12),
        whole.get(13),
        whole.get(14),
        whole.get(15),
        whole.get(16),
        whole.get(17),
        whole.get(18));
  }

  /** Zero and absence both mean that there is no limit. */
  private static List<Optional<Number>> numbers(List<AttributeValue> values) {
    return values.stream()
        .map(value -> value.value().value().value())
        .map(
            value ->
                value instanceof Number number && number.doubleValue() != 0
                    ? Optional.of(number)
                    : Optional.<Number>empty())
        .toList();
  }

  private static Long whole(Optional<Number> number) {
    return number.map(Number::longValue).orElse(null);
  }

  /** Null where the server does not say. */
  private List<String> texts(AttributeValue value) {
    Object[] texts =
        value.value().value().value() instanceof Object[] several ? several : new Object[0];
    return value.result().isUsable()
        ? Arrays.stream(texts)
            .filter(Objects::nonNull)
            .map(
                text ->
                    text
                            instanceof
                            org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName name
                        ? server.text(name)
                        : text.toString())
            .toList()
        : null;
  }

  /** Node ids by name; null for none. */
  private Map<String, String> names(BrowsedNode folder) {
    Map<String, String> names = new TreeMap<>();
    for (ReferenceDescription reference : folder.references()) {
      names.put(server.text(reference.getBrowseName()), server.text(reference.getNodeId()));
    }
    return names.isEmpty() ? null : names;
  }
}
