package org.bactrian.cloud.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.cloud.storage.Postgres;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.patience.JvmProcess;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Telemetry from devices through the packed routes to sinks and live streams. */
class TelemetryRouteTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> DEVICE_NAMES = List.of("a", "b", "c", "d");

  @TempDir static Path folder;
  private static final List<ModuleClient> DEVICES = new ArrayList<>();
  private static LocalAzure azure;

  @TempDir Path data;

  @BeforeAll
  static void start() {
    Awaitility.setDefaultTimeout(PATIENCE);
    azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts());
  }

  @AfterAll
  static void stop() {
    DEVICES.forEach(ModuleClient::close);
    azure.close();
  }

  @Test
  void aMessageThatNoRetryMendsIsSetAsideWithTheReasonAndTheNextOnesFollow() throws Exception {
    Path file = data.resolve("lines");
    List<ServiceBusReceivedMessage> both;
    try (TelemetryReplica replica = replica(file)) {
      assertThat(replica.context.getRoute("telemetry")).isNotNull();
      ModuleClient device = device("poisoned");
      send(device, "{\"v\":1}");
      send(device, "{\"v\":oops");
      send(device, "{\"v\":\"untakable\"}");
      send(device, "{\"v\":2}");

      await().until(() -> lines(file).containsAll(List.of("poisoned 1", "poisoned 2")));
      both = failed(2);
    }

    ServiceBusReceivedMessage failed =
        both.stream()
            .filter(message -> message.getBody().toString().contains("oops"))
            .findFirst()
            .orElseThrow();
    assertThat(both)
        .extracting(message -> message.getApplicationProperties().get("reason"))
        .contains("The sink takes no such value.");
    assertThat(failed.getBody().toString()).isEqualTo("{\"v\":oops");
    assertThat(failed.getApplicationProperties())
        .containsEntry("deviceId", "poisoned")
        .containsEntry("moduleId", "publisher")
        .containsEntry("schema", HubMessages.NETWORK);
    assertThat(failed.getApplicationProperties().get("reason").toString())
        .startsWith("The body is no JSON: Unrecognized token 'oops'");
  }

  @Test
  void aSinkThatFailsDelaysMessagesAndLosesNone() throws Exception {
    Path missing = data.resolve("missing");
    Path file = missing.resolve("lines");
    try (TelemetryReplica replica = replica(file)) {
      ModuleClient device = device("delayed");
      send(device, "{\"v\":1}");
      send(device, "{\"v\":2}");
      await().until(() -> replica.context.getRoute("telemetry") != null);
      Files.createDirectories(missing);

      await().until(() -> lines(file).contains("delayed 2"));
    }

    assertThat(lines(file).stream().filter(line -> line.startsWith("delayed")))
        .containsExactly("delayed 1", "delayed 2");
  }

  @Test
  void whenAReplicaIsKilledAnotherOneGoesOnWithoutALossAndInOrder() throws Exception {
    Path first = data.resolve("first");
    Path second = data.resolve("second");
    List<ModuleClient> devices = new ArrayList<>();
    for (String name : DEVICE_NAMES) {
      devices.add(device(name));
    }
    AtomicInteger sent = new AtomicInteger();
    Process victim = process(first);
    try {
      await().until(() -> hasLinesAfterMore(first, devices, sent));
      // It comes second, so that the one that is killed serves the database to it.
      try (TelemetryReplica survivor = replica(second)) {
        await().until(() -> hasLinesAfterMore(second, devices, sent));
        sendMore(devices, sent, 20);
        victim.destroyForcibly().onExit().join();
        sendMore(devices, sent, 20);
        String last = " " + (sent.get() - 1);
        await()
            .until(
                () ->
                    lines(second)
                        .containsAll(DEVICE_NAMES.stream().map(name -> name + last).toList()));
        assertThat(survivor.context.isStarted()).isTrue();
      }
    } finally {
      victim.destroyForcibly();
    }

    List<String> all = new ArrayList<>(lines(first));
    all.addAll(lines(second));
    for (String name : DEVICE_NAMES) {
      assertThat(all)
          .containsAll(
              IntStream.range(0, sent.get()).mapToObj(number -> name + " " + number).toList());
    }
    assertThat(outOfOrder(lines(first))).isEmpty();
    assertThat(outOfOrder(lines(second))).isEmpty();
  }

  @Test
  void whenTheDatabaseIsMigratedUnderAnOlderReplicaNothingIsLost() throws Exception {
    Path older = data.resolve("older");
    Path newer = data.resolve("newer");
    List<ModuleClient> devices = List.of(device("rolled"));
    AtomicInteger sent = new AtomicInteger();
    Optional<DatabaseSettings> fresh = Postgres.fresh("rolling_upgrade");
    assumeTrue(fresh.isPresent(), Postgres.reason());
    DatabaseSettings database = fresh.get();
    try (TelemetryReplica first = rolled(older, database)) {
      await().until(() -> hasLinesAfterMore(older, devices, sent));
      sendMore(devices, sent, 20);
      migrate(database);
      sendMore(devices, sent, 20);
      // It starts on a schema that is newer than the one it knows, as after a step back.
      try (TelemetryReplica second = rolled(newer, database)) {
        sendMore(devices, sent, 20);
        first.context.stop();
        sendMore(devices, sent, 20);
        String last = "rolled " + (sent.get() - 1);
        await().until(() -> lines(older).contains(last) || lines(newer).contains(last));
        assertThat(second.context.isStarted()).isTrue();
      }
    }

    List<String> all = new ArrayList<>(lines(older));
    all.addAll(lines(newer));
    assertThat(all)
        .containsAll(
            IntStream.range(0, sent.get()).mapToObj(number -> "rolled " + number).toList());
  }

  private TelemetryReplica rolled(Path file, DatabaseSettings database) throws Exception {
    return TelemetryReplica.start(
        azure.hub().eventHubConnectionString(),
        azure.serviceBus().connectionString(),
        database,
        Map.of("bactrian.telemetry.sink", TelemetryReplica.LINES, "test.file", file.toString()));
  }

  /** Brings the schema to the version of a later release, which only adds to it. */
  private static void migrate(DatabaseSettings database) {
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/migration", "classpath:db/later-release")
        .load()
        .migrate();
  }

  @Test
  void liveStreamsGetTheValuesOfEachMessageWhileTheirRouteRuns() throws Exception {
    List<List<MonitoredItemMessage>> values = new CopyOnWriteArrayList<>();
    try (TelemetryReplica replica = replica(data.resolve("unused"), "none")) {
      ModuleClient device = device("live");
      replica.context.addRoutes(
          new RouteBuilder() {
            @Override
            @SuppressWarnings("unchecked")
            public void configure() {
              from("direct:telemetry-values")
                  .process(exchange -> values.add(exchange.getIn().getBody(List.class)));
            }
          });
      assertThat(replica.context.getRoute("telemetry")).as("route without a sink").isNull();

      replica.context.getRouteController().startRoute("telemetry-live");
      await()
          .untilAsserted(
              () -> {
                send(device, "{\"a\":1,\"b\":2}");
                assertThat(values).isNotEmpty();
              });
      replica.context.getRouteController().stopRoute("telemetry-live");
    }
    assertThat(values)
        .allSatisfy(
            list ->
                assertThat(list).extracting(MonitoredItemMessage::value).containsExactly(1L, 2L));
  }

  /** Lines before which a later one of their device stands; what comes twice counts once. */
  private static List<String> outOfOrder(List<String> lines) {
    Map<String, Integer> newest = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    for (String line :
        lines.stream().filter(line -> line.matches("[abcd] .*")).distinct().toList()) {
      String[] parts = line.split(" ");
      int number = Integer.parseInt(parts[1]);
      if (newest.getOrDefault(parts[0], -1) >= number) {
        wrong.add(line);
      }
      newest.put(parts[0], number);
    }
    return wrong;
  }

  private static boolean hasLinesAfterMore(
      Path file, List<ModuleClient> devices, AtomicInteger sent) throws Exception {
    sendMore(devices, sent, 1);
    return !lines(file).isEmpty();
  }

  private static void sendMore(List<ModuleClient> devices, AtomicInteger sent, int messages)
      throws Exception {
    for (int more = 0; more < messages; more++) {
      int number = sent.getAndIncrement();
      for (ModuleClient device : devices) {
        send(device, "{\"v\":" + number + "}");
      }
    }
  }

  private TelemetryReplica replica(Path file) throws Exception {
    return replica(file, TelemetryReplica.LINES);
  }

  private TelemetryReplica replica(Path file, String sink) throws Exception {
    return TelemetryReplica.start(
        azure.hub().eventHubConnectionString(),
        azure.serviceBus().connectionString(),
        DatabaseSettings.in(data),
        Map.of("bactrian.telemetry.sink", sink, "test.file", file.toString()));
  }

  private Process process(Path file) throws IOException {
    return JvmProcess.of(
            TelemetryReplica.class,
            azure.hub().eventHubConnectionString(),
            azure.serviceBus().connectionString(),
            data.toString(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(data.resolve(file.getFileName() + ".log").toFile())
        .start();
  }

  private static ModuleClient device(String id) throws Exception {
    ModuleClient client =
        new ModuleClient(
            azure.hub().register(ClientId.module(id, "publisher")),
            IotHubClientProtocol.MQTT,
            ClientOptions.builder().sslContext(LocalTrust.sslContext(azure.caFile())).build());
    client.open(false);
    DEVICES.add(client);
    return client;
  }

  private static void send(ModuleClient device, String body) throws Exception {
    Message message = new Message(body);
    message.setMessageId(UUID.randomUUID().toString());
    message.setProperty("$$MessageSchema", HubMessages.NETWORK);
    device.sendEvent(message);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static List<ServiceBusReceivedMessage> failed(int count) {
    try (ServiceBusReceiverClient queue =
        new ServiceBusClientBuilder()
            .connectionString(azure.serviceBus().connectionString())
            .receiver()
            .queueName("telemetry-failed")
            .buildClient()) {
      List<ServiceBusReceivedMessage> messages = new ArrayList<>();
      while (messages.size() < count) {
        int before = messages.size();
        queue.receiveMessages(count - before, PATIENCE).forEach(messages::add);
        assertThat(messages)
            .as("messages in the queue telemetry-failed")
            .hasSizeGreaterThan(before);
      }
      return messages;
    }
  }
}
