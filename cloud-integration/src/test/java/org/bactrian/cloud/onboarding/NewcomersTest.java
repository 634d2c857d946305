package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.registry.ApplicationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that a run is the first to see, and that are made in few requests. */
class NewcomersTest {

  private static final String T1 = "2026-01-02T03:00:00Z";
  private static final String T2 = "2026-01-02T04:00:00Z";

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
  void whatAReplicaThatDiedHasMadeAnIdentityOfIsRegisteredAndAnnouncedAsNew() {
    plant.scan(T1, 1, 2).forEach(message -> take(cloud, message));
    List<String> endpoints =
        endpoints().stream().map(one -> one.registration().registeredId()).toList();
    String application = applications().get(0).registeredId();
    cloud.clear();
    cloud.offlineModule("edge1", "discovery");
    cloud.hub.createDevice(endpoints.get(0));
    cloud.hub.createDevice(application);

    plant.scan(T1, 1, 2).forEach(message -> take(cloud, message));

    assertThat(applications()).hasSize(2).noneMatch(ApplicationInfo::isDisabled);
    assertThat(endpoints())
        .extracting(one -> one.registration().registeredId())
        .containsExactlyInAnyOrderElementsOf(endpoints);
    assertThat(newOnes(RegistryEventSource.Endpoint)).hasSize(6).doesNotHaveDuplicates();
    assertThat(newOnes(RegistryEventSource.Application)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whatANewerRunMissesWhileItIsMadeIsDisabled() {
    AtomicBoolean begun = new AtomicBoolean();
    try (TestCloud other = cloud.replica(event -> {});
        TestCloud first =
            cloud.replica(
                event -> {
                  if (begun.compareAndSet(false, true)) {
                    plant.scan(T2).forEach(message -> take(other, message));
                  }
                })) {
      plant.scan(T1, 1, 2).forEach(message -> take(first, message));
    }

    assertThat(begun).isTrue();
    assertThat(applications()).hasSize(2).allMatch(ApplicationInfo::isDisabled);
    assertThat(endpoints()).hasSize(6).allMatch(one -> one.notSeenSince() != null);
  }

  private List<String> newOnes(RegistryEventSource source) {
    return cloud.events.stream()
        .filter(event -> event.source() == source && event.eventType() == RegistryEventType.New)
        .map(RegistryEvent::id)
        .toList();
  }

  private List<ApplicationInfo> applications() {
    return cloud.applications.getListOfApplications(null, null).items();
  }

  private List<EndpointInfo> endpoints() {
    return cloud.endpoints.getListOfEndpoints(true, null, null).items();
  }

  private static void take(TestCloud cloud, Plant.Message message) {
    cloud.onboarding.take(message.body(), message.properties());
  }
}
