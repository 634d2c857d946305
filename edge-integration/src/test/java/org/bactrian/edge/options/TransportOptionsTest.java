package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of the transports: IoT Hub, an MQTT broker, a folder. */
@Exercises(options = {"MqttClientConnectionString", "EdgeHubConnectionString", "OutputRoot"})
class TransportOptionsTest {

  private static final Map<String, String> IOT_EDGE =
      Map.of(
          "IOTEDGE_WORKLOADURI", "unix:///var/run/x.sock",
          "IOTEDGE_IOTHUBHOSTNAME", "hub.example.org",
          "IOTEDGE_DEVICEID", "gateway",
          "IOTEDGE_MODULEID", "publisher",
          "IOTEDGE_MODULEGENERATIONID", "1",
          "IOTEDGE_AUTHSCHEME", "sasToken");

  @Test
  void secretsAreNotPrinted() {
    EdgeOptions options =
        read(
            "--ec=HostName=h.x;DeviceId=d;SharedAccessKey=c2VjcmV0",
            "--mqc=HostName=b;Password=hush");

    assertThat(options.transport().hub())
        .isEqualTo(
            new HubCredential.ConnectionStringCredential(
                "HostName=h.x;DeviceId=d;SharedAccessKey=c2VjcmV0"));
    assertThat(options.toString()).doesNotContain("c2VjcmV0").doesNotContain("hush");
  }

  @Test
  void aBrokerAndAFolderBecomePropertiesOfTheirKamelets() {
    assertThat(read("-o=/out", "--mqc=HostName=b;Port=1883;Username=u;Password=p").transport())
        .satisfies(
            transport ->
                assertThat(transport.kameletProperties())
                    .containsOnly(
                        entry("camel.kamelet.file-telemetry-sink.folder", "/out"),
                        entry("camel.kamelet.mqtt5-telemetry-sink.brokerUrl", "tcp://b:1883"),
                        entry("camel.kamelet.mqtt5-telemetry-sink.username", "u"),
                        entry("camel.kamelet.mqtt5-telemetry-sink.password", "p")));
    assertThat(read("--mqc=HostName=b").transport().mqtt().url()).isEqualTo("ssl://b:8883");
    assertThat(read("--mqc=HostName=b;UseTls=false").transport().mqtt().url())
        .isEqualTo("tcp://b:1883");
    assertThat(read().transport().kameletProperties()).isEmpty();
  }

  @Test
  void aBrokerWithoutNameIsABadValueThatIsNotPrinted() {
    EdgeOptionException failure =
        catchThrowableOfType(EdgeOptionException.class, () -> read("--mqc=Password=hush"));

    assertThat(failure.exitCode()).isEqualTo(160);
    assertThat(failure).hasMessageContaining("--mqc").hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "HostName=x;DeviceId=y, has no SharedAccessKey. Copy it whole",
    "HostName=x;SharedAccessKey=c2VjcmV0, has no DeviceId. Copy it whole",
    "DeviceId=y;SharedAccessKey=c2VjcmV0, has no HostName. Copy it whole",
    "HostName=x;SharedAccessKeyName=owner;SharedAccessKey=c2VjcmV0, is that of a policy",
    "HostName=x;DeviceId=y;SharedAccessKey=c2VjcmV0!, is not Base64",
    "HostName=x;DeviceId=y;x509=true, signs in by a certificate",
    "c2VjcmV0, a part without a name"
  })
  void aConnectionStringThatIsNotWholeEndsWithExitCode160AndIsNotPrinted(
      String connectionString, String message) {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("--ec", connectionString))
        .withMessageStartingWith("Option --ec: The ")
        .withMessageContaining(message)
        .withMessageNotContaining("c2VjcmV0")
        .withNoCause()
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(160));
  }

  @Test
  void aWrongConnectionStringInTheEnvironmentIsNamedAsSuch() {
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(
            () ->
                EdgeOptionsReader.read(
                    List.of(), Map.of("EdgeHubConnectionString", "HostName=x;DeviceId=y")))
        .withMessageStartingWith("Environment variable EdgeHubConnectionString: ");
  }

  @Test
  void aModuleThatIotEdgeStartedTakesItsIdentityFromThere() {
    EdgeOptions options = EdgeOptionsReader.read(List.of(), IOT_EDGE).options();

    assertThat(options.transport().hub()).isEqualTo(new HubCredential.IotEdgeModule());
  }

  @Test
  void variablesThatIotEdgeWouldHaveSetAreNamedTogether() {
    Map<String, String> incomplete = new HashMap<>(IOT_EDGE);
    incomplete.remove("IOTEDGE_DEVICEID");
    incomplete.put("IOTEDGE_MODULEGENERATIONID", "");
    incomplete.put("IOTEDGE_WORKLOADURI", "/var/run/x.sock");

    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> EdgeOptionsReader.read(List.of(), incomplete))
        .withMessageContaining("IOTEDGE_DEVICEID, IOTEDGE_MODULEGENERATIONID")
        .withMessageContaining("/var/run/x.sock");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HostName=localhost;Port=1884",
        "HostName=127.0.0.1;Port=1883",
        "HostName=broker",
        "HostName=broker;Port=1884;UseTls=true"
      })
  void aBrokerThatIsReachedByTlsOrOnThisMachineIsNothingToWarnOf(String broker) {
    assertThat(EdgeOptionsReader.read(List.of("--mqc=" + broker), Map.of()).warnings()).isEmpty();
  }

  @Test
  void aBrokerThatIsReachedWithoutTlsIsWarnedOf() {
    assertThat(
            EdgeOptionsReader.read(
                    List.of("--mqc=HostName=broker;Port=1883;Password=hush"), Map.of())
                .warnings())
        .singleElement()
        .asString()
        .contains("broker:1883", "UseTls=true")
        .doesNotContain("hush");
  }

  @Test
  @Exercises(options = "BactrianHubCa")
  void theAuthorityOfTheHubIsAFile() {
    assertThat(read().transport().hubAuthority()).isEmpty();
    assertThat(read("--hub-ca=/etc/ca.pem").transport().hubAuthority())
        .contains(Path.of("/etc/ca.pem"));
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
