package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkFailureMessageTest {

  private static final String KEY = "HostName=h;DeviceId=d;SharedAccessKey=c2VjcmV0";

  @ParameterizedTest
  @CsvSource({
    "'', '', 8883",
    "'', ;GatewayHostName=gateway, 8883",
    "'', ;GatewayHostName=localhost:18883#, 18883",
    "gateway:443, ;GatewayHostName=localhost:18883#, 443"
  })
  void aHubThatCannotBeReachedIsNamedWithThePortThatIsTried(
      String gatewayHostName, String more, int port) {
    HubCredentials credentials =
        new HubCredentials.SharedAccessKey(ConnectionString.parse(KEY + more));
    LinkSettings settings =
        new LinkSettings(
            credentials,
            gatewayHostName,
            "",
            1,
            1,
            Duration.ofSeconds(1),
            LinkSettings.DEFAULT_BACKOFF);

    String problem =
        LinkFailureMessage.explain("device d", settings.port(), new ConnectException());

    assertThat(problem).endsWith("Check the network, and that port " + port + " is open to it.");
  }

  @Test
  void durationsAreWrittenInSeconds() {
    assertThat(DurationText.text(Duration.ofMillis(7_081))).isEqualTo("7.1 s");
    assertThat(DurationText.text(Duration.ofMinutes(1))).isEqualTo("60 s");
    assertThat(DurationText.text(Duration.ofMillis(500))).isEqualTo("0.5 s");
  }
}
