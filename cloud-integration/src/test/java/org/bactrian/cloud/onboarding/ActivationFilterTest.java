package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ServerSecurityMode;
import org.bactrian.web.operation.RequestDeadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Endpoints that the activation filter of a discovery acts on. */
class ActivationFilterTest {

  private static final String T1 = "2026-01-02T03:00:00Z";
  private static final String T2 = "2026-01-02T04:00:00Z";
  private static final String T3 = "2026-01-02T05:00:00Z";
  private static final EndpointActivationFilter ENCRYPTED =
      new EndpointActivationFilter(null, null, ServerSecurityMode.SignAndEncrypt);

  private final Plant plant = new Plant("edge1");

  private volatile Duration ahead = Duration.ZERO;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    InstantSource clock = () -> Instant.now().plus(ahead);
    cloud = TestCloud.empty(clock);
    cloud.offlineModule("edge1", "discovery");
    cloud.edge("edge1", "twin").reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void whatAnOperatorDeactivatedStaysThatWayAtTheNextRun() {
    scan(T1, 1);
    String endpoint = active().get(0);
    cloud.endpoints.deactivateEndpoint(endpoint, RequestDeadline.usual());

    scan(T2, 1);

    assertThat(active()).isEmpty();
  }

  @Test
  void whatWasRegisteredWithoutAFilterIsNotActivatedByALaterOne() {
    plant.scan(T1, 1).forEach(this::take);

    scan(T2, 1, 2);

    assertThat(active()).hasSize(1);
    assertThat(cloud.endpoints.getEndpoint(active().get(0), true).registration().endpointUrl())
        .isEqualTo("opc.tcp://PLC2:4840/");
  }

  @Test
  void whatComesBackPassesTheFilterAnew() {
    scan(T1, 1);
    cloud.endpoints.deactivateEndpoint(active().get(0), RequestDeadline.usual());
    plant.scan(T2).forEach(this::take);

    scan(T3, 1);

    assertThat(active()).hasSize(1);
  }

  @Test
  void aFilterThatAsksForTrustListsActivatesNothingSinceNoneCanBeLookedUp() {
    plant.scan(T1, holding(), 1).forEach(this::take);
    plant.scan(T2, holding("plant"), 1, 2).forEach(this::take);

    assertThat(cloud.endpoints.getListOfEndpoints(true, null, null).items()).hasSize(6);
    assertThat(active()).isEmpty();
  }

  @Test
  void anEndpointThatAReplicaRegisteredBeforeItDiedIsActivatedByAnother() {
    List<Plant.Message> run = run(T1, 1);
    try (TestCloud dying =
        cloud.replica(
            event -> {
              if (event.source() == RegistryEventSource.Endpoint) {
                throw new IllegalStateException("killed");
              }
            })) {
      assertThatThrownBy(
              () ->
                  run.forEach(
                      message -> dying.onboarding.take(message.body(), message.properties())))
          .hasMessage("killed");
      // What is active now was served before the death.
      assertThat(active()).isEmpty();
    }

    ahead = Duration.ofMinutes(2);
    cloud.onboarding.tidy(Duration.ofMinutes(10).toMillis());

    assertThat(active()).hasSize(1);
  }

  private void scan(String time, int... servers) {
    run(time, servers).forEach(this::take);
  }

  private static EndpointActivationFilter holding(String... trustLists) {
    return new EndpointActivationFilter(List.of(trustLists), null, ServerSecurityMode.None);
  }

  private List<Plant.Message> run(String time, int... servers) {
    return plant.scan(time, ENCRYPTED, servers);
  }

  private void take(Plant.Message message) {
    cloud.onboarding.take(message.body(), message.properties());
  }

  private List<String> active() {
    return cloud.endpoints.getListOfEndpoints(true, null, null).items().stream()
        .filter(one -> one.activationState() != EndpointActivationState.Deactivated)
        .map(one -> one.registration().id())
        .toList();
  }
}
