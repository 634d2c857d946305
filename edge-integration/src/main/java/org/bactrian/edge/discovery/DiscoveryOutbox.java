package org.bactrian.edge.discovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.discovery.DiscoveryMessage.Kind;
import org.bactrian.edge.outbox.Outbox;
import org.bactrian.edge.outbox.OutboxCounters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.OutboxMessage;
import org.bactrian.edge.outbox.OutboxName;
import org.bactrian.edge.outbox.OutboxPolicy;
import org.bactrian.edge.outbox.OutboxSink;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.telemetry.TelemetryHeaders;

/**
 * Messages of discoveries on their way to a route, in order, one at a time. When too many wait, the
 * discovery waits, too, and progress is dropped. Thread-safe.
 */
final class DiscoveryOutbox implements AutoCloseable {

  private static final String CHANNEL = "discovery";
  private static final String UTF_8 = "utf-8";
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final ModuleId module;
  private final Outboxes outboxes;
  private final Outbox outbox;

  /**
   * @param module sender of the messages
   */
  DiscoveryOutbox(Outboxes outboxes, ModuleId module) {
    this.module = module;
    this.outboxes = outboxes;
    this.outbox =
        outboxes.hold(
            new OutboxName(CHANNEL, "Discovery"),
            new OutboxPolicy(
                OutboxLimits.DEFAULT.withMaxMessages(1_000).inOrder(),
                () -> Long.MAX_VALUE,
                OutboxCounters.NONE,
                () -> {}));
  }

  /** Takes a message; waits while there is no room for a result. */
  void add(DiscoveryMessage message) throws InterruptedException {
    while (!outbox.awaitRoom(BETWEEN_LOOKS)) {
      if (message.kind() == Kind.PROGRESS) {
        return;
      }
    }
    outbox.add(List.of(described(message)), Map.of(), () -> {});
  }

  private OutboxMessage described(DiscoveryMessage message) {
    return new OutboxMessage(
        outbox.nextNumber(),
        1,
        Map.of(
            TelemetryHeaders.MESSAGE_ID,
            message.id(),
            TelemetryHeaders.CONTENT_TYPE,
            "application/json",
            TelemetryHeaders.CONTENT_ENCODING,
            UTF_8,
            TelemetryHeaders.PROPERTIES,
            Map.of(
                "$$ContentEncoding",
                UTF_8,
                "$$ContentType",
                message.kind().schema(),
                "$$DeviceId",
                module.deviceId(),
                "$$ModuleId",
                module.moduleId())),
        message.body());
  }

  void attach(OutboxSink route) {
    outboxes.attach(CHANNEL, route);
  }

  void detach(OutboxSink route) {
    outboxes.detach(CHANNEL, route);
  }

  @Override
  public void close() {
    outbox.release();
  }
}
