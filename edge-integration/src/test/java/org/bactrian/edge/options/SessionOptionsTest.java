package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.service.RequestBounds;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

/** Options of sessions with servers. */
@Exercises(options = {"DefaultServiceCallTimeout", "DefaultConnectTimeout", "LingerTimeoutSeconds"})
class SessionOptionsTest {

  @Test
  void requestsToServersHaveTimesOfTheirOwn() throws Exception {
    EdgeOptions options = read("--cl", "5", "--cto", "7", "--sct", "30");

    assertThat(options.sessions().linger()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.sessions().connectTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.sessions().serviceCallTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read().sessions().linger()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  @Exercises(
      options = {
        "MaxMonitoredItemPerSubscription",
        "MaxPublishRequests",
        "BadMonitoredItemRetryDelaySeconds",
        "SecurityTokenLifetime",
        "MaxMessageSize",
        "ProductUri"
      })
  void sessionsAreBoundedAsOptionsSay() {
    OpcUaClientSettings settings =
        EdgeOptionsReader.read(
                List.of("--xmi=100", "--xpr=4", "--bnr=7", "--otl=60000", "--oml=1000000"),
                Map.of("ProductUri", "urn:acme"))
            .options()
            .clientSettings();

    assertThat(settings.subscriptions().maxItemsPerServerSubscription()).isEqualTo(100);
    assertThat(settings.subscriptions().maxPublishRequests()).isEqualTo(4);
    assertThat(settings.subscriptions().itemRetryDelay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.tokenLifetime()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.maxMessageSize()).isEqualTo(1_000_000);
    assertThat(settings.productUri()).isEqualTo("urn:acme");
  }

  @Test
  @Exercises(
      options = {
        "DefaultSessionTimeout",
        "KeepAliveInterval",
        "OperationTimeout",
        "MinReconnectDelay",
        "MaxReconnectDelay"
      })
  void timesOfASessionAreThoseOfTheOptions() {
    OpcUaClientSettings settings =
        read("--sto=90", "--ki=3", "--ot=7000", "--mr=500", "--xr=4000").clientSettings();

    assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.keepAliveInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.reconnectDelayMin()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.reconnectDelayMax()).isEqualTo(Duration.ofSeconds(4));
    assertThat(read("--mr=90000").clientSettings().reconnectDelayMax())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  @Exercises(options = {"ApplicationName", "ApplicationUri"})
  void theEdgeHasTheNameAndTheUriThatItIsGiven() {
    OpcUaClientSettings settings =
        EdgeOptionsReader.read(List.of("--an=Press"), Map.of("ApplicationUri", "urn:acme:press"))
            .options()
            .clientSettings();

    assertThat(settings.applicationName()).isEqualTo("Press");
    assertThat(settings.applicationUri()).isEqualTo("urn:acme:press");
    assertThat(read().clientSettings().applicationName()).isEqualTo("Bactrian");
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }

  @Test
  @Exercises(options = {"MaxNodesPerReadOverride", "MaxNodesPerBrowseOverride"})
  void requestsHaveNoMoreNodesThanOptionsSay() {
    assertThat(read("--mnr=50", "--mnb=7").clientSettings().requestBounds())
        .isEqualTo(new RequestBounds(50, 7));
  }
}
