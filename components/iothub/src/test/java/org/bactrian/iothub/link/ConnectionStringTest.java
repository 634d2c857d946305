package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConnectionStringTest {

  private static final String TEXT =
      "HostName=plant.azure-devices.net;DeviceId=edge1;ModuleId=opc;SharedAccessKey=c2VjcmV0PT0=";

  @Test
  void everyPartIsReadEvenIfItsValueHasEqualsSigns() {
    ConnectionString connection = ConnectionString.parse(TEXT);

    assertThat(connection.require("SharedAccessKey")).isEqualTo("c2VjcmV0PT0=");
    assertThat(connection.part("deviceid")).contains("edge1");
    assertThat(connection.withSecrets()).isEqualTo(TEXT);
  }

  @Test
  void itsTextFormAndThatOfSettingsAndCredentialsKeepTheKeySecret() {
    HubCredentials credentials = new HubCredentials.SharedAccessKey(ConnectionString.parse(TEXT));

    assertThat(LinkSettings.of(credentials).toString())
        .contains("device edge1, module opc, at plant.azure-devices.net")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void aPartThatIsMissingIsNamedAndNothingIsRepeated() {
    assertThatThrownBy(() -> ConnectionString.parse("DeviceId=edge1;SharedAccessKey=c2VjcmV0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HostName")
        .hasMessageNotContaining("c2VjcmV0");
    assertThatThrownBy(() -> ConnectionString.parse("c2VjcmV0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Copy it whole")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void aKeyThatRanIntoTheNameOfTheHubIsRefusedAndNotRepeated() {
    String text = "HostName=h.localhostSharedAccessKey=c2VjcmV0;DeviceId=d";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectionString.parse(text))
        .withMessageContaining("semicolon")
        .withMessageNotContaining("c2VjcmV0");
  }

  @Test
  void aPartThatIsSetReplacesTheOneBefore() {
    ConnectionString connection =
        ConnectionString.parse(TEXT).with("GatewayHostName", "a").with("gatewayHostName", "b");

    assertThat(connection.part("GatewayHostName")).contains("b");
  }
}
