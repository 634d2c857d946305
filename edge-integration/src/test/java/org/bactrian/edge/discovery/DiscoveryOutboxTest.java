package org.bactrian.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryOutboxTest {

  @TempDir private Path folder;

  @Test
  void aResultThatCanNeverBeTakenHoldsUpNoOther() throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    try (Outboxes outboxes = Outboxes.inMemory(folder);
        DiscoveryOutbox outbox = new DiscoveryOutbox(outboxes, new ModuleId("edge1", "bactrian"))) {
      outbox.add(message("too large"));
      outbox.add(message("small"));

      outbox.attach(
          (message, receipt) -> {
            String id = (String) message.headers().get(TelemetryHeaders.MESSAGE_ID);
            if (id.equals("too large")) {
              receipt.undeliverable(new UndeliverableMessageException("The message is too large."));
            } else {
              taken.add(id);
              receipt.acknowledged();
            }
          });

      await().until(() -> taken.contains("small"));
    }
    assertThat(taken).containsExactly("small");
  }

  private static DiscoveryMessage message(String id) {
    return new DiscoveryMessage(DiscoveryMessage.Kind.EVENT, id, new byte[10]);
  }
}
