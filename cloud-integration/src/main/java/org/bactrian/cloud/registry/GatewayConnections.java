package org.bactrian.cloud.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.cloud.registry.contract.GatewayQuery;
import org.bactrian.cloud.registry.contract.RegisteredGateway;

/**
 * Connectivity of gateways. A device seldom connects to IoT Hub itself; its modules do. So a
 * gateway is connected when it or one of its modules is.
 */
final class GatewayConnections {

  // Lists in a query may not be long.
  private static final int ASKED_AT_ONCE = 50;

  private final HubRegistry hub;

  GatewayConnections(HubRegistry hub) {
    this.hub = hub;
  }

  /** Returns the gateways that are asked for, in their order, with their connections. */
  List<RegisteredGateway> of(Optional<GatewayQuery> asked, List<RegisteredGateway> gateways) {
    Boolean wanted = asked.map(GatewayQuery::connected).orElse(null);
    return of(gateways).stream()
        .filter(one -> wanted == null || wanted == Boolean.TRUE.equals(one.connected()))
        .toList();
  }

  /** Returns a gateway with its connection. */
  RegisteredGateway of(RegisteredGateway gateway) {
    return of(List.of(gateway)).get(0);
  }

  private List<RegisteredGateway> of(List<RegisteredGateway> gateways) {
    List<String> open =
        gateways.stream()
            .filter(one -> !Boolean.TRUE.equals(one.connected()))
            .map(RegisteredGateway::id)
            .toList();
    Set<String> connected = withConnectedModules(open);
    List<RegisteredGateway> result = new ArrayList<>();
    for (RegisteredGateway one : gateways) {
      result.add(
          connected.contains(one.id())
              ? new RegisteredGateway(one.id(), one.siteId(), Boolean.TRUE)
              : one);
    }
    return result;
  }

  private Set<String> withConnectedModules(List<String> devices) {
    Set<String> connected = new HashSet<>();
    for (int from = 0; from < devices.size(); from += ASKED_AT_ONCE) {
      String list =
          devices.subList(from, Math.min(devices.size(), from + ASKED_AT_ONCE)).stream()
              .map(TwinQueryText::quoted)
              .collect(Collectors.joining(", ", "deviceId IN [", "]"));
      String query = TwinQueryText.where("devices.modules", list).connected(true).toString();
      hub.all(query).forEach(twin -> connected.add(twin.id().deviceId()));
    }
    return connected;
  }
}
