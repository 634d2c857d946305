package org.bactrian.cloud.telemetry;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.model.telemetry.UndeliverableMessageException;

/**
 * The packed routes of telemetry in a context, with the packed sinks and one for tests, which
 * writes a line for each value into a file. It is also a process of its own, that can be killed.
 */
final class TelemetryReplica implements AutoCloseable {

  /** Sink that appends {@code device value} to the file of the property {@code test.file}. */
  static final String LINES = "lines";

  final DefaultCamelContext context = new DefaultCamelContext();
  private final Database database;

  private TelemetryReplica(Database database) {
    this.database = database;
  }

  static TelemetryReplica start(
      String eventHub, String serviceBus, DatabaseSettings settings, Map<String, String> properties)
      throws Exception {
    TelemetryReplica replica = new TelemetryReplica(Database.open(settings));
    DefaultCamelContext context = replica.context;
    context.disableJMX();
    Properties initial = new Properties();
    initial.putAll(properties);
    initial.putIfAbsent("bactrian.telemetry.ownershipExpiry", "4000");
    initial.putIfAbsent("bactrian.telemetry.retry", "200");
    context.getPropertiesComponent().setInitialProperties(initial);
    ServiceBusComponent bus = new ServiceBusComponent();
    bus.getConfiguration().setConnectionString(serviceBus);
    context.addComponent("azure-servicebus", bus);
    new TelemetryBeans(eventHub, replica.database, InstantSource.system()).configure(context);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            routeTemplate(LINES + "-values-sink")
                .from("kamelet:source")
                .process(exchange -> append(exchange, properties.get("test.file")));
          }
        });
    context.start();
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            PluginHelper.getResourceLoader(context)
                .resolveResource("classpath:routes/cloud/telemetry.camel.yaml"));
    return replica;
  }

  private static void append(Exchange exchange, String file) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (Object body : exchange.getIn().getBody(List.class)) {
      if (((DecodedMessage) body).values().stream().anyMatch(v -> "untakable".equals(v.value()))) {
        throw new UndeliverableMessageException("The sink takes no such value.");
      }
    }
    for (Object body : exchange.getIn().getBody(List.class)) {
      DecodedMessage message = (DecodedMessage) body;
      message
          .values()
          .forEach(
              value ->
                  lines
                      .append(message.source().deviceId())
                      .append(' ')
                      .append(value.value())
                      .append('\n'));
    }
    Files.writeString(
        Path.of(file),
        lines,
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    context.getShutdownStrategy().setTimeout(5);
    context.stop();
    database.close();
  }

  /** A replica whose sink is {@value #LINES}: event hub, service bus, folder, file. */
  public static void main(String[] arguments) throws Exception {
    start(
        arguments[0],
        arguments[1],
        DatabaseSettings.in(Path.of(arguments[2])),
        Map.of("bactrian.telemetry.sink", LINES, "test.file", arguments[3]));
    Thread.currentThread().join();
  }
}
