package org.bactrian.cloud.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationQuery;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequest;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequestBuilder;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationUpdate;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.RegistryEvent;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.RegistryOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationsTest {

  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

  private static TestCloud cloud;
  private static Applications applications;

  @BeforeAll
  static void start() {
    InstantSource clock = NOW::get;
    cloud = TestCloud.empty(clock);
    applications = cloud.applications;
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void removeAll() {
    cloud.clear();
  }

  @Test
  void aRegisteredApplicationHasTheIdOfVersion2Dot8AndIsFoundByIt() {
    String id = register("urn:server:plc1", "plant1");

    assertThat(id).isEqualTo("uas765a4e0d3ad910f74c90ffc047cf1ab9588af18f");
    ApplicationInfo application = applications.getApplicationRegistration(id).application();
    assertThat(application.applicationUri()).isEqualTo("urn:server:plc1");
    assertThat(application.created().authorityId()).isEqualTo("ann");
    assertThat(application.created().time()).isEqualTo(NOW.get());
    assertThat(types()).containsExactly(RegistryEventType.New, RegistryEventType.Enabled);
  }

  @Test
  void anApplicationIsRegisteredOnce() {
    register("urn:server:plc1", "plant1");

    assertThatThrownBy(() -> register("URN:SERVER:PLC1", "plant1"))
        .hasFieldOrPropertyWithValue("kind", FaultKind.CONFLICT);
  }

  @Test
  void anApplicationWithoutASiteIsRefusedAndLeavesNothing() {
    assertThatThrownBy(() -> register("urn:server:plc1", null))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("siteId");
    assertThat(list(null).items()).isEmpty();
  }

  @Test
  void whatAnUpdateNamesIsChangedAndTheRestStays() {
    String id = register("urn:server:plc1", "plant1");
    ApplicationRegistrationUpdate update =
        new ApplicationRegistrationUpdate(
            null, "Press", null, Map.of("de", "Presse"), List.of(), null, null, null);

    applications.updateApplicationRegistration(id, update, "bob");

    ApplicationInfo changed = applications.getApplicationRegistration(id).application();
    assertThat(changed.applicationName()).isEqualTo("Press");
    assertThat(changed.localizedNames()).isEqualTo(Map.of("de", "Presse"));
    assertThat(changed.capabilities()).isNull();
    assertThat(changed.productUri()).isEqualTo("urn:product");
    assertThat(changed.created().authorityId()).isEqualTo("ann");
    assertThat(changed.updated().authorityId()).isEqualTo("bob");
    assertThat(types()).endsWith(RegistryEventType.Updated);
  }

  @Test
  void updatesAtTheSameTimeAreAllMade() {
    String id = register("urn:server:plc1", "plant1");
    List<CompletableFuture<Void>> updates = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String url = "opc.tcp://plc" + i + ":4840";
      updates.add(
          CompletableFuture.runAsync(
              () ->
                  new ApplicationTwins(cloud.hub)
                      .update(
                          id,
                          application ->
                              ApplicationChange.of(application, add(application, url)))));
    }

    updates.forEach(CompletableFuture::join);

    assertThat(applications.getApplicationRegistration(id).application().discoveryUrls())
        .hasSize(9);
  }

  @Test
  void aDisabledApplicationIsOnlyFoundWhenAskedForAndComesBackWhenEnabled() {
    String id = register("urn:server:plc1", "plant1");

    applications.disableApplication(id, "bob");

    assertThat(applications.getApplicationRegistration(id).application().notSeenSince())
        .isEqualTo(NOW.get());
    assertThat(query("{}")).isEmpty();
    assertThat(query("{\"includeNotSeenSince\":true}")).hasSize(1);
    assertThat(list(null).items()).hasSize(1);
    applications.enableApplication(id, "bob");
    assertThat(query("{}")).hasSize(1);
    assertThat(types()).endsWith(RegistryEventType.Disabled, RegistryEventType.Enabled);
  }

  @Test
  void aDeletedApplicationIsGone() {
    String id = register("urn:server:plc1", "plant1");

    applications.deleteApplication(id);

    assertThatThrownBy(() -> applications.getApplicationRegistration(id))
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND)
        .hasMessageContaining(id);
    assertThat(types()).endsWith(RegistryEventType.Deleted);
  }

  @Test
  void ofEqualRegistrationsAtTheSameTimeOneIsMadeAndTheOthersConflict() {
    for (int round = 0; round < 10; round++) {
      String uri = "urn:server:plc" + round;
      List<String> outcomes = atOnce(6, () -> register(uri, "plant1"), FaultKind.CONFLICT);

      assertThat(outcomes).containsOnlyOnce("done").hasSize(6);
    }
  }

  @Test
  void aDecisionWhoseGroundChangesBeforeItIsCarriedOutIsMadeAgain() {
    String id = register("urn:server:plc1", "plant1");
    Instant former = NOW.get().minusSeconds(60);
    AtomicReference<Instant> missed = new AtomicReference<>(former);

    ApplicationTwins.Outcome<ApplicationTwins.Decision> outcome =
        new ApplicationTwins(cloud.hub)
            .put(
                id,
                read -> {
                  // Another replica notes it in the database and finds the twin as it should be.
                  Instant ground = missed.getAndSet(NOW.get());
                  return () -> read.map(one -> one.withNotSeenSince(ground));
                },
                new RegistryOperation("ann", NOW.get()));

    assertThat(outcome.change().map(change -> change.before().orElseThrow().notSeenSince()))
        .isEmpty();
    assertThat(outcome.change().map(change -> change.after().notSeenSince())).contains(NOW.get());
    assertThat(applications.getApplicationRegistration(id).application().notSeenSince())
        .isEqualTo(NOW.get());
  }

  @Test
  void aChangeThatMeetsARemovalFindsNothingAndBringsNothingBack() {
    String id = register("urn:server:plc1", "plant1");
    ApplicationTwins twins = new ApplicationTwins(cloud.hub);

    assertThatThrownBy(
            () ->
                twins.update(
                    id,
                    read -> {
                      // Another replica, between the read of the twin and the write of the change.
                      applications.deleteApplication(id);
                      return read.withNotSeenSince(NOW.get());
                    }))
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND)
        .hasMessageContaining(id);
    assertThat(twins.find(id)).isEmpty();
  }

  @Test
  void aChangeThatMeetsAnotherIsMadeOnTheGroundOfThat() {
    String id = register("urn:server:plc1", "plant1");
    List<String> grounds = new ArrayList<>();

    new ApplicationTwins(cloud.hub)
        .update(
            id,
            read -> {
              grounds.add(read.applicationName());
              if (grounds.size() == 1) {
                rename(id, "press");
              }
              return read.withNotSeenSince(NOW.get());
            });

    assertThat(grounds).hasSize(2).endsWith("press");
    ApplicationInfo changed = applications.getApplicationRegistration(id).application();
    assertThat(changed.applicationName()).isEqualTo("press");
    assertThat(changed.notSeenSince()).isEqualTo(NOW.get());
  }

  /** Returns of each attempt "done" or "refused"; fails with what else it comes to. */
  private static List<String> atOnce(int attempts, Runnable attempt, FaultKind refusal) {
    return IntStream.range(0, attempts)
        .mapToObj(
            number ->
                CompletableFuture.runAsync(attempt)
                    .handle(
                        (done, failure) -> {
                          if (failure == null) {
                            return "done";
                          }
                          assertThat(failure).cause().hasFieldOrPropertyWithValue("kind", refusal);
                          return "refused";
                        }))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  @Test
  void onlyWhatWasNotSeenForTheTimeIsPurged() {
    String old = register("urn:old", "plant1");
    applications.disableApplication(old, "bob");
    NOW.set(NOW.get().plus(Duration.ofDays(3)));
    String recent = register("urn:recent", "plant1");
    applications.disableApplication(recent, "bob");
    String inUse = register("urn:inuse", "plant1");
    NOW.set(NOW.get().plus(Duration.ofHours(1)));

    applications.deleteAllDisabledApplications("2.00:00:00");

    assertThat(list(null).items())
        .extracting(ApplicationInfo::applicationId)
        .containsExactlyInAnyOrder(recent, inUse);
  }

  @Test
  void aNumberAloneIsNoTimeForAPurge() {
    assertThatThrownBy(() -> applications.deleteAllDisabledApplications("7"))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("notSeenFor");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"applicationUri\":\"URN:SERVER:A\"} | 1",
        "{\"applicationName\":\"Name of urn:server:a\"} | 1",
        "{\"locale\":\"en-US\"} | 4",
        "{\"locale\":\"en-US\",\"applicationName\":\"US urn:client:c\"} | 1",
        "{\"locale\":\"fr\"} | 0",
        "{\"productUri\":\"urn:product\"} | 4",
        "{\"gatewayServerUri\":\"urn:gateway\"} | 4",
        "{\"discoveryProfileUri\":\"urn:profile\"} | 4",
        "{\"capability\":\"LDS-ME\"} | 4",
        "{\"capability\":\"HD\"} | 0",
        "{\"applicationType\":\"Client\"} | 2",
        "{\"applicationType\":\"Server\"} | 3",
        "{\"applicationType\":\"ClientAndServer\"} | 1",
        "{\"applicationType\":\"DiscoveryServer\"} | 1",
        "{\"siteOrGatewayId\":\"plant's \\\\ 2\"} | 1",
        "{\"siteOrGatewayId\":\"x' OR tags.DeviceType = 'Application\"} | 0",
        "{\"discovererId\":\"edge_module_discovery\"} | 0"
      })
  void applicationsAreFoundByWhatIsAskedFor(String query, int found) {
    register("urn:server:a", "plant1", ApplicationType.Server);
    register("urn:both:b", "plant1", ApplicationType.ClientAndServer);
    register("urn:client:c", "plant1", ApplicationType.Client);
    register("urn:lds:d", "plant's \\ 2", ApplicationType.DiscoveryServer);

    assertThat(query(query)).hasSize(found);
  }

  @Test
  void listsComeInPagesAndAQueryGoesOnWithItsToken() {
    for (int i = 0; i < 7; i++) {
      register("urn:server:" + i, "plant1");
    }
    register("urn:other", "plant2");
    ApplicationRegistrationQuery query =
        RegistryJson.ofParameters(
            Map.of("siteOrGatewayId", "plant1"), ApplicationRegistrationQuery.class);

    List<ApplicationInfo> found = new ArrayList<>();
    Page<ApplicationInfo> page = applications.queryApplications(query, 3);
    int pages = 1;
    found.addAll(page.items());
    while (page.continuationToken() != null) {
      page = applications.getListOfApplications(page.continuationToken(), null);
      found.addAll(page.items());
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(found).hasSize(7).allMatch(one -> one.siteId().equals("plant1"));
    assertThat(found).doesNotHaveDuplicates();
  }

  @Test
  void aTokenOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> applications.getListOfApplications("nonsense", null))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("continuationToken");
  }

  @Test
  void sitesAreListedOnce() {
    register("urn:a", "plant1");
    register("urn:b", "plant1");
    register("urn:c", "plant2");

    assertThat(applications.getListOfSites(null, null).sites())
        .containsExactlyInAnyOrder("plant1", "plant2");
  }

  private static ApplicationRegistrationUpdate add(ApplicationInfo application, String url) {
    List<String> urls = new ArrayList<>(application.discoveryUrls());
    urls.add(url);
    return new ApplicationRegistrationUpdate(null, null, null, null, null, urls, null, null);
  }

  private static void rename(String id, String name) {
    applications.updateApplicationRegistration(
        id,
        new ApplicationRegistrationUpdate(null, name, null, null, null, null, null, null),
        "bob");
  }

  private static String register(String uri, String site) {
    return register(uri, site, ApplicationType.Server);
  }

  private static String register(String uri, String site, ApplicationType type) {
    ApplicationRegistrationRequest request =
        ApplicationRegistrationRequestBuilder.builder()
            .applicationUri(uri)
            .applicationType(type)
            .productUri("urn:product")
            .applicationName("Name of " + uri)
            .siteId(site)
            .localizedNames(Map.of("en-US", "US " + uri))
            .capabilities(List.of("DA", "LDS-ME"))
            .discoveryUrls(List.of("opc.tcp://plc:4840"))
            .discoveryProfileUri("urn:profile")
            .gatewayServerUri("urn:gateway")
            .build();
    return applications.createApplication(request, "ann").id();
  }

  private static List<ApplicationInfo> query(String json) {
    ApplicationRegistrationQuery query =
        RegistryJson.read(
            json.getBytes(StandardCharsets.UTF_8), ApplicationRegistrationQuery.class);
    return applications.queryApplications(query, null).items();
  }

  private static Page<ApplicationInfo> list(String token) {
    return applications.getListOfApplications(token, null);
  }

  private static List<RegistryEventType> types() {
    return cloud.events.stream().map(RegistryEvent::eventType).toList();
  }
}
