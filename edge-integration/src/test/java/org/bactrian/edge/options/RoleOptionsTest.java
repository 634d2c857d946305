package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.outbox.OutboxMode;
import org.bactrian.patience.Exercises;
import org.bactrian.web.http.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of the process. */
@Exercises(options = {"BactrianManagementHost", "BactrianManagementPort", "BactrianStopTimeout"})
class RoleOptionsTest {

  @Test
  void healthCanListenWhereAnotherContainerReachesIt() {
    assertThat(read("--management-host=0.0.0.0", "--management-port=80").role().management())
        .isEqualTo(new ListenAddress("0.0.0.0", 80));
    assertThatExceptionOfType(EdgeOptionException.class)
        .isThrownBy(() -> read("--management-host= "))
        .withMessageContaining("--management-host");
  }

  @Test
  void theProcessHasThirtySecondsToStopUnlessToldOtherwise() {
    assertThat(read().role().stopTimeout()).hasSeconds(30);
    assertThat(read().role().sendTimeout()).hasSeconds(25);
    assertThat(read("--stop-timeout=90").role().stopTimeout()).hasSeconds(90);
    assertThat(read("--stop-timeout=2").role().sendTimeout())
        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_900));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void aTimeToStopThatIsTooShortToTellWhatWasNotSentIsRefused(String seconds) {
    assertThatThrownBy(() -> read("--stop-timeout=" + seconds))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("--stop-timeout")
        .hasMessageContaining("must be at least 2 seconds");
  }

  @Test
  void theDataFolderComesFromTheEnvironmentToo() {
    EdgeOptions options =
        EdgeOptionsReader.read(List.of(), Map.of("BACTRIAN_DATA", "/var/lib/b")).options();

    assertThat(options.role().data()).isEqualTo(Path.of("/var/lib/b"));
    assertThat(options.pki().root()).isEqualTo(Path.of("/var/lib/b/pki"));
  }

  @Test
  @Exercises(options = {"BactrianData", "BactrianRoutes", "BactrianKamelets"})
  void foldersAreThoseOfTheOptions(@TempDir Path folder) throws IOException {
    EdgeOptions options =
        read("--data=" + folder, "--routes=" + folder.resolve("r"), "--kamelets=" + folder);

    assertThat(options.role().data()).isEqualTo(folder);
    assertThat(options.outbox().data()).isEqualTo(folder);
    assertThat(options.pki().root()).isEqualTo(folder.resolve("pki"));
    assertThat(options.role().routesFolder()).contains(folder.resolve("r"));
    assertThat(options.role().kameletsFolder()).contains(folder);
    assertThat(read().role().routesFolder()).isEmpty();
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> read("--routes=" + file))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("is a file, not a folder");
  }

  @Test
  @Exercises(options = {"BactrianOutbox", "BactrianOutboxSize", "BactrianOutboxAge"})
  void theOutboxIsOnDiskWithinBoundsUnlessToldOtherwise(@TempDir Path folder) {
    assertThat(read("--data=" + folder).outbox())
        .isEqualTo(new OutboxOptions(folder, OutboxMode.DISK, 1L << 30, Duration.ZERO));
    assertThat(
            read("--data=" + folder, "--outbox=Memory", "--outbox-size=64", "--outbox-age=90")
                .outbox())
        .isEqualTo(new OutboxOptions(folder, OutboxMode.MEMORY, 64L << 20, Duration.ofSeconds(90)));
    assertThatThrownBy(() -> read("--outbox-size=63"))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("--outbox-size");
    assertThatThrownBy(() -> read("--outbox-age=40000.00:00:00"))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("is longer than 36500 days");
  }

  @Test
  @Exercises(options = {"BactrianGdsPort", "BactrianGdsHost", "BactrianGdsAdminPassword"})
  void theGlobalDiscoveryServerIsOffUntilItHasAPortAndItsPasswordIsNotPrinted() {
    assertThat(read().gds()).isEqualTo(GdsOptions.OFF);
    assertThat(read().gds().enabled()).isFalse();

    GdsOptions gds = read("--gds-port=0", "--gds-host=0.0.0.0", "--gds-admin-password=hush").gds();

    assertThat(gds).isEqualTo(new GdsOptions(0, "0.0.0.0", "hush"));
    assertThat(gds.enabled()).isTrue();
    assertThat(gds.toString()).doesNotContain("hush");
  }

  private static EdgeOptions read(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
