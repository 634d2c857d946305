package org.bactrian.edge.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.opcua.discovery.HostNetworks;
import org.bactrian.opcua.discovery.ScanTimeoutSettings;
import org.junit.jupiter.api.Test;

class DiscoveryPropertiesTest {

  @Test
  void withoutPropertiesNothingIsDiscovered() {
    DiscoveryProperties none = of(Map.of());

    assertThat(none.mode()).isEqualTo(DiscoveryMode.Off);
    assertThat(none.config()).isEqualTo(DiscoveryConfig.NONE);
  }

  @Test
  void everyPropertyIsTakenOver() {
    DiscoveryProperties given =
        of(
            Map.of(
                "bactrian.discovery.mode", "scan",
                "bactrian.discovery.addresses", "10.0.0.0/24",
                "bactrian.discovery.ports", "4840;48000-48100",
                "bactrian.discovery.urls", "opc.tcp://plc1:4840; opc.tcp://plc2:4840",
                "bactrian.discovery.idle", "01:00:00",
                "bactrian.discovery.address-timeout", "00:00:02",
                "bactrian.discovery.address-probes", "10",
                "bactrian.discovery.port-timeout", "PT7S",
                "bactrian.discovery.port-probes", "20"));

    assertThat(given.mode()).isEqualTo(DiscoveryMode.Scan);
    assertThat(given.config())
        .isEqualTo(
            new DiscoveryConfig(
                "10.0.0.0/24",
                Duration.ofSeconds(2),
                10,
                "4840;48000-48100",
                Duration.ofSeconds(7),
                20,
                null,
                Duration.ofHours(1),
                List.of("opc.tcp://plc1:4840", "opc.tcp://plc2:4840"),
                null,
                null));
  }

  @Test
  void anInvalidValueIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> of(Map.of("bactrian.discovery.mode", "everything")).mode())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bactrian.discovery.mode")
        .hasMessageContaining("Scan");
    assertThatThrownBy(() -> of(Map.of("bactrian.discovery.idle", "5 h")).config())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bactrian.discovery.idle")
        .hasMessageContaining("hh:mm:ss");
  }

  @Test
  void theDefaultsThatTheConfigurationFileNamesAreTheOnesThatHold() throws IOException {
    Path file = Path.of("..", "config", "edge.properties");
    Properties written = new Properties();
    written.load(
        new StringReader(
            Files.readString(file, UTF_8).replaceAll("(?m)^#(bactrian\\.discovery\\.)", "$1")));
    DiscoveryProperties given = new DiscoveryProperties(name -> value(written, name));

    DiscoveryPlan plan =
        DiscoveryPlan.of(
            new DiscoveryStart("", given.mode(), given.config(), null), HostNetworks.NONE);

    assertThat(written.stringPropertyNames())
        .filteredOn(name -> name.startsWith("bactrian.discovery."))
        .hasSize(10); // the nine of this class, and whether there is discovery at all
    assertThat(given.mode()).isEqualTo(DiscoveryMode.Off);
    assertThat(given.config().maxPortProbes()).isNotNull();
    assertThat(plan.scan()).isEqualTo(ScanTimeoutSettings.DEFAULT);
    assertThat(plan.idle()).isEqualTo(DiscoveryPlan.DEFAULT_IDLE);
  }

  private static Optional<String> value(Properties properties, String name) {
    return Optional.ofNullable(properties.getProperty(name));
  }

  private static DiscoveryProperties of(Map<String, String> properties) {
    return new DiscoveryProperties(name -> Optional.ofNullable(properties.get(name)));
  }
}
