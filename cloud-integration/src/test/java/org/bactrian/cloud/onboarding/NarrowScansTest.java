package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run says nothing of what lies where it did not look. Server n is at 10.0.0.n:4840. */
class NarrowScansTest {

  private static final String T1 = "2026-01-02T03:00:00Z";
  private static final String T2 = "2026-01-02T04:00:00Z";
  private static final String T3 = "2026-01-02T05:00:00Z";
  private static final String T4 = "2026-01-02T06:00:00Z";
  private static final String ALL = "10.0.0.0/24";

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
  void aScanOfFewerAddressesDisablesOnlyWhatLiesInThem() {
    take(plant.scanOf(T1, ALL, 1, 2, 200));

    take(plant.scanOf(T2, "10.0.0.0/28", 1));

    assertThat(disabled()).containsExactly("urn:server:PLC2");
    assertThat(disabledEndpoints()).isEqualTo(3);
  }

  @Test
  void theFormsOfVersion2Dot8AreUnderstood() {
    take(plant.scanOf(T1, ALL, 1, 2, 200));

    take(plant.scanOf(T2, "192.168.7.0/24 [eth1];10.0.0.2/32 [eth0]", "1-4839;4840-*", null));

    assertThat(disabled()).containsExactly("urn:server:PLC2");
  }

  @Test
  void aScanOfOtherPortsDisablesNothing() {
    take(plant.scanOf(T1, ALL, 1, 2));

    take(plant.scanOf(T2, ALL, "50000-50010", null));

    assertThat(disabled()).isEmpty();
  }

  @Test
  void aServerThatWasAskedByItsNameAndDidNotAnswerIsDisabled() {
    take(plant.scanOf(T1, ALL, 1, 2));

    take(plant.scanOf(T2, "", "", List.of("opc.tcp://plc2:4840")));

    assertThat(disabled()).containsExactly("urn:server:PLC2");
  }

  @Test
  void whatARunFoundElsewhereIsMissedByTheSameRunAgain() {
    // Such as a server that a discovery server in the ranges named.
    take(plant.scanOf(T1, "10.0.0.1/32", 1, 77));

    take(plant.scanOf(T2, "10.0.0.1/32", 1));

    assertThat(disabled()).containsExactly("urn:server:PLC77");
  }

  @Test
  void anApplicationOnTwoHostsStaysWhileOneOfThemWasNotLookedAt() {
    take(twin(plant.scanOf(T1, ALL, 1, 2)));

    take(plant.scanOf(T2, "10.0.0.2/32"));
    assertThat(disabled()).isEmpty();
    assertThat(disabledEndpoints()).isEqualTo(3);

    take(plant.scanOf(T3, "10.0.0.1/32"));
    assertThat(disabled()).containsExactly("urn:server:PLC1");
    assertThat(disabledEndpoints()).isEqualTo(6);
  }

  /** Makes the second server a copy of the first one, as a machine's image is. */
  private List<Plant.Message> twin(List<Plant.Message> messages) {
    return messages.stream()
        .map(
            message -> {
              DiscoveryEvent event = RegistryJson.read(message.body(), DiscoveryEvent.class);
              byte[] same =
                  new String(message.body(), StandardCharsets.UTF_8)
                      .replace("urn:server:PLC2", "urn:server:PLC1")
                      .getBytes(StandardCharsets.UTF_8);
              return event.isEnd() ? message : plant.message(same);
            })
        .toList();
  }

  @Test
  void aRunThatDoesNotSayWhereItLookedLookedEverywhere() {
    take(plant.scanOf(T1, ALL, 1, 2));

    take(plant.scan(T2, 1));

    assertThat(disabled()).containsExactly("urn:server:PLC2");
  }

  @Test
  void whatAnOperatorDisabledStaysThatWayWhileOthersAreLookedAt() {
    take(plant.scanOf(T1, ALL, 1, 200));
    ApplicationInfo disabled = application("urn:server:PLC200");
    cloud.applications.disableApplication(disabled.applicationId(), "ann");

    take(plant.scanOf(T2, "10.0.0.0/28", 1));
    assertThat(disabled()).containsExactly("urn:server:PLC200");
    assertThat(disabledEndpoints()).isEqualTo(3);

    take(plant.scanOf(T3, ALL, 1, 200));
    assertThat(disabled()).isEmpty();
    assertThat(disabledEndpoints()).isZero();
  }

  @Test
  void sinceWhenSomethingIsNotSeenIsKnownForAsLongAsItIsNotSeen() {
    take(plant.scanOf(T1, ALL, 1, 2, 200));
    take(plant.scanOf(T2, ALL, 1, 200));
    take(plant.scanOf(T3, "10.0.0.200/32"));
    take(plant.scanOf(T4, ALL, 1));

    now = now.plus(Duration.ofDays(30));
    cloud.onboarding.tidy(Duration.ofMinutes(10).toMillis());
    take(plant.scanOf("2026-02-02T06:00:00Z", "10.0.0.1/32", 1));
    take(plant.scanOf("2026-02-02T07:00:00Z", ALL, 1));

    assertThat(application("urn:server:PLC2").notSeenSince()).isEqualTo(T2);
    assertThat(application("urn:server:PLC200").notSeenSince()).isEqualTo(T3);
    assertThat(application("urn:server:PLC1").isDisabled()).isFalse();
  }

  private void take(List<Plant.Message> messages) {
    messages.forEach(message -> cloud.onboarding.take(message.body(), message.properties()));
  }

  private List<String> disabled() {
    return applications().stream()
        .filter(ApplicationInfo::isDisabled)
        .map(ApplicationInfo::applicationUri)
        .toList();
  }

  private long disabledEndpoints() {
    return cloud.endpoints.getListOfEndpoints(true, null, null).items().stream()
        .map(EndpointInfo::notSeenSince)
        .filter(Objects::nonNull)
        .count();
  }

  private ApplicationInfo application(String uri) {
    return applications().stream()
        .filter(one -> one.applicationUri().equals(uri))
        .findFirst()
        .orElseThrow();
  }

  private List<ApplicationInfo> applications() {
    return cloud.applications.getListOfApplications(null, null).items();
  }
}
