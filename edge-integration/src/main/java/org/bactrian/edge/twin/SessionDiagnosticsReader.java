package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.ReadOptions;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.SessionDiagnosticsDataType;
import org.jspecify.annotations.Nullable;

/** Reads the diagnostics that a server keeps of the session in use (Part 5, 12.11). */
final class SessionDiagnosticsReader {

  private static final NodeAttributeId OF_ALL_SESSIONS =
      NodeAttributeId.value(
          NodeIds.Server_ServerDiagnostics_SessionsDiagnosticsSummary_SessionDiagnosticsArray
              .expanded());

  /** Names that the contract has for what the specification calls otherwise. */
  private static final Map<String, String> NAMES =
      Map.of(
          "ClientConnectionTime", "connectTime",
          "ClientLastContactTime", "lastContactTime");

  private static final Set<String> LEFT_OUT =
      Set.of("ClientDescription", "EndpointUrl", "LocaleIds");

  private SessionDiagnosticsReader() {}

  /** Null when the server does not tell, which most do only when they are told to. */
  static @Nullable JsonNode read(ServerView server) throws UaException {
    NodeId session =
        ServerView.await(
            server.access().client().getSessionAsync().thenApply(one -> one.getSessionId()));
    AttributeValue value =
        ServerView.await(server.nodes().read(List.of(OF_ALL_SESSIONS), ReadOptions.DEFAULT)).get(0);
    if (value.result().isUsable()
        && value.value().value().value() instanceof ExtensionObject[] sessions) {
      for (ExtensionObject one : sessions) {
        if (one.decode(server.access().encoding()) instanceof SessionDiagnosticsDataType counts
            && session.equals(counts.getSessionId())) {
          return renamed(server.values().write(Variant.of(one), false).json());
        }
      }
    }
    return null;
  }

  private static JsonNode renamed(JsonNode written) {
    return renamedMembers(RegistryJson.read(RegistryJson.bytes(written), JsonNode.class));
  }

  private static JsonNode renamedMembers(JsonNode json) {
    if (!json.isObject()) {
      return json;
    }
    ObjectNode renamed = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      String name = member.getKey();
      if (!LEFT_OUT.contains(name)) {
        renamed.set(
            NAMES.getOrDefault(
                name, name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)),
            renamedMembers(member.getValue()));
      }
    }
    return renamed;
  }
}
