package org.bactrian.cloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingTest {

  @Test
  void aDoorThatIsClosedLeavesNoThreads(@TempDir Path data) throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Set<Thread> ofDoor;
    try (Door door = Door.open(data)) {
      assertThat(door.get("/healthz").statusCode()).isEqualTo(200);
      ofDoor = new HashSet<>(Thread.getAllStackTraces().keySet());
      ofDoor.removeAll(before);
      ofDoor.removeIf(thread -> !thread.getName().startsWith("vert.x-"));
      assertThat(ofDoor).isNotEmpty();
    }

    await().untilAsserted(() -> assertThat(ofDoor).noneMatch(Thread::isAlive));
  }
}
