package org.bactrian.cloud.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.DiscovererUpdate;
import org.bactrian.cloud.registry.contract.DiscoveryRequest;
import org.bactrian.cloud.registry.contract.GatewayInfo;
import org.bactrian.cloud.registry.contract.GatewayUpdate;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.PublisherConfig;
import org.bactrian.cloud.registry.contract.PublisherUpdate;
import org.bactrian.cloud.registry.contract.RegisteredDiscoverer;
import org.bactrian.cloud.registry.contract.RegisteredGateway;
import org.bactrian.cloud.registry.contract.RegisteredPublisher;
import org.bactrian.cloud.registry.contract.RegisteredSupervisor;
import org.bactrian.cloud.registry.contract.SupervisorQuery;
import org.bactrian.cloud.registry.contract.SupervisorUpdate;
import org.bactrian.cloud.registry.contract.TraceLogLevel;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.ServerRegistrationRequest;
import org.bactrian.model.registry.ServerSecurityMode;
import org.bactrian.model.registry.SupervisorStatus;
import org.bactrian.web.operation.RequestDeadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModulesTest {

  private static final Map<String, Object> EVERYTHING =
      Map.of(
          "__type__",
          "OpcPublisher",
          "__siteid__",
          "plant1",
          "__version__",
          "1.0.0",
          "__capabilities__",
          Map.of("publisher", true, "supervisor", true, "discoverer", true));

  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.empty();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void oneModuleIsListedUnderEachOfItsCapabilities() {
    cloud.edge("edge1", "bactrian").reports(EVERYTHING);

    String id = "edge1_module_bactrian";
    assertThat(discoverers()).extracting(RegisteredDiscoverer::id).containsExactly(id);
    assertThat(supervisors()).extracting(RegisteredSupervisor::id).containsExactly(id);
    assertThat(publishers()).extracting(RegisteredPublisher::id).containsExactly(id);
    assertThat(cloud.supervisors.getSupervisor(id, false))
        .isEqualTo(new RegisteredSupervisor(id, "plant1", null, null, true, "1.0.0"));
  }

  @Test
  void aCapabilityThatIsOffIsNotListed() {
    cloud
        .edge("edge1", "bactrian")
        .reports(Map.of("__type__", "OpcPublisher", "__capabilities__", Map.of("publisher", true)));

    assertThat(publishers()).hasSize(1);
    assertThat(supervisors()).isEmpty();
    assertThatThrownBy(() -> cloud.discoverers.getDiscoverer("edge1_module_bactrian"))
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND)
        .hasMessageContaining("discoverer edge1_module_bactrian");
  }

  @Test
  void modulesOfVersion2Dot8AreListedByTheirType() {
    cloud.edge("edge1", "twin").reports(Map.of("__type__", "supervisor"));
    cloud.edge("edge1", "publisher").reports(Map.of("__type__", "publisher"));
    cloud.edge("edge1", "discovery").reports(Map.of("__type__", "discoverer"));

    assertThat(supervisors())
        .extracting(RegisteredSupervisor::id)
        .containsExactly("edge1_module_twin");
    assertThat(publishers())
        .extracting(RegisteredPublisher::id)
        .containsExactly("edge1_module_publisher");
    assertThat(discoverers())
        .extracting(RegisteredDiscoverer::id)
        .containsExactly("edge1_module_discovery");
  }

  @Test
  void supervisorsAreFoundBySiteDeviceEndpointAndConnection() {
    cloud.edge("edge1", "twin").reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
    cloud.edge("edge2", "twin").reports(Map.of("__type__", "supervisor")).close();
    cloud.hub.update(
        new ModuleId("edge2", "twin"),
        twin ->
            json("{\"properties\":{\"desired\":{\"uat01\":\"key\",\"__siteid__\":\"plant2\"}}}"));

    assertThat(supervisors(new SupervisorQuery("plant1", null, null))).containsExactly("edge1");
    assertThat(supervisors(new SupervisorQuery("plant2", null, null))).containsExactly("edge2");
    assertThat(supervisors(new SupervisorQuery("edge1", null, null))).containsExactly("edge1");
    assertThat(supervisors(new SupervisorQuery(null, "uat01", null))).containsExactly("edge2");
    assertThat(supervisors(new SupervisorQuery(null, null, true))).containsExactly("edge1");
    assertThat(supervisors(new SupervisorQuery(null, null, false))).containsExactly("edge2");
    assertThat(
            cloud
                .supervisors
                .getFilteredListOfSupervisors(Map.of("connected", "true"), null, null)
                .items())
        .hasSize(1);
  }

  @Test
  void modulesComeInPages() {
    for (int i = 0; i < 5; i++) {
      cloud.edge("edge" + i, "twin").reports(Map.of("__type__", "supervisor"));
    }

    Page<RegisteredSupervisor> first = cloud.supervisors.getListOfSupervisors(true, null, 3);
    Page<RegisteredSupervisor> second =
        cloud.supervisors.getListOfSupervisors(null, first.continuationToken(), null);

    assertThat(first.items()).hasSize(3);
    assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
    assertThat(second.continuationToken()).isNull();
  }

  @Test
  void aDiscovererIsToldHowAndWhereToLook() {
    String id = "edge1_module_bactrian";
    cloud.edge("edge1", "bactrian").reports(EVERYTHING);
    DiscoveryConfig config =
        new DiscoveryConfig(
            "10.0.0.0/24",
            Duration.ofSeconds(1),
            10,
            "4840-4850",
            Duration.ofSeconds(2),
            20,
            50,
            Duration.ofMinutes(5),
            List.of("opc.tcp://plc:4840"),
            List.of("en"),
            new EndpointActivationFilter(null, List.of("policy"), ServerSecurityMode.Sign));

    cloud.discoverers.setDiscoveryMode(id, DiscoveryMode.Scan, config);

    RegisteredDiscoverer discoverer = cloud.discoverers.getDiscoverer(id);
    assertThat(discoverer.requestedMode()).isEqualTo(DiscoveryMode.Scan);
    assertThat(discoverer.requestedConfig()).isEqualTo(config);
    JsonNode desired = cloud.hub.get(new ModuleId("edge1", "bactrian")).desired();
    assertThat(desired.path("Discovery").asText()).isEqualTo("Scan");
    assertThat(desired.path("NetworkProbeTimeout").asText()).isEqualTo("00:00:01");
    assertThat(desired.path("DiscoveryUrls").path("0").asText()).isEqualTo("opc.tcp://plc:4840");
    assertThat(cloud.events).hasSize(1);

    cloud.discoverers.setDiscoveryMode(id, DiscoveryMode.Off, null);
    assertThat(cloud.discoverers.getDiscoverer(id).requestedMode()).isNull();
  }

  @Test
  void aChoiceOfNothingInADiscoverersFilterDoesNotBecomeOneOfEverything() {
    String id = "edge1_module_bactrian";
    cloud.edge("edge1", "bactrian").reports(EVERYTHING);
    EndpointActivationFilter some =
        new EndpointActivationFilter(List.of("plant"), List.of("policy"), ServerSecurityMode.Sign);
    EndpointActivationFilter nothing =
        new EndpointActivationFilter(List.of(), List.of(), ServerSecurityMode.Sign);

    cloud.discoverers.setDiscoveryMode(id, DiscoveryMode.Scan, DiscoveryConfig.ofUrls(null, some));
    cloud.discoverers.setDiscoveryMode(
        id, DiscoveryMode.Scan, DiscoveryConfig.ofUrls(null, nothing));

    assertThat(cloud.discoverers.getDiscoverer(id).requestedConfig().activationFilter())
        .isEqualTo(nothing);
  }

  @Test
  void whatTheCloudWantsAndTheModuleDoesNotReportIsOutOfSync() {
    String id = "edge1_module_bactrian";
    EdgeModule module = cloud.edge("edge1", "bactrian").reports(EVERYTHING);
    module.reports(Map.of("Discovery", "Off"));

    cloud.discoverers.updateDiscoverer(
        id, new DiscovererUpdate(null, DiscoveryMode.Fast, null, null));
    assertThat(cloud.discoverers.getDiscoverer(id).outOfSync()).isTrue();

    module.reports(Map.of("Discovery", "Fast"));
    assertThat(cloud.discoverers.getDiscoverer(id).outOfSync()).isNull();
    assertThat(cloud.discoverers.getDiscoverer(id).discovery()).isEqualTo(DiscoveryMode.Fast);
  }

  @Test
  void updatesOfOneModuleUnderSeveralNamesDoNotHideItsOthers() {
    String id = "edge1_module_bactrian";
    cloud.edge("edge1", "bactrian").reports(EVERYTHING);

    cloud.supervisors.updateSupervisor(id, new SupervisorUpdate(null, TraceLogLevel.Debug));
    PublisherConfig config =
        new PublisherConfig(Map.of("a", "b"), Duration.ofSeconds(5), null, 3, "http://jobs");
    cloud.publishers.updatePublisher(id, new PublisherUpdate("plant2", config, null));

    assertThat(cloud.publishers.getPublisher(id, true).configuration()).isEqualTo(config);
    assertThat(cloud.publishers.getPublisher(id, true).siteId()).isEqualTo("plant2");
    assertThat(cloud.supervisors.getSupervisor(id, true).logLevel()).isEqualTo(TraceLogLevel.Debug);
    assertThat(discoverers()).hasSize(1);
  }

  @Test
  void theStatusOfASupervisorIsWhatItSays() {
    EdgeModule module = cloud.edge("edge1", "bactrian").reports(EVERYTHING);
    module.answers(
        "GetStatus_V2",
        nothing ->
            ok(
                "{\"deviceId\":\"edge1\",\"moduleId\":\"bactrian\",\"siteId\":\"plant1\","
                    + "\"endpoints\":[{\"id\":\"uat01\",\"activationState\":\"Activated\"}]}"));

    SupervisorStatus status =
        cloud.supervisors.getSupervisorStatus("edge1_module_bactrian", RequestDeadline.usual());
    cloud.supervisors.resetSupervisor("edge1_module_bactrian", RequestDeadline.usual());

    assertThat(status.endpoints().get(0).activationState())
        .isEqualTo(EndpointActivationState.Activated);
    assertThat(module.calls())
        .extracting(EdgeModule.Call::method)
        .containsExactly("GetStatus_V2", "Reset_V2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no json", "[1]", "{\"endpoints\":7}"})
  void anAnswerThatNobodyCanReadIsNotTheFaultOfTheCaller(String answer) {
    cloud
        .edge("edge1", "bactrian")
        .reports(EVERYTHING)
        .answers("GetStatus_V2", nothing -> ok(answer));

    assertThatThrownBy(
            () ->
                cloud.supervisors.getSupervisorStatus(
                    "edge1_module_bactrian", RequestDeadline.usual()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.COMMUNICATION)
        .hasMessageContaining("What edge1_module_bactrian answered");
  }

  @Test
  void gatewaysAreDevicesThatAreTaggedAsThat() {
    cloud.edge("edge1", "bactrian").reports(EVERYTHING);
    cloud.hub.update(
        new ModuleId("edge1", ""),
        twin -> json("{\"tags\":{\"__type__\":\"iiotedge\",\"__siteid__\":\"plant1\"}}"));

    assertThat(cloud.gateways.getListOfGateway(null, null).items())
        .extracting(RegisteredGateway::id)
        .containsExactly("edge1");
    GatewayInfo gateway = cloud.gateways.getGateway("edge1");
    assertThat(gateway.modules().supervisor().id()).isEqualTo("edge1_module_bactrian");
    assertThat(gateway.modules().publisher().id()).isEqualTo("edge1_module_bactrian");
    assertThat(gateway.modules().discoverer().id()).isEqualTo("edge1_module_bactrian");

    cloud.gateways.updateGateway("edge1", new GatewayUpdate("plant2"));
    assertThat(cloud.gateways.getFilteredListOfGateway(Map.of("siteId", "plant2"), null).items())
        .hasSize(1);
    assertThatThrownBy(() -> cloud.gateways.getGateway("edge9"))
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND);
  }

  @Test
  void everyConnectedDiscovererIsAskedToDiscover() {
    EdgeModule first = cloud.edge("edge1", "bactrian").reports(EVERYTHING);
    EdgeModule second = cloud.edge("edge2", "discovery").reports(Map.of("__type__", "discoverer"));
    cloud.edge("edge3", "discovery").reports(Map.of("__type__", "discoverer")).close();

    cloud.discovery.discoverServer(
        new DiscoveryRequest("req-1", DiscoveryMode.Fast, null), "ann", RequestDeadline.usual());
    cloud.discovery.cancel("req-1", "ann", RequestDeadline.usual());

    for (EdgeModule module : List.of(first, second)) {
      assertThat(module.calls())
          .extracting(EdgeModule.Call::method)
          .containsExactly("Discover_V2", "Cancel_V2");
      JsonNode request = module.calls().get(0).payload();
      assertThat(request.path("id").asText()).isEqualTo("req-1");
      assertThat(request.path("discovery").asText()).isEqualTo("Fast");
      assertThat(request.path("context").path("authorityId").asText()).isEqualTo("ann");
    }
  }

  @Test
  void aServerIsRegisteredByAskingItsUrlOnly() {
    EdgeModule module = cloud.edge("edge1", "bactrian").reports(EVERYTHING);

    cloud.discovery.registerServer(
        new ServerRegistrationRequest("opc.tcp://plc:4840", null, null),
        "ann",
        RequestDeadline.usual());

    JsonNode request = module.calls().get(0).payload();
    assertThat(request.path("id").asText()).isNotEmpty();
    assertThat(request.has("discovery")).isFalse();
    assertThat(request.path("configuration").path("discoveryUrls"))
        .hasToString("[\"opc.tcp://plc:4840\"]");
  }

  @Test
  void oneDiscovererThatCanIsEnough() {
    cloud
        .edge("edge1", "bactrian")
        .reports(EVERYTHING)
        .answers("Discover_V2", nothing -> new MethodResult(500, new byte[0]));
    EdgeModule second = cloud.edge("edge2", "bactrian").reports(EVERYTHING);
    DiscoveryRequest request = new DiscoveryRequest("req-1", DiscoveryMode.Fast, null);

    cloud.discovery.discoverServer(request, "ann", RequestDeadline.usual());

    second.answers("Discover_V2", nothing -> new MethodResult(500, new byte[0]));
    assertThatThrownBy(
            () -> cloud.discovery.discoverServer(request, "ann", RequestDeadline.usual()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.REFUSED_BY_MODULE);
  }

  @Test
  void withoutADiscovererThatIsConnectedThereIsNoDiscovery() {
    assertThatThrownBy(
            () ->
                cloud.discovery.discoverServer(
                    new DiscoveryRequest(null, DiscoveryMode.Fast, null),
                    "ann",
                    RequestDeadline.usual()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.MODULE_OFFLINE)
        .hasMessageContaining("No discoverer is connected");
  }

  private List<RegisteredDiscoverer> discoverers() {
    return cloud.discoverers.getListOfDiscoverers(null, null).items();
  }

  private List<RegisteredSupervisor> supervisors() {
    return cloud.supervisors.getListOfSupervisors(null, null, null).items();
  }

  private List<String> supervisors(SupervisorQuery query) {
    return cloud.supervisors.querySupervisors(query, null, null).items().stream()
        .map(one -> one.id().replace("_module_twin", ""))
        .toList();
  }

  private List<RegisteredPublisher> publishers() {
    return cloud.publishers.getListOfPublisher(null, null, null).items();
  }

  private static MethodResult ok(String json) {
    return MethodResult.ok(json.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
