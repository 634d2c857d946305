package org.bactrian.cloud.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.onboarding.Events;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.CertificateChain;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.X509ChainStatus;
import org.bactrian.web.operation.RequestDeadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {

  private static final ModuleId TWIN = new ModuleId("edge1", "twin");

  private TestCloud cloud;
  private EdgeModule edge;

  @BeforeEach
  void start() {
    cloud = TestCloud.empty();
    edge = cloud.edge("edge1", "twin");
    edge.reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
    Events.scan(cloud, "edge1", 1);
    cloud.events.clear();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void anActivatedEndpointIsGivenToItsModuleByMethodAndByDesiredProperty() {
    String id = anEndpoint();

    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());

    assertThat(cloud.endpoints.getEndpoint(id, false).activationState())
        .isEqualTo(EndpointActivationState.Activated);
    EdgeModule.Call call = edge.calls().get(0);
    assertThat(call.method()).isEqualTo("ActivateEndpoint_V2");
    assertThat(call.payload().path("id").asText()).isEqualTo(id);
    String key = call.payload().path("secret").asText();
    assertThat(key).isEqualTo(cloud.hub.deviceKey(id)).isNotEmpty();
    assertThat(cloud.hub.get(TWIN).desired().path(id).asText()).isEqualTo(key);
    assertThat(endpointEvents()).containsExactly(RegistryEventType.Activated);
  }

  @Test
  void aDecisionWhoseGroundChangesBeforeItIsCarriedOutIsMadeAgain() {
    String id = anEndpoint();
    Instant present = Instant.parse("2026-01-02T04:00:00Z");
    AtomicReference<Instant> missed = new AtomicReference<>(present.minusSeconds(60));
    // A put looks once to tell what it will do, and once more to do it.
    AtomicInteger looks = new AtomicInteger();

    Optional<EndpointTwins.Change> change =
        new EndpointTwins(cloud.hub)
            .put(
                id,
                read -> {
                  Instant ground =
                      looks.incrementAndGet() < 2 ? missed.get() : missed.getAndSet(present);
                  return read.map(one -> one.with().notSeenSince(ground).build());
                });

    assertThat(change.map(made -> made.after().notSeenSince())).contains(present);
    assertThat(cloud.endpoints.getEndpoint(id, true).notSeenSince()).isEqualTo(present);
  }

  @Test
  void anEndpointIsActivatedOnce() {
    String id = anEndpoint();

    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());
    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());

    assertThat(edge.calls()).hasSize(1);
  }

  @Test
  void aDeactivatedEndpointIsTakenFromItsModule() {
    String id = anEndpoint();
    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());

    cloud.endpoints.deactivateEndpoint(id, RequestDeadline.usual());

    assertThat(cloud.endpoints.getEndpoint(id, false).activationState())
        .isEqualTo(EndpointActivationState.Deactivated);
    assertThat(edge.calls().get(1).method()).isEqualTo("DeactivateEndpoint_V2");
    assertThat(edge.calls().get(1).payload().asText()).isEqualTo(id);
    assertThat(cloud.hub.get(TWIN).desired().has(id)).isFalse();
    assertThat(endpointEvents())
        .containsExactly(RegistryEventType.Activated, RegistryEventType.Deactivated);
  }

  @Test
  void anotherModuleOfTheSiteServesAnEndpointWhenItsOwnCannot() {
    edge.answers(
        "ActivateEndpoint_V2",
        nothing ->
            new MethodResult(500, "{\"Message\":\"broken\"}".getBytes(StandardCharsets.UTF_8)));
    EdgeModule other = cloud.edge("edge2", "twin");
    other.reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
    String id = anEndpoint();

    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());

    assertThat(cloud.endpoints.getEndpoint(id, true).registration().supervisorId())
        .isEqualTo("edge2_module_twin");
    assertThat(cloud.hub.get(TWIN).desired().has(id)).isFalse();
    assertThat(cloud.hub.get(new ModuleId("edge2", "twin")).desired().has(id)).isTrue();
  }

  @Test
  void anEndpointThatNoModuleServesStaysInactiveAndTheFirstReasonIsTold() {
    edge.answers(
        "ActivateEndpoint_V2",
        nothing ->
            new MethodResult(500, "{\"Message\":\"broken\"}".getBytes(StandardCharsets.UTF_8)));
    String id = anEndpoint();

    assertThatThrownBy(() -> cloud.endpoints.activateEndpoint(id, RequestDeadline.usual()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.REFUSED_BY_MODULE)
        .hasMessageContaining("broken");
    assertThat(cloud.endpoints.getEndpoint(id, true).activationState())
        .isEqualTo(EndpointActivationState.Deactivated);
    assertThat(cloud.hub.get(TWIN).desired().has(id)).isFalse();
  }

  @Test
  void anEndpointOfOurModuleIsConnectedAsLongAsTheModuleIs() {
    String id = anEndpoint();
    edge.reports(
        Map.of("__type__", "OpcPublisher", "__capabilities__", Map.of("supervisor", true)));
    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());

    assertThat(cloud.endpoints.getEndpoint(id, false).activationState())
        .isEqualTo(EndpointActivationState.ActivatedAndConnected);
    assertThat(connected(true)).containsExactly(id);
    assertThat(connected(false)).hasSize(2).doesNotContain(id);

    edge.close();
    await().until(() -> connected(true).isEmpty());
    assertThat(cloud.endpoints.getEndpoint(id, false).activationState())
        .isEqualTo(EndpointActivationState.Activated);
  }

  private List<String> connected(boolean connected) {
    Map<String, Object> parameters = Map.of("connected", connected);
    return cloud.endpoints.getFilteredListOfEndpoints(parameters, false, null).items().stream()
        .map(endpoint -> endpoint.registration().id())
        .toList();
  }

  @Test
  void anOfflineModuleIsNamed() {
    edge.close();

    assertThatThrownBy(
            () -> cloud.endpoints.activateEndpoint(anEndpoint(), RequestDeadline.usual()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.MODULE_OFFLINE)
        .hasMessageContaining("edge1");
  }

  @Test
  void aDisabledEndpointIsNotActivated() {
    EndpointInfo endpoint = endpoints().get(0);
    cloud.applications.disableApplication(endpoint.applicationId(), "ann");

    assertThatThrownBy(
            () ->
                cloud.endpoints.activateEndpoint(
                    endpoint.registration().id(), RequestDeadline.usual()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.INVALID_STATE)
        .hasMessageContaining("disabled");
  }

  @Test
  void anActiveEndpointIsWithdrawnWithItsApplicationAndComesBackActive() {
    EndpointInfo endpoint = endpoints().get(0);
    String id = endpoint.registration().id();
    cloud.endpoints.activateEndpoint(id, RequestDeadline.usual());

    cloud.applications.disableApplication(endpoint.applicationId(), "ann");
    assertThat(cloud.hub.get(TWIN).desired().has(id)).isFalse();
    assertThat(cloud.endpoints.getEndpoint(id, true).notSeenSince()).isNotNull();

    cloud.applications.enableApplication(endpoint.applicationId(), "ann");
    assertThat(cloud.hub.get(TWIN).desired().has(id)).isTrue();
    assertThat(cloud.endpoints.getEndpoint(id, true).activationState())
        .isEqualTo(EndpointActivationState.Activated);
  }

  @Test
  void endpointsGoWithTheirApplication() {
    EndpointInfo endpoint = endpoints().get(0);
    cloud.endpoints.activateEndpoint(endpoint.registration().id(), RequestDeadline.usual());

    cloud.applications.deleteApplication(endpoint.applicationId());

    assertThat(endpoints()).isEmpty();
    assertThat(cloud.hub.get(TWIN).desired().has(endpoint.registration().id())).isFalse();
    assertThatThrownBy(() -> cloud.endpoints.getEndpoint(endpoint.registration().id(), null))
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND);
  }

  @Test
  void theCertificateIsTheOneThatTheServerShowsNow() throws Exception {
    byte[] pem = Files.readAllBytes(cloud.azure().caFile());
    byte[] der =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(pem))
            .getEncoded();
    edge.answers(
        "GetEndpointCertificate_V2",
        endpoint -> {
          assertThat(endpoint.path("url").asText()).isEqualTo("opc.tcp://10.0.0.1:4840/");
          return MethodResult.ok(RegistryJson.bytes(der));
        });

    CertificateChain chain =
        cloud.endpoints.getEndpointCertificate(anEndpoint(), RequestDeadline.usual());

    assertThat(chain.chain()).hasSize(1);
    assertThat(chain.chain().get(0).certificate()).isEqualTo(der);
    assertThat(chain.chain().get(0).thumbprint()).hasSize(40);
    assertThat(chain.chain().get(0).selfSigned()).isTrue();
    assertThat(chain.status()).containsExactly(X509ChainStatus.UntrustedRoot);
  }

  @Test
  void endpointsAreFoundByWhatIsAskedFor() throws Exception {
    cloud.endpoints.activateEndpoint(anEndpoint(), RequestDeadline.usual());
    Map<String, Integer> expected = new LinkedHashMap<>();
    expected.put("{}", 3);
    expected.put("{'url':'OPC.TCP://plc1:4840/'}", 3);
    expected.put("{'url':'opc.tcp://10.0.0.1:4840/'}", 0);
    expected.put("{'certificate':'0123456789ABCDEF0123456789ABCDEF01234567'}", 3);
    expected.put("{'certificate':'00'}", 0);
    expected.put("{'securityMode':'Sign'}", 1);
    expected.put(
        "{'securityPolicy':'http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256'}", 2);
    expected.put("{'activated':true}", 1);
    expected.put("{'activated':false}", 2);
    expected.put("{'connected':true}", 0);
    expected.put("{'connected':false}", 3);
    expected.put("{'endpointState':'Ready'}", 0);
    expected.put("{'discovererId':'edge1_module_discovery'}", 3);
    expected.put("{'supervisorId':'edge1_module_twin'}", 3);
    expected.put("{'siteOrGatewayId':'plant1'}", 3);
    expected.put("{'applicationId':'uas765a4e0d3ad910f74c90ffc047cf1ab9588af18f'}", 3);
    expected.put("{'applicationId':'uas0'}", 0);

    Map<String, Integer> found = new LinkedHashMap<>();
    for (String query : expected.keySet()) {
      JsonNode parameters = RegistryJson.mapper().readTree(query.replace('\'', '"'));
      Map<String, Object> headers = RegistryJson.mapper().convertValue(parameters, Events.HEADERS);
      found.put(
          query, cloud.endpoints.getFilteredListOfEndpoints(headers, true, null).items().size());
    }

    assertThat(found).isEqualTo(expected);
  }

  private String anEndpoint() {
    return endpoints().get(0).registration().id();
  }

  private List<EndpointInfo> endpoints() {
    return cloud.endpoints.getListOfEndpoints(true, null, null).items();
  }

  private List<RegistryEventType> endpointEvents() {
    return cloud.events.stream()
        .filter(event -> event.source() == RegistryEventSource.Endpoint)
        .map(RegistryEvent::eventType)
        .toList();
  }
}
