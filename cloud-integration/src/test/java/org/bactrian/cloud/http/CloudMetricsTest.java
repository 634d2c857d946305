package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.bactrian.cloud.CloudReplica;
import org.bactrian.cloud.SharedAzure;
import org.bactrian.cloud.security.Permission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of what the cloud is asked, and of what it asks the edges. */
class CloudMetricsTest {

  @TempDir private static Path folder;
  private static CloudReplica cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new CloudReplica(SharedAzure.get(), folder, Map.of(), "errors", "registry");
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @Test
  void requestsAreMeasuredByOperationAndStatusHoweverManyPathsThereAre() throws Exception {
    for (String id : List.of("uas1", "uas2")) {
      cloud.send(Permission.READ, "GET", "/registry/v2/applications/" + id, "");
    }

    await()
        .untilAsserted(
            () ->
                assertThat(timers("bactrian.rest.requests"))
                    .singleElement()
                    .satisfies(
                        timer -> {
                          assertThat(timer.getId().getTag("operation"))
                              .isEqualTo("GetApplicationRegistration");
                          assertThat(timer.getId().getTag("status")).isEqualTo("404");
                          assertThat(timer.count()).isEqualTo(2);
                        }));
  }

  @Test
  void directMethodsAreMeasuredByMethodAndOutcome() throws Exception {
    try (ProducerTemplate template = cloud.context().createProducerTemplate()) {
      template.send(
          "iothub:method/Ping?deviceId=nobody&moduleId=none&chunked=true",
          exchange -> exchange.getMessage().setBody("{}"));
    }

    assertThat(timers("bactrian.iothub.methods"))
        .singleElement()
        .satisfies(
            timer -> {
              assertThat(timer.getId().getTag("method")).isEqualTo("Ping");
              assertThat(timer.getId().getTag("outcome")).isEqualTo("not_found");
              assertThat(timer.count()).isEqualTo(1);
            });
  }

  private static List<Timer> timers(String name) {
    return List.copyOf(cloud.meters().find(name).timers());
  }
}
