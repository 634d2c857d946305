package org.bactrian.edge.twin;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.bactrian.edge.twin.contract.OperationLimits;
import org.bactrian.edge.twin.contract.ServerCapabilitiesResponse;
import org.bactrian.opcua.service.ServerCapability;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/** Converts the capabilities that a server states to the contract. */
record ServerCapabilityReader(ServerView server, org.bactrian.opcua.service.ServerCapabilities told) {

  ServerCapabilitiesResponse toContract() {
    return new ServerCapabilitiesResponse(
        limits(),
        told.texts(ServerCapability.LOCALE_IDS),
        told.texts(ServerCapability.SERVER_PROFILES),
        names(told.modellingRules()),
        names(told.aggregateFunctions()),
        limit(ServerCapability.MAX_SESSIONS),
        limit(ServerCapability.MAX_SUBSCRIPTIONS),
        limit(ServerCapability.MAX_MONITORED_ITEMS),
        limit(ServerCapability.MAX_SUBSCRIPTIONS_PER_SESSION),
        limit(ServerCapability.MAX_MONITORED_ITEMS_PER_SUBSCRIPTION),
        limit(ServerCapability.MAX_SELECT_CLAUSE_PARAMETERS),
        limit(ServerCapability.MAX_WHERE_CLAUSE_PARAMETERS),
        limit(ServerCapability.MAX_MONITORED_ITEMS_QUEUE_SIZE),
        texts(ServerCapability.CONFORMANCE_UNITS));
  }

  private OperationLimits limits() {
    OptionalDouble rate = told.duration(ServerCapability.MIN_SUPPORTED_SAMPLE_RATE);
    return new OperationLimits(
        rate.isPresent() && rate.getAsDouble() > 0 ? rate.getAsDouble() : null,
        count(ServerCapability.MAX_BROWSE_CONTINUATION_POINTS),
        count(ServerCapability.MAX_QUERY_CONTINUATION_POINTS),
        count(ServerCapability.MAX_HISTORY_CONTINUATION_POINTS),
        limit(ServerCapability.MAX_ARRAY_LENGTH),
        limit(ServerCapability.MAX_STRING_LENGTH),
        limit(ServerCapability.MAX_BYTE_STRING_LENGTH),
        limit(ServerCapability.MAX_NODES_PER_BROWSE),
        limit(ServerCapability.MAX_NODES_PER_READ),
        limit(ServerCapability.MAX_NODES_PER_WRITE),
        limit(ServerCapability.MAX_NODES_PER_METHOD_CALL),
        limit(ServerCapability.MAX_NODES_PER_HISTORY_READ_DATA),
        limit(ServerCapability.MAX_NODES_PER_HISTORY_READ_EVENTS),
        limit(ServerCapability.MAX_NODES_PER_HISTORY_UPDATE_DATA),
        limit(ServerCapability.MAX_NODES_PER_HISTORY_UPDATE_EVENTS),
        limit(ServerCapability.MAX_NODES_PER_REGISTER_NODES),
        limit(ServerCapability.MAX_NODES_PER_TRANSLATE_BROWSE_PATHS),
        limit(ServerCapability.MAX_NODES_PER_NODE_MANAGEMENT),
        limit(ServerCapability.MAX_MONITORED_ITEMS_PER_CALL));
  }

  /** Null where there is no limit, which zero and absence both mean. */
  private Long limit(ServerCapability capability) {
    OptionalLong number = told.number(capability);
    return number.isPresent() && number.getAsLong() > 0 ? number.getAsLong() : null;
  }

  private Integer count(ServerCapability capability) {
    Long limit = limit(capability);
    return limit == null ? null : limit.intValue();
  }

  private List<String> texts(ServerCapability capability) {
    List<String> texts = told.texts(capability);
    return texts.isEmpty() ? null : texts;
  }

  /** Node ids by name; null for none. */
  private Map<String, String> names(List<ReferenceDescription> references) {
    Map<String, String> names = new TreeMap<>();
    for (ReferenceDescription reference : references) {
      names.put(server.text(reference.getBrowseName()), server.text(reference.getNodeId()));
    }
    return names.isEmpty() ? null : names;
  }
}
