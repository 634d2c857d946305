package org.bactrian.cloud.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.onboarding.Events;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointRegistrationQueryBuilder;
import org.bactrian.cloud.registry.contract.GatewayQuery;
import org.bactrian.cloud.registry.contract.RegisteredGateway;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.web.operation.RequestDeadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections as the registry reports them while an edge comes and goes. */
class ConnectionsTest {

  private static final String MODULE = "edge1_module_bactrian";

  private TestCloud cloud;
  private EdgeModule edge;
  private String endpoint;

  @BeforeEach
  void start() {
    cloud = TestCloud.empty();
    edge =
        cloud
            .edge("edge1", "bactrian")
            .reports(
                Map.of(
                    "__type__",
                    "OpcPublisher",
                    "__siteid__",
                    "plant1",
                    "__capabilities__",
                    Map.of("publisher", true, "supervisor", true, "discoverer", true)));
    Events.scan(cloud, "edge1", 1);
    Events.scan(cloud, "edge2", 2);
    endpoint = endpointOf("edge1");
    cloud.endpoints.activateEndpoint(endpoint, RequestDeadline.usual());
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void whileAnEdgeRunsAllThatItServesIsConnected() {
    assertThat(cloud.supervisors.getSupervisor(MODULE, false).connected()).isTrue();
    assertThat(cloud.discoverers.getDiscoverer(MODULE).connected()).isTrue();
    assertThat(cloud.publishers.getPublisher(MODULE, false).connected()).isTrue();
    assertThat(cloud.gateways.getGateway("edge1").gateway().connected()).isTrue();
    assertThat(cloud.endpoints.getEndpoint(endpoint, false).activationState())
        .isEqualTo(EndpointActivationState.ActivatedAndConnected);
    assertThat(connectedEndpoints()).isEqualTo(1);
    assertThat(endpoints(null, EndpointConnectivityState.Connecting)).isEqualTo(1);
    assertThat(endpoints(null, EndpointConnectivityState.Ready)).isZero();
    assertThat(cloud.gateways.getListOfGateway(null, null).items())
        .containsExactlyInAnyOrder(
            new RegisteredGateway("edge1", null, true), new RegisteredGateway("edge2", null, null));
    assertThat(gateways(true)).isEqualTo("edge1");
    assertThat(gateways(false)).isEqualTo("edge2");
  }

  @Test
  void anEndpointIsShownAndFoundInTheStateThatItsModuleReports() {
    for (EndpointConnectivityState state :
        List.of(
            EndpointConnectivityState.Ready,
            EndpointConnectivityState.NotReachable,
            EndpointConnectivityState.Busy,
            EndpointConnectivityState.NoTrust,
            EndpointConnectivityState.CertificateInvalid,
            EndpointConnectivityState.Unauthorized,
            EndpointConnectivityState.Error)) {
      edge.reports(Map.of("__endpoints__", Map.of(endpoint, state.name())));

      await().until(() -> endpoints(null, state) == 1);
      EndpointInfo shown = cloud.endpoints.getEndpoint(endpoint, false);
      assertThat(shown.endpointState()).isEqualTo(state);
      assertThat(shown.activationState()).isEqualTo(EndpointActivationState.ActivatedAndConnected);
      assertThat(endpoints(null, EndpointConnectivityState.Connecting)).isZero();
    }
    edge.reports(Map.of("__endpoints__", Map.of(endpoint, "Disconnected")));
    await().until(() -> endpoints(null, EndpointConnectivityState.Connecting) == 1);

    cloud.endpoints.deactivateEndpoint(endpoint, RequestDeadline.usual());

    EndpointInfo left = cloud.endpoints.getEndpoint(endpoint, false);
    assertThat(left.activationState()).isEqualTo(EndpointActivationState.Deactivated);
    assertThat(left.endpointState()).isEqualTo(EndpointConnectivityState.Disconnected);
  }

  @Test
  void aModuleLearnsFromItsTwinHowActivatedEndpointsAreConnectedTo() {
    JsonNode known = desired().path("__endpoints__").path(endpoint);
    Endpoint registered = cloud.endpoints.getEndpoint(endpoint, true).registration().endpoint();
    assertThat(known.path("url").asText()).isEqualTo(registered.url());
    assertThat(known.has("alternativeUrls")).isFalse();
    assertThat(desired().path(endpoint).asText()).isNotEmpty();

    EndpointInfo moved =
        new EndpointTwins(cloud.hub)
            .put(endpoint, existing -> existing.map(ConnectionsTest::atAnotherUrl))
            .orElseThrow()
            .after();
    cloud.endpoints.refresh(moved);

    JsonNode changed = desired().path("__endpoints__").path(endpoint);
    assertThat(changed.path("url").asText()).isEqualTo("opc.tcp://10.9.8.7:4840/");
    assertThat(changed.has("certificate")).isFalse();

    cloud.endpoints.deactivateEndpoint(endpoint, RequestDeadline.usual());

    assertThat(desired().path("__endpoints__").has(endpoint)).isFalse();
    assertThat(desired().has(endpoint)).isFalse();
  }

  @Test
  void aModuleLearnsHowAnEndpointIsConnectedToThatAnEarlierBuildActivated() {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("properties").putObject("desired").putNull("__endpoints__");
    cloud.hub.update(new ModuleId("edge1", "bactrian"), twin -> patch);
    assertThat(desired().has("__endpoints__")).isFalse();

    cloud.endpoints.getEndpoint(endpoint, false);

    assertThat(desired().path("__endpoints__").path(endpoint).path("url").asText()).isNotEmpty();
    assertThat(desired().path(endpoint).asText()).isNotEmpty();
  }

  private JsonNode desired() {
    return cloud.hub.get(new ModuleId("edge1", "bactrian")).desired();
  }

  private static EndpointInfo atAnotherUrl(EndpointInfo endpoint) {
    EndpointRegistration old = endpoint.registration();
    EndpointRegistration moved =
        new EndpointRegistration(
            old.id(),
            old.reportedUrl(),
            old.siteId(),
            old.supervisorId(),
            old.discovererId(),
            new Endpoint(
                "opc.tcp://10.9.8.7:4840/",
                null,
                old.endpoint().securityMode(),
                old.endpoint().securityPolicy(),
                null),
            old.securityLevel(),
            old.authenticationMethods());
    return new EndpointInfo(
        moved,
        endpoint.applicationId(),
        endpoint.activationState(),
        null,
        null,
        endpoint.notSeenSince());
  }

  @Test
  void onceAnEdgeIsGoneNothingThatItServedIsConnected() {
    edge.close();

    await()
        .untilAsserted(
            () -> assertThat(cloud.supervisors.getSupervisor(MODULE, false).connected()).isNull());
    assertThat(cloud.discoverers.getDiscoverer(MODULE).connected()).isNull();
    assertThat(cloud.publishers.getPublisher(MODULE, false).connected()).isNull();
    assertThat(cloud.gateways.getGateway("edge1").gateway().connected()).isNull();
    EndpointInfo left = cloud.endpoints.getEndpoint(endpoint, false);
    assertThat(left.activationState()).isEqualTo(EndpointActivationState.Activated);
    assertThat(left.endpointState()).isEqualTo(EndpointConnectivityState.Disconnected);
    assertThat(connectedEndpoints()).isZero();
    assertThat(gateways(true)).isEmpty();
  }

  private String endpointOf(String device) {
    return cloud.endpoints.getListOfEndpoints(true, null, null).items().stream()
        .map(EndpointInfo::registration)
        .filter(one -> one.discovererId().startsWith(device))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private String gateways(boolean connected) {
    return String.join(
        ",",
        cloud.gateways.queryGateway(new GatewayQuery(null, connected), null).items().stream()
            .map(RegisteredGateway::id)
            .toList());
  }

  private int connectedEndpoints() {
    return endpoints(true, null);
  }

  private int endpoints(Boolean connected, EndpointConnectivityState state) {
    return cloud
        .endpoints
        .queryEndpoints(
            EndpointRegistrationQueryBuilder.builder()
                .connected(connected)
                .endpointState(state)
                .build(),
            null,
            null)
        .items()
        .size();
  }
}
