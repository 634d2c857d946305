package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.bactrian.localazure.hub.rest.ServiceRequestKind;
import org.bactrian.localazure.hub.rest.ServiceThrottle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Registry of many gateways: what it asks of IoT Hub, which takes few requests, and its figures.
 */
class ManyGatewaysTest {

  private static final String FIRST = "2026-01-01T00:00:00Z";
  private static final String SECOND = "2026-01-02T00:00:00Z";

  @TempDir private Path folder;

  @Test
  void aScanOfManyServersTakesNoMoreQueriesThanOneOfFew() throws Exception {
    assertThat(queriesOfSecondScan(12)).isEqualTo(queriesOfSecondScan(2));
  }

  private static long queriesOfSecondScan(int servers) throws Exception {
    TestCloud cloud = TestCloud.empty();
    SimulatedPlants plants = new SimulatedPlants(1, servers);
    plants.register(cloud, 1);
    plants.scan(cloud, FIRST, 1);
    long before = cloud.azure().hub().throttle().taken(ServiceRequestKind.QUERY);
    plants.scan(cloud, SECOND, 1);
    return cloud.azure().hub().throttle().taken(ServiceRequestKind.QUERY) - before;
  }

  @Test
  void aFirstScanTakesFewRequestsHoweverManyServersItFinds() throws Exception {
    TestCloud cloud = TestCloud.empty();
    SimulatedPlants plants = new SimulatedPlants(1, 34);
    plants.register(cloud, 1);
    ServiceThrottle throttle = cloud.azure().hub().throttle();
    long identities = throttle.taken(ServiceRequestKind.IDENTITY);
    long twins = throttle.taken(ServiceRequestKind.TWIN);

    plants.scan(cloud, FIRST, 1);

    // 34 applications in one request, 102 endpoints in two; the gateway is read and tagged.
    assertThat(throttle.taken(ServiceRequestKind.IDENTITY) - identities).isEqualTo(3);
    assertThat(throttle.taken(ServiceRequestKind.TWIN) - twins).isEqualTo(2);
    assertThat(ids(cloud, 1_000)).hasSize(102);
  }

  @Test
  void everythingIsRegisteredThoughIoTHubTakesFewRequests() throws Exception {
    TestCloud cloud = TestCloud.empty();
    SimulatedPlants plants = new SimulatedPlants(2, 3);
    plants.register(cloud, 1);
    ServiceThrottle throttle = cloud.azure().hub().throttle();
    throttle.limit(ServiceRequestKind.QUERY, 2, 1);
    throttle.limit(ServiceRequestKind.IDENTITY, 2, 1);
    try {
      plants.scan(cloud, FIRST, 2);
    } finally {
      throttle.unlimit();
    }

    assertThat(throttle.refused(ServiceRequestKind.IDENTITY)).isPositive();
    assertThat(ids(cloud, 7)).hasSize(plants.endpoints());
  }

  @Test
  void pagesOfAListHoldEachEndpointOnce() throws Exception {
    TestCloud cloud = TestCloud.empty();
    SimulatedPlants plants = new SimulatedPlants(4, 3);
    plants.register(cloud, 1);
    plants.scan(cloud, FIRST, 2);

    List<String> ids = ids(cloud, 7);

    assertThat(ids).hasSize(plants.endpoints()).doesNotHaveDuplicates();
  }

  /**
   * Figures of the registry for {@code -Dbactrian.scale.gateways} (1,000) and {@code
   * -Dbactrian.scale.servers} a gateway (34), which it prints.
   */
  @Test
  @Tag("faults")
  void figuresOfManyGateways() throws Exception {
    SimulatedPlants plants =
        new SimulatedPlants(
            Integer.getInteger("bactrian.scale.gateways", 1_000),
            Integer.getInteger("bactrian.scale.servers", 34));
    int threads = Integer.getInteger("bactrian.scale.threads", 4);
    Optional<DatabaseSettings> postgres = Postgres.fresh("many_gateways");
    say("database: %s", postgres.isPresent() ? "PostgreSQL" : "H2, as " + Postgres.reason());
    try (TestCloud local = TestCloud.in(folder);
        TestCloud cloud = local.replica(postgres.orElse(DatabaseSettings.in(folder)))) {
      ServiceThrottle throttle = local.azure().hub().throttle();
      say("gateways %d, endpoints %d", plants.gateways(), plants.endpoints());
      long memory = usedMemory();
      timed("identities of gateways", () -> run(() -> plants.register(cloud, threads)));
      double seconds = timed("onboarding", () -> run(() -> plants.scan(cloud, FIRST, threads)));
      say("onboarded %.0f endpoints/s", plants.endpoints() / seconds);
      requests(throttle, plants.endpoints());
      cloud.events.clear();
      say("memory of hub and cloud: %d MB more", (usedMemory() - memory) >> 20);
      Set<String> all = new HashSet<>();
      timed(
          "list of all endpoints, pages of 1,000", () -> run(() -> all.addAll(ids(cloud, 1_000))));
      assertThat(all).hasSize(plants.endpoints());
      timed("first page of 100", () -> cloud.endpoints.getListOfEndpoints(null, null, 100));
      Map<String, Object> query =
          Map.of("discovererId", SimulatedPlants.discoverer(plants.gateways() / 2));
      timed(
          "query of the endpoints of one gateway",
          () -> cloud.endpoints.getFilteredListOfEndpoints(query, null, 1_000));
      String id = all.iterator().next();
      timed("one endpoint", () -> cloud.endpoints.getEndpoint(id, null));
      int again = Math.min(20, plants.gateways());
      SimulatedPlants some = new SimulatedPlants(again, plants.servers());
      double rescan =
          timed(
              "second scan of " + again + " gateways",
              () -> run(() -> some.scan(cloud, SECOND, threads)));
      say("scanned again %.0f endpoints/s", some.endpoints() / rescan);
      requests(throttle, plants.endpoints() + some.endpoints());
    }
  }

  private static List<String> ids(TestCloud cloud, int pageSize) {
    List<String> ids = new ArrayList<>();
    String token = null;
    do {
      Page<EndpointInfo> page = cloud.endpoints.getListOfEndpoints(null, token, pageSize);
      page.items().forEach(endpoint -> ids.add(endpoint.registration().registeredId()));
      token = page.continuationToken();
    } while (token != null);
    return ids;
  }

  private static void requests(ServiceThrottle throttle, int endpoints) {
    for (ServiceRequestKind kind : ServiceRequestKind.values()) {
      long taken = throttle.taken(kind);
      say("requests %s: %d, %.3f an endpoint", kind, taken, (double) taken / endpoints);
    }
  }

  /** Work that may fail. */
  private interface Work {
    void run() throws Exception;
  }

  private static Void run(Work work) throws Exception {
    work.run();
    return null;
  }

  private static double timed(String what, Callable<?> work) throws Exception {
    long start = System.nanoTime();
    work.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    say("%s: %.3f s", what, seconds);
    return seconds;
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void say(String format, Object... values) {
    System.out.println("scale: " + String.format(Locale.ROOT, format, values));
  }
}
