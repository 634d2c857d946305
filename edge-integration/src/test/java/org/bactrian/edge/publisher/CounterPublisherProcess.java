package org.bactrian.edge.publisher;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.edge.outbox.DeadLetters;
import org.bactrian.edge.outbox.OutboxLimits;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.outbox.SegmentLog;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.SessionPool;

/**
 * Process that publishes counters of a server to a file, a line a message with its id, until it is
 * killed, or told to stop by the end of its input.
 */
final class CounterPublisherProcess {

  private static final long TWO_MINUTES = 120_000;

  private CounterPublisherProcess() {}

  /** Arguments: URL of the server, data folder, number of counters, file. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[1]);
    SessionPool sessions =
        new SessionPool(
            OpcUaClientSettings.of(data.resolve("pki"))
                .withAutoAccept(true)
                .withReconnectDelayMin(Duration.ofMillis(100))
                .withReconnectDelayMax(Duration.ofMillis(500))
                .withKeepAliveInterval(Duration.ofSeconds(1)));
    Outboxes outboxes =
        new Outboxes(
            SegmentLog.open(data.resolve("outbox"), 256L << 20), DeadLetters.in(data), true);
    WriterGroup group = secured(CounterGroups.at(arguments[0], Integer.parseInt(arguments[2])));
    CamelContext context = new DefaultCamelContext();
    context.addComponent(
        "opcua-publisher",
        new PublisherComponent(
            sessions,
            listener -> {
              listener.accept(List.of(group));
              return () -> {};
            },
            outboxes,
            OutboxLimits.DEFAULT));
    OutputStream file =
        Files.newOutputStream(
            Path.of(arguments[3]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("opcua-publisher:groups")
                .process(
                    exchange -> {
                      String id =
                          exchange
                              .getMessage()
                              .getHeader(TelemetryHeaders.MESSAGE_ID, String.class);
                      String body = exchange.getMessage().getBody(String.class);
                      file.write((id + " " + body + "\n").getBytes(StandardCharsets.UTF_8));
                    });
          }
        });
    context.start();
    while (System.in.read() >= 0) {
      // until the end of the input
    }
    context.close();
    outboxes.close();
    sessions.close();
    System.exit(0);
  }

  /** Servers hand subscriptions over to who signs, and keep values for two minutes meanwhile. */
  private static WriterGroup secured(WriterGroup group) {
    DataSetWriter writer = group.writers().get(0);
    return new WriterGroup(
        group.id(),
        group.name(),
        group.publisherId(),
        group.format(),
        group.trigger(),
        group.transport(),
        group.topic(),
        List.of(
            writer
                .withConnection(writer.connection().withSecurityMode(RequiredSecurityMode.SIGN))
                .withFields(writer.fields().stream().map(CounterPublisherProcess::kept).toList())));
  }

  private static PublishedField kept(PublishedField field) {
    long values = TWO_MINUTES / field.item().samplingInterval().toMillis();
    return field.withItem(field.item().withQueueSize((int) values));
  }
}
