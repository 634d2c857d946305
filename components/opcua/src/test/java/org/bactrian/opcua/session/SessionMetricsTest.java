package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.bactrian.opcua.testkit.TestPlant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionMetricsTest {

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void eachServerHasItsMetersAsLongAsThereIsASessionWithIt() throws Exception {
    try (TestPlant plant = TestPlant.start(folder);
        SessionPool pool = new SessionPool(TestPlant.client(folder))) {
      Session before = pool.open(ConnectionSettings.of(plant.url()));
      new SessionMetrics(pool).bindTo(registry);
      String absent = "opc.tcp://localhost:1";
      Session after = pool.open(ConnectionSettings.of(absent));
      before
          .subscribe(SubscriptionSettings.DEFAULT, new SubscriptionListener() {})
          .monitor(TestPlant.counters(1, 21));

      await().until(() -> gauge("sessions.connected", plant.url()) == 1);
      await().until(() -> gauge("items.monitored", plant.url()) == 20);
      await().until(() -> count("values", plant.url()) > 20);
      assertThat(gauge("items.refused", plant.url())).isEqualTo(1);
      assertThat(count("connects", plant.url())).isEqualTo(1);
      assertThat(count("messages", plant.url())).isPositive();
      assertThat(count("gaps", plant.url())).isZero();
      assertThat(gauge("sessions", absent)).isEqualTo(1);
      assertThat(gauge("sessions.connected", absent)).isZero();

      after.close();

      assertThat(registry.find("bactrian.opcua.sessions").tag("endpoint", absent).meters())
          .isEmpty();
      assertThat(gauge("sessions", plant.url())).isEqualTo(1);
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  private double gauge(String name, String endpoint) {
    return registry.get("bactrian.opcua." + name).tag("endpoint", endpoint).gauge().value();
  }

  private double count(String name, String endpoint) {
    return registry
        .get("bactrian.opcua." + name)
        .tag("endpoint", endpoint)
        .functionCounter()
        .count();
  }
}
