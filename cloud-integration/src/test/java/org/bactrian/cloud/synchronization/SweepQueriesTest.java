package org.bactrian.cloud.synchronization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.localazure.hub.rest.ServiceRequestKind;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistration;
import org.junit.jupiter.api.Test;

/** Queries of IoT Hub that comparing the registry with it takes, of which there are few. */
class SweepQueriesTest {

  private static final int ENDPOINTS = 1_100;

  @Test
  void aSweepOverManyEndpointsTakesAQueryForAThousand() {
    TestCloud cloud = TestCloud.empty();
    Database database = DatabaseKind.H2.shared();
    EndpointTwins twins = new EndpointTwins(cloud.hub);
    assertThat(twins.create(active())).hasSize(ENDPOINTS);
    AnnouncedEntities announced = new AnnouncedEntities(database, InstantSource.system());
    Synchronization synchronization =
        new Synchronization(
            cloud.hub,
            cloud.gateways,
            cloud.supervisors,
            cloud.endpoints,
            twins,
            announced,
            new EntityAnnouncer(cloud.hub, cloud.gateways, twins, announced, event -> {}),
            new SweepLease(database, InstantSource.system()));
    while (sweep(database) < 2) {
      synchronization.run(1, 10_000);
    }
    long before = cloud.azure().hub().throttle().taken(ServiceRequestKind.QUERY);

    int runs = 0;
    while (sweep(database) < 3) {
      synchronization.run(1, 10_000);
      runs++;
    }

    // Modules, gateways, two pages of endpoints, and other modules of the endpoints' site.
    assertThat(cloud.azure().hub().throttle().taken(ServiceRequestKind.QUERY) - before)
        .isEqualTo(5);
    assertThat(runs).isEqualTo(1);
    assertThat(announced.notSeenSince(2, ENDPOINTS)).isEmpty();
  }

  private static List<EndpointInfo> active() {
    List<EndpointInfo> endpoints = new ArrayList<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      String url = "opc.tcp://plc" + i + ":4840";
      endpoints.add(
          new EndpointInfo(
              new EndpointRegistration(
                  "uat%04d".formatted(i),
                  url,
                  "plant1",
                  null,
                  "edge1_module_discovery",
                  new Endpoint(url, null, null, null, null),
                  null,
                  null),
              "uas1",
              EndpointActivationState.Activated,
              null,
              null,
              null));
    }
    return endpoints;
  }

  private static long sweep(Database database) {
    return database.<Long>read(
        handle ->
            handle
                .createQuery("select max(sweep) from synchronization_sweep")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }
}
