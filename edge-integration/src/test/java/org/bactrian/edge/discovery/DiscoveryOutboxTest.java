package org.bactrian.edge.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.model.telemetry.UndeliverableMessageException;
import org.junit.jupiter.api.Test;

class DiscoveryOutboxTest {

  @Test
  void aResultThatCanNeverBeTakenHoldsUpNoOther() throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    try (DiscoveryOutbox outbox = new DiscoveryOutbox()) {
      outbox.add(message("too large"));
      outbox.add(message("small"));

      outbox.attach(
          message -> {
            if (message.id().equals("too large")) {
              throw new UndeliverableMessageException("The message is too large.");
            }
            taken.add(message.id());
          });

      await().until(() -> taken.contains("small"));
    }
    assertThat(taken).containsExactly("small");
  }

  private static DiscoveryMessage message(String id) {
    return new DiscoveryMessage(DiscoveryMessage.Kind.EVENT, id, new byte[10]);
  }
}
