package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequestBuilder;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.RegisteredGateway;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationRegistration;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnboardingTest {

  private static final String T1 = "2026-01-02T03:00:00.1234567Z";
  private static final String T2 = "2026-01-02T04:00:00Z";
  private static final String T3 = "2026-01-02T05:00:00Z";

  private final Plant plant = new Plant("edge1");

  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.empty();
    cloud.offlineModule("edge1", "discovery");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void theEventsOfVersion2Dot8MakeOneApplicationWithThreeInactiveEndpoints() throws Exception {
    try (var golden = getClass().getResourceAsStream("/golden/discovery.json")) {
      for (JsonNode event : new ObjectMapper().readTree(golden).path("events").path("messages")) {
        take(plant.message(event.toString().getBytes(StandardCharsets.UTF_8)));
      }
    }

    ApplicationRegistration registered =
        cloud.applications.getApplicationRegistration(
            "uas765a4e0d3ad910f74c90ffc047cf1ab9588af18f");
    assertThat(registered.application().discovererId()).isEqualTo("edge1_module_discovery");
    assertThat(registered.application().created().authorityId()).isEqualTo("user@acme");
    assertThat(registered.endpoints())
        .extracting(EndpointRegistration::id)
        .containsExactlyInAnyOrder(
            "uataa8c37dcf72354694a12189e092fb103b121a1e2",
            "uatad5f0c7d947cc17a449f2d5084f7e5f39774fbfa",
            "uatb4d3a305437d85664ad0957fbcfaeb1e299af990");
    assertThat(cloud.endpoints.getListOfEndpoints(true, null, null).items())
        .extracting(EndpointInfo::activationState)
        .containsOnly(EndpointActivationState.Deactivated);
    assertThat(types(RegistryEventSource.Endpoint))
        .containsOnly(RegistryEventType.New, RegistryEventType.Enabled)
        .hasSize(6);
  }

  @Test
  void theDeviceOfADiscovererIsAGateway() {
    plant.scan(T1, 1).forEach(this::take);

    assertThat(cloud.gateways.getListOfGateway(null, null).items())
        .extracting(RegisteredGateway::id)
        .containsExactly("edge1");
  }

  @Test
  void nothingIsRegisteredBeforeAllMessagesHaveCome() {
    List<Plant.Message> messages = plant.scan(T1, 1);

    messages.subList(1, messages.size()).forEach(this::take);
    assertThat(applications()).isEmpty();

    take(messages.get(0));
    assertThat(applications()).hasSize(1);
  }

  @Test
  void aMessageThatComesTwiceDoesNotKeepTheRunFromBeingComplete() {
    List<Plant.Message> messages = plant.scan(T1, 1);

    take(messages.get(0));
    messages.forEach(this::take);
    messages.forEach(this::take);

    assertThat(applications()).hasSize(1);
    assertThat(types(RegistryEventSource.Application))
        .containsExactly(RegistryEventType.New, RegistryEventType.Enabled);
  }

  @Test
  void whatAScanDoesNotSeeIsDisabledSinceThenAndComesBackWhenSeen() {
    plant.scan(T1, 1, 2).forEach(this::take);

    plant.scan(T2, 2).forEach(this::take);

    ApplicationInfo gone = application(1);
    assertThat(gone.notSeenSince()).isEqualTo(T2);
    assertThat(cloud.endpoints.getListOfEndpoints(true, null, null).items())
        .filteredOn(endpoint -> endpoint.applicationId().equals(gone.applicationId()))
        .hasSize(3)
        .extracting(EndpointInfo::notSeenSince)
        .containsOnly(Instant.parse(T2));
    assertThat(application(2).isDisabled()).isFalse();

    plant.scan(T3, 1, 2).forEach(this::take);
    assertThat(application(1).isDisabled()).isFalse();
    assertThat(types(RegistryEventSource.Application))
        .contains(RegistryEventType.Disabled)
        .endsWith(RegistryEventType.Updated);
  }

  @Test
  void aScanThatSeesNothingDisablesAll() {
    plant.scan(T1, 1, 2).forEach(this::take);

    plant.scan(T2).forEach(this::take);

    assertThat(applications()).hasSize(2).allMatch(ApplicationInfo::isDisabled);
  }

  @Test
  void aRunThatOnlyAskedSomeServersSaysNothingOfOthers() {
    plant.scan(T1, 1).forEach(this::take);

    plant.ask(T2, 2).forEach(this::take);
    plant.ask(T3).forEach(this::take);

    assertThat(applications()).hasSize(2).noneMatch(ApplicationInfo::isDisabled);
  }

  @Test
  void anEndpointThatTheServerNoLongerHasIsDisabledAlone() {
    plant.scan(T1, 1).forEach(this::take);
    Instant time = Instant.parse(T2);
    take(plant.message(Plant.endpoint(time, 0, 1, ServerSecurityMode.Sign)));
    List<Plant.Message> end = plant.scan(T2);
    String second =
        new String(end.get(0).body(), StandardCharsets.UTF_8).replace("\"index\":0", "\"index\":1");
    take(plant.message(second.getBytes(StandardCharsets.UTF_8)));

    assertThat(application(1).isDisabled()).isFalse();
    assertThat(cloud.endpoints.getListOfEndpoints(true, null, null).items())
        .filteredOn(endpoint -> endpoint.notSeenSince() == null)
        .extracting(endpoint -> endpoint.registration().endpoint().securityMode())
        .containsExactly(ServerSecurityMode.Sign);
  }

  @Test
  void aRunThatComesLateDoesNotUndoANewerOne() {
    plant.scan(T2, 2).forEach(this::take);

    plant.scan(T1, 1, 2).forEach(this::take);

    assertThat(application(2).hostAddresses()).containsExactly("10.0.0.2:4840 at " + T2);
    assertThat(application(2).isDisabled()).isFalse();
    assertThat(application(1).notSeenSince()).isEqualTo(T2);
  }

  @Test
  void anApplicationThatAnOperatorRegisteredStaysTheOperators() {
    cloud.applications.createApplication(
        ApplicationRegistrationRequestBuilder.builder()
            .applicationUri("urn:server:plc1")
            .applicationName("mine")
            .siteId("plant1")
            .build(),
        "ann");

    plant.scan(T1, 1).forEach(this::take);
    plant.scan(T2).forEach(this::take);

    assertThat(applications()).hasSize(1);
    assertThat(applications().get(0).applicationName()).isEqualTo("mine");
    assertThat(applications().get(0).isDisabled()).isFalse();
  }

  @Test
  void twoDiscoverersOfOneSiteShareWhatTheySee() {
    Plant other = new Plant("edge2");
    cloud.offlineModule("edge2", "discovery");

    plant.scan(T1, 1).forEach(this::take);
    other.scan(T2, 1, 2).forEach(this::take);
    plant.scan(T3).forEach(this::take);

    // The first one no longer sees it, and the other one still does.
    assertThat(applications()).hasSize(2).noneMatch(ApplicationInfo::isDisabled);
    assertThat(applications())
        .extracting(ApplicationInfo::discovererId)
        .containsOnly("edge2_module_discovery");
  }

  @Test
  void endpointsThatPassTheFilterBecomeActiveAtOnce() {
    try (var module = cloud.edge("edge1", "twin")) {
      module.reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
      EndpointActivationFilter filter =
          new EndpointActivationFilter(null, null, ServerSecurityMode.Sign);

      plant.scan(T1, filter, 1).forEach(this::take);

      assertThat(cloud.endpoints.getListOfEndpoints(true, null, null).items())
          .filteredOn(one -> one.activationState() != EndpointActivationState.Deactivated)
          .extracting(one -> one.registration().endpoint().securityMode())
          .containsExactlyInAnyOrder(ServerSecurityMode.Sign, ServerSecurityMode.SignAndEncrypt);
      assertThat(module.calls())
          .hasSize(2)
          .allMatch(call -> call.method().equals("ActivateEndpoint_V2"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json | no discovery event",
        "null | no discovery event",
        "{\"Index\":0} | TimeStamp",
        "{\"TimeStamp\":\"soon\",\"Index\":0} | soon",
        "{\"TimeStamp\":\"2026-01-02T03:04:05Z\"} | Index",
        "{\"TimeStamp\":\"2026-01-02T03:04:05Z\",\"Index\":-1} | Index",
        "{\"TimeStamp\":\"2026-01-02T03:04:05Z\",\"Index\":0,\"Registration\":{}} | Endpoint.Url",
        "{\"TimeStamp\":\"2026-01-02T03:04:05Z\",\"Index\":0,\"Registration\":{\"Endpoint\":"
            + "{\"Url\":\"a\"}},\"Application\":{}} | ApplicationUri"
      })
  void anEventThatNoRetryMendsIsRefusedWithTheReason(String body, String reason) {
    assertThatThrownBy(() -> take(plant.message(body.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(PoisonEventException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aRunOfSeveralSitesIsRefusedAndStopsNothing() {
    List<Plant.Message> messages = new ArrayList<>(plant.scan(T1, 1));
    String elsewhere =
        new String(messages.get(0).body(), StandardCharsets.UTF_8).replace("plant1", "plant2");
    messages.set(0, plant.message(elsewhere.getBytes(StandardCharsets.UTF_8)));
    messages.subList(1, messages.size()).forEach(this::take);

    assertThatThrownBy(() -> take(messages.get(0)))
        .isInstanceOf(PoisonEventException.class)
        .hasMessageContaining("plant2");
    plant.scan(T2, 1).forEach(this::take);

    assertThat(applications()).hasSize(1);
  }

  @Test
  void aMessageOfSomethingElseIsRefused() {
    Plant.Message message = plant.scan(T1, 1).get(0);
    message.properties().put("$$ContentType", "application/json");

    assertThatThrownBy(() -> take(message))
        .isInstanceOf(PoisonEventException.class)
        .hasMessageContaining("application/json");
  }

  @Test
  void eventsOfVersion2Dot9NameTheirSchemaElsewhere() {
    for (Plant.Message message : plant.scan(T1, 1)) {
      message.properties().remove("$$ContentType");
      message.properties().put("$$MessageSchema", Onboarding.EVENT_SCHEMA);
      take(message);
    }

    assertThat(applications()).hasSize(1);
  }

  private void take(Plant.Message message) {
    cloud.onboarding.take(message.body(), message.properties());
  }

  private List<ApplicationInfo> applications() {
    return cloud.applications.getListOfApplications(null, null).items();
  }

  private ApplicationInfo application(int server) {
    return applications().stream()
        .filter(one -> one.applicationUri().equals("urn:server:PLC" + server))
        .findFirst()
        .orElseThrow();
  }

  private List<RegistryEventType> types(RegistryEventSource source) {
    return cloud.events.stream()
        .filter(event -> event.source() == source)
        .map(RegistryEvent::eventType)
        .toList();
  }
}
