package org.bactrian.cloud.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {

  private static final String HUB = "IoT Hub";
  private static final String SERVICE_BUS = "Service Bus";

  @TempDir private Path folder;
  private volatile Duration ahead = Duration.ZERO;

  @Test
  void aCloudIsReadyAsLongAsIotHubAndServiceBusAnswerAndAliveWithoutThem() throws Exception {
    LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
    LocalAzureSettings samePorts =
        LocalAzureSettings.in(folder)
            .withFreePorts()
            .withMqttPort(azure.hub().mqttPort())
            .withRestPort(azure.hub().restPort())
            .withAmqpPort(azure.serviceBus().port());
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      HubService hub =
          new HubService(
              ConnectionString.parse(azure.hub().serviceConnectionString()),
              "localhost:" + azure.hub().restPort(),
              azure.caFile().toString());
      new ReadinessBeans(
              hub, azure.serviceBus().connectionString(), () -> Instant.now().plus(ahead))
          .configure(context);
      context.start();
      await().until(() -> states(context).equals(both(HealthCheck.State.UP)));

      azure.halt();
      await().until(() -> states(context).equals(both(HealthCheck.State.DOWN)));
      assertThat(HealthCheckHelper.invokeLiveness(context, "full"))
          .noneMatch(result -> result.getState() == HealthCheck.State.DOWN);

      azure = LocalAzure.start(samePorts);
      await().until(() -> states(context).equals(both(HealthCheck.State.UP)));
    } finally {
      azure.close();
    }
  }

  private static Map<String, HealthCheck.State> both(HealthCheck.State state) {
    return Map.of(HUB, state, SERVICE_BUS, state);
  }

  /** Each time as if the answers of the time before were old. */
  private Map<String, HealthCheck.State> states(DefaultCamelContext context) {
    ahead = ahead.plusMinutes(1);
    Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(context, "full");
    return results.stream()
        .filter(result -> result.getCheck().getGroup().equals("bactrian"))
        .collect(Collectors.toMap(one -> one.getCheck().getId(), HealthCheck.Result::getState));
  }
}
