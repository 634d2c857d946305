package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.SubQueue;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.bactrian.cloud.registry.HubRegistry;
import org.bactrian.cloud.registry.RegistryBeans;
import org.bactrian.cloud.storage.Database;
import org.bactrian.cloud.storage.DatabaseSettings;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.entity.TopicSettings;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.http.RestServer;
import org.bactrian.web.problem.ExchangeProblems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed routes between a queue, the registry and a topic, all on Microsoft's SDK. */
class OnboardingRouteTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Plant plant = new Plant("edge1");

  @TempDir Path folder;
  private Duration ahead = Duration.ZERO;
  private LocalAzure azure;
  private Database database;
  private HubRegistry hub;
  private DefaultCamelContext context;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void start() throws Exception {
    BusEntities entities =
        BusEntities.NONE
            .with(QueueSettings.named("onboarding"))
            .with(TopicSettings.named("registry-events", "test"));
    azure = LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts().withEntities(entities));
    database = Database.open(DatabaseSettings.in(folder));
    HubService service =
        new HubService(
            ConnectionString.parse(azure.hub().serviceConnectionString()),
            "localhost:" + azure.hub().restPort(),
            azure.caFile().toString());
    hub = new HubRegistry(service);
    context = new DefaultCamelContext();
    context.disableJMX();
    context.getRegistry().bind("meters", meters);
    InstantSource clock = () -> Instant.now().plus(ahead);
    new RegistryBeans(service, clock).configure(context);
    new OnboardingBeans(service, database, clock).configure(context);
    ServiceBusComponent bus = new ServiceBusComponent();
    bus.getConfiguration().setConnectionString(azure.serviceBus().connectionString());
    context.addComponent("azure-servicebus", bus);
    context.getRegistry().bind(RestServer.PROBLEMS, new ExchangeProblems());
  }

  private void startRoutes() throws Exception {
    context.start();
    for (String file : List.of("errors", "onboarding")) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              PluginHelper.getResourceLoader(context)
                  .resolveResource("classpath:routes/cloud/" + file + ".camel.yaml"));
    }
  }

  @AfterEach
  void stop() {
    context.stop();
    database.close();
    azure.close();
  }

  @Test
  void eventsOfTheQueueBecomeApplicationsAndEndpointsAndSubscribersAreTold() throws Exception {
    startRoutes();
    send(plant.scan("2026-01-02T03:00:00Z", 1, 2));

    await().atMost(PATIENCE).until(() -> registered() == 8);
    List<ServiceBusReceivedMessage> told = received("registry-events", 16);
    assertThat(told).hasSize(16);
    JsonNode first = RegistryJson.read(told.get(0).getBody().toBytes(), JsonNode.class);
    assertThat(first.path("source").asText()).isEqualTo("Application");
    assertThat(first.path("eventType").asText()).isEqualTo("New");
    assertThat(told.get(0).getApplicationProperties())
        .containsEntry("BactrianEventSource", "Application")
        .containsEntry("BactrianEventType", "New");
    assertThat(meters.get("bactrian.onboarding.lag").timer().count()).isPositive();
    assertThat(meters.get("bactrian.onboarding.refused").functionCounter().count()).isZero();
  }

  @Test
  void aPoisonEventGoesToTheDeadLettersWithTheReasonAndStopsNothing() throws Exception {
    startRoutes();
    List<Plant.Message> messages = new ArrayList<>(plant.scan("2026-01-02T03:00:00Z", 1));
    messages.add(0, plant.message("no json".getBytes(StandardCharsets.UTF_8)));

    send(messages);

    await().atMost(PATIENCE).until(() -> registered() == 4);
    await().until(() -> meters.get("bactrian.onboarding.refused").functionCounter().count() == 1);
    ServiceBusReceivedMessage dead = deadLetter();
    assertThat(dead.getBody().toString()).isEqualTo("no json");
    assertThat(dead.getDeadLetterReason()).contains("no discovery event");
    assertThat(dead.getDeliveryCount()).isZero();
  }

  @Test
  void theRunOfAReplicaThatDiedIsTakenUpByAnother() throws Exception {
    Onboarding dying = replicaWithoutHub();
    List<Plant.Message> messages = plant.scan("2026-01-02T03:00:00Z", 1);
    for (Plant.Message message : messages.subList(0, messages.size() - 1)) {
      dying.take(message.body(), message.properties());
    }
    Plant.Message last = messages.get(messages.size() - 1);
    assertThatThrownBy(() -> dying.take(last.body(), last.properties()))
        .hasFieldOrPropertyWithValue("kind", FaultKind.EXTERNAL_DEPENDENCY);
    assertThat(registered()).isZero();

    ahead = Duration.ofMinutes(2);
    startTidying();

    await().atMost(PATIENCE).until(() -> registered() == 4);
  }

  @Test
  void aRunThatLacksAMessageIsRegisteredWithoutItAfterTheTimeThatTheOptionSays() throws Exception {
    List<Plant.Message> messages = new ArrayList<>(plant.scan("2026-01-02T03:00:00Z", 1));
    messages.remove(1);
    context.getPropertiesComponent().addInitialProperty("bactrian.onboarding.patience", "1000");
    startTidying();

    send(messages);

    await().atMost(PATIENCE).until(() -> registered() == 3);
  }

  private void startTidying() throws Exception {
    context.getPropertiesComponent().addInitialProperty("bactrian.onboarding.tidy", "200");
    startRoutes();
  }

  /** Takes what comes, and dies when it is to tell IoT Hub. */
  private Onboarding replicaWithoutHub() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    HubService away =
        new HubService(
            ConnectionString.parse(azure.hub().serviceConnectionString()),
            "localhost:" + nobody,
            azure.caFile().toString());
    try (DefaultCamelContext beans = new DefaultCamelContext()) {
      new RegistryBeans(away, InstantSource.system()).configure(beans);
      new OnboardingBeans(away, database, InstantSource.system()).configure(beans);
      return beans.getRegistry().findSingleByType(Onboarding.class);
    }
  }

  @Test
  void progressIsPassedOnToSubscribersAsItIs() throws Exception {
    startRoutes();
    Plant.Message progress =
        plant.message("{\"EventType\":\"Started\"}".getBytes(StandardCharsets.UTF_8));
    progress.properties().put("$$ContentType", Onboarding.PROGRESS_SCHEMA);

    send(List.of(progress));

    ServiceBusReceivedMessage told = received("registry-events", 1).get(0);
    assertThat(told.getBody().toString()).isEqualTo("{\"EventType\":\"Started\"}");
    assertThat(told.getApplicationProperties())
        .containsEntry("BactrianEventSource", "DiscoveryProgress");
  }

  @Test
  void aMessageWaitsWhileIotHubIsAwayAndIsNotLost() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    context.getRegistry().unbind("onboarding");
    context.getRegistry().bind("onboarding", new AwayAtFirst(tries));
    startRoutes();

    send(plant.scan("2026-01-02T03:00:00Z"));

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(tries).hasValue(3));
    assertThat(peekDeadLetters()).isEmpty();
  }

  /** Stands where the bean does while its hub is away. */
  public static final class AwayAtFirst {

    private final AtomicInteger tries;

    AwayAtFirst(AtomicInteger tries) {
      this.tries = tries;
    }

    public boolean isProgress() {
      return false;
    }

    public void tidy(long patienceMillis) {}

    public void take() {
      if (tries.incrementAndGet() < 3) {
        throw new OperationException(FaultKind.EXTERNAL_DEPENDENCY, "IoT Hub is away.");
      }
    }
  }

  private List<ServiceBusReceivedMessage> peekDeadLetters() {
    try (ServiceBusReceiverClient receiver =
        client()
            .receiver()
            .queueName("onboarding")
            .subQueue(SubQueue.DEAD_LETTER_QUEUE)
            .buildClient()) {
      return receiver.peekMessages(1).stream().toList();
    }
  }

  private int registered() {
    return hub.all(
            "SELECT * FROM devices WHERE tags.DeviceType = 'Application'"
                + " OR tags.DeviceType = 'Endpoint'")
        .size();
  }

  private void send(List<Plant.Message> messages) {
    try (ServiceBusSenderClient sender = client().sender().queueName("onboarding").buildClient()) {
      for (Plant.Message message : messages) {
        ServiceBusMessage sent = new ServiceBusMessage(BinaryData.fromBytes(message.body()));
        for (Map.Entry<String, Object> property : message.properties().entrySet()) {
          sent.getApplicationProperties().put(property.getKey(), property.getValue());
        }
        sender.sendMessage(sent);
      }
    }
  }

  private List<ServiceBusReceivedMessage> received(String topic, int count) {
    List<ServiceBusReceivedMessage> received = new ArrayList<>();
    try (ServiceBusReceiverClient receiver =
        client().receiver().topicName(topic).subscriptionName("test").buildClient()) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                for (ServiceBusReceivedMessage message :
                    receiver.receiveMessages(count - received.size(), Duration.ofSeconds(2))) {
                  receiver.complete(message);
                  received.add(message);
                }
                return received.size() >= count;
              });
    }
    return received;
  }

  private ServiceBusReceivedMessage deadLetter() {
    try (ServiceBusReceiverClient receiver =
        client()
            .receiver()
            .queueName("onboarding")
            .subQueue(SubQueue.DEAD_LETTER_QUEUE)
            .buildClient()) {
      return receiver.receiveMessages(1, PATIENCE).stream().findFirst().orElseThrow();
    }
  }

  private ServiceBusClientBuilder client() {
    return new ServiceBusClientBuilder().connectionString(azure.serviceBus().connectionString());
  }
}
