package org.bactrian.iothub.link;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.iothub.TestHub;
import org.bactrian.model.time.Backoff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HurriedLinkTest {

  @TempDir private Path folder;

  @Test
  void aLinkInAHurryConnectsWithoutItsLongWait() {
    Backoff anHour = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
    try (TestHub hub = TestHub.in(folder)) {
      HubCredentials credentials =
          new HubCredentials.SharedAccessKey(ConnectionString.parse(hub.module("edge", "opc")));
      hub.kill();
      LinkSettings settings =
          new LinkSettings(
              credentials, "", hub.caFile(), 10, 1_000, Duration.ofSeconds(60), anHour);
      try (HubLink link = new HubLink(settings, 1, 1)) {
        link.start();
        await().until(() -> link.state() instanceof LinkState.Waiting);
        hub.startAgain();

        link.hurry();

        await().until(() -> link.state() instanceof LinkState.Connected);
      }
    }
  }
}
