package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.DiscovererUpdate;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Discoveries of which a message was lost on its way. */
class IncompleteRunsTest {

  private static final String T1 = "2026-01-02T03:00:00Z";
  private static final String T2 = "2026-01-02T04:00:00Z";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Plant plant = new Plant("edge1");

  private volatile Instant now = Instant.parse("2026-01-02T08:00:00Z");
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = TestCloud.empty(() -> now);
    cloud.offlineModule("edge1", "discovery");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void whatCameIsRegisteredWhenNothingMoreHasComeForSomeMinutes() {
    List<Plant.Message> messages = plant.scan(T1, 1);
    takeWithout(1, messages);

    now = now.plus(PATIENCE);
    tidy();
    assertThat(endpoints()).isEmpty();

    now = now.plusSeconds(1);
    tidy();
    assertThat(endpoints())
        .extracting(one -> one.registration().endpoint().securityMode())
        .containsExactlyInAnyOrder(ServerSecurityMode.None, ServerSecurityMode.SignAndEncrypt);
    assertThat(applications().get(0).created().authorityId()).isEqualTo("ann");
  }

  @Test
  void eachMessageThatComesIsWaitedForAnew() {
    List<Plant.Message> messages = plant.scan(T1, 1);
    take(messages.get(0));
    now = now.plus(PATIENCE);
    take(messages.get(2));

    now = now.plusSeconds(1);
    tidy();

    assertThat(endpoints()).isEmpty();
  }

  @Test
  void anIncompleteRunDisablesNothing() {
    plant.scan(T1, 1, 2).forEach(this::take);

    takeWithout(1, plant.scan(T2, 2));
    giveUp();

    assertThat(applications()).hasSize(2).noneMatch(ApplicationInfo::isDisabled);
    assertThat(endpoints()).hasSize(6).allMatch(one -> one.notSeenSince() == null);
  }

  @Test
  void aMessageThatComesAfterAllMakesTheRunCountAsAWhole() {
    plant.scan(T1, 1, 2).forEach(this::take);
    List<Plant.Message> messages = plant.scan(T2, 2);
    takeWithout(1, messages);
    giveUp();

    take(messages.get(1));

    assertThat(applications())
        .filteredOn(ApplicationInfo::isDisabled)
        .extracting(ApplicationInfo::applicationUri, ApplicationInfo::notSeenSince)
        .containsExactly(tuple("urn:server:PLC1", Instant.parse(T2)));
  }

  @Test
  void anotherPartOfItThatComesLateIsRegisteredToo() {
    List<Plant.Message> messages = plant.scan(T1, 1, 2);
    messages.subList(0, 3).forEach(this::take);
    giveUp();
    assertThat(applications()).hasSize(1);

    take(messages.get(4));
    giveUp();

    assertThat(applications()).hasSize(2);
  }

  @Test
  void withoutItsEndNobodyKnowsTheFilterOfTheRequestSoNothingBecomesActive() {
    cloud.edge("edge1", "twin").reports(Map.of("__type__", "supervisor", "__siteid__", "plant1"));
    EndpointActivationFilter filter =
        new EndpointActivationFilter(null, null, ServerSecurityMode.None);
    cloud.edge("edge1", "discovery").reports(Map.of("__type__", "discoverer"));
    cloud.discoverers.updateDiscoverer(
        "edge1_module_discovery",
        new DiscovererUpdate(null, null, DiscoveryConfig.ofUrls(null, filter), null));

    takeWithout(3, plant.scan(T1, 1));
    giveUp();

    assertThat(endpoints())
        .hasSize(3)
        .allMatch(one -> one.activationState() == EndpointActivationState.Deactivated);
  }

  @Test
  void aRunThatContradictsItselfIsRefusedAndKeepsNoOtherFromBeingRegistered() {
    List<Plant.Message> wrong = new ArrayList<>(plant.scan(T1, 1));
    String elsewhere = new String(wrong.get(0).body(), StandardCharsets.UTF_8);
    wrong.set(
        0, plant.message(elsewhere.replace("plant1", "plant2").getBytes(StandardCharsets.UTF_8)));
    takeWithout(1, wrong);
    takeWithout(1, plant.scan(T2, 2));

    giveUp();

    assertThat(applications())
        .extracting(ApplicationInfo::applicationUri)
        .containsExactly("urn:server:PLC2");
  }

  private void takeWithout(int lost, List<Plant.Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      if (i != lost) {
        take(messages.get(i));
      }
    }
  }

  private void giveUp() {
    now = now.plus(PATIENCE).plusSeconds(1);
    tidy();
  }

  private void tidy() {
    cloud.onboarding.tidy(PATIENCE.toMillis());
  }

  private void take(Plant.Message message) {
    cloud.onboarding.take(message.body(), message.properties());
  }

  private List<ApplicationInfo> applications() {
    return cloud.applications.getListOfApplications(null, null).items();
  }

  private List<EndpointInfo> endpoints() {
    return cloud.endpoints.getListOfEndpoints(true, null, null).items();
  }
}
