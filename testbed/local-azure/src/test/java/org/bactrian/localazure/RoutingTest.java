package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.localazure.hub.routing.HubRoute;
import org.bactrian.localazure.hub.routing.RouteSource;
import org.bactrian.localazure.hub.routing.RoutingSettings;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of devices, and events of the hub, on their way to Service Bus. */
class RoutingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private RunningAzure running;
  private final List<Runnable> closing = new ArrayList<>();

  @AfterEach
  void stop() {
    closing.forEach(Runnable::run);
    running.close();
  }

  @Test
  void whatDiscoveryFoundGoesToOnboardingAndOtherTelemetryDoesNot() throws Exception {
    running = RunningAzure.in(folder);
    ModuleClient edge = running.module("gateway", "publisher");
    edge.open(false);
    edge.sendEvent(message("{}", "$$ContentType", "application/x-network-message-json-v1"));
    Message found =
        message("{\"Index\":0}", "$$ContentType", PlatformEntities.DISCOVERY_EVENT_SCHEMA);
    found.setMessageId("found-1");
    edge.sendEvent(found);

    ServiceBusReceivedMessage received = next(PlatformEntities.ONBOARDING);

    assertThat(received.getBody().toString()).isEqualTo("{\"Index\":0}");
    assertThat(received.getMessageId()).isEqualTo("found-1");
    assertThat(received.getContentType()).isEqualTo("application/json");
    assertThat(received.getRawAmqpMessage().getProperties().getContentEncoding())
        .isEqualTo("utf-8");
    assertThat(received.getApplicationProperties())
        .containsEntry("$$ContentType", PlatformEntities.DISCOVERY_EVENT_SCHEMA)
        .containsEntry("iothub-connection-device-id", "gateway")
        .containsEntry("iothub-connection-module-id", "publisher")
        .containsEntry("iothub-message-source", "Telemetry")
        .containsKeys("iothub-enqueuedtime", "iothub-connection-auth-generation-id");
    assertThat(received.getRawAmqpMessage().getMessageAnnotations())
        .containsEntry("iothub-connection-device-id", "gateway");
    // The monitor has everything.
    assertThat(running.received()).hasSize(2);
    edge.close();
  }

  @Test
  void aSchemaIsFoundInWhicheverPropertyNamesIt() throws Exception {
    running = RunningAzure.in(folder);
    DeviceClient device = running.device("gateway");
    device.open(false);
    device.sendEvent(message("1", "$$MessageSchema", PlatformEntities.DISCOVERY_EVENT_SCHEMA));
    device.sendEvent(
        message("2", "iothub-message-schema", PlatformEntities.DISCOVERY_PROGRESS_SCHEMA));

    ServiceBusReceiverClient onboarding = receiver(PlatformEntities.ONBOARDING);

    assertThat(next(onboarding).getBody().toString()).isEqualTo("1");
    assertThat(next(onboarding).getBody().toString()).isEqualTo("2");
    device.close();
  }

  @Test
  void conditionsReadPropertiesBodyAndTwin() throws Exception {
    route(
        "$connectionDeviceId = 'press-1' AND level = 'high' AND NOT IS_DEFINED(test)"
            + " AND $body.Readings[1].value > 20 AND $twin.tags.Site = 'north'");
    DeviceClient device = running.device("press-1");
    tag("press-1", "north");
    device.open(false);
    device.sendEvent(reading(19, "level", "high"));
    device.sendEvent(reading(21, "level", "low"));
    Message test = reading(22, "level", "high");
    test.setProperty("test", "yes");
    device.sendEvent(test);
    device.sendEvent(reading(23, "LEVEL", "high"));

    ServiceBusReceivedMessage received = next("routed");

    assertThat(received.getBody().toString()).contains("23");
    tag("press-1", "south");
    device.sendEvent(reading(24, "level", "high"));
    tag("press-1", "north");
    device.sendEvent(reading(25, "level", "high"));
    assertThat(next("routed").getBody().toString()).contains("25");
    device.close();
  }

  @Test
  void aMessageThatARouteTakesLeavesTheBuiltInEndpointToTheOthers() throws Exception {
    route("level = 'high'");
    DeviceClient device = running.device("press-1");
    device.open(false);

    device.sendEvent(message("taken", "level", "high"));
    device.sendEvent(message("left", "level", "low"));

    assertThat(next("routed").getBody().toString()).isEqualTo("taken");
    assertThat(running.received())
        .extracting(message -> new String(message.body(), StandardCharsets.UTF_8))
        .containsExactly("left");
    device.close();
  }

  @Test
  void whoIsCreatedAndDeletedIsTold() throws Exception {
    running = RunningAzure.in(folder);
    ServiceBusReceiverClient events = receiver(PlatformEntities.TWIN_EVENTS);

    running.registry().addDevice(new Device("press-1"));
    ServiceBusReceivedMessage created = nextOf(events, "press-1");
    running.registry().removeDevice("press-1");
    ServiceBusReceivedMessage deleted = nextOf(events, "press-1");

    assertThat(created.getApplicationProperties())
        .containsEntry("opType", "createDeviceIdentity")
        .containsEntry("hubName", "hub")
        .containsEntry("iothub-message-schema", "deviceLifecycleNotification")
        .containsEntry("iothub-message-source", "deviceLifecycleEvents")
        .containsKey("operationTimestamp")
        .doesNotContainKey("moduleId");
    assertThat(json(created).path("deviceId").asText()).isEqualTo("press-1");
    assertThat(json(created).at("/properties/desired/$version").asInt()).isEqualTo(1);
    assertThat(deleted.getApplicationProperties()).containsEntry("opType", "deleteDeviceIdentity");
  }

  @Test
  void changesOfATwinAreToldWithTheirMetadataAndNothingElse() throws Exception {
    running = RunningAzure.in(folder);
    ModuleClient edge = running.module("gateway", "publisher");
    ServiceBusReceiverClient events = receiver(PlatformEntities.TWIN_EVENTS);
    Twin patch = new Twin("gateway", "publisher");
    patch.getTags().put("site", "north");
    patch.getDesiredProperties().put("interval", 5);
    running.twins().patch(patch);

    ServiceBusReceivedMessage changed = nextWith(events, "opType", "updateTwin");

    assertThat(changed.getApplicationProperties())
        .containsEntry("deviceId", "gateway")
        .containsEntry("moduleId", "publisher")
        .containsEntry("iothub-message-schema", "twinChangeNotification")
        .containsEntry("iothub-message-source", "twinChangeEvents");
    assertThat(json(changed).at("/tags/site").asText()).isEqualTo("north");
    assertThat(json(changed).at("/properties/desired/interval").asInt()).isEqualTo(5);
    assertThat(json(changed).at("/properties/desired/$version").asInt()).isEqualTo(2);
    assertThat(
            json(changed).at("/properties/desired/$metadata/interval/$lastUpdatedVersion").asInt())
        .isEqualTo(2);
    assertThat(json(changed).at("/properties/reported").isMissingNode()).isTrue();

    edge.open(false);
    edge.subscribeToDesiredProperties((twin, context) -> {}, null);
    TwinCollection reported = new TwinCollection();
    reported.put("__type__", "OpcPublisher");
    TwinReports.report(edge, reported);
    ServiceBusReceivedMessage report = nextWith(events, "opType", "updateTwin");
    assertThat(json(report).at("/properties/reported/__type__").asText()).isEqualTo("OpcPublisher");
    assertThat(json(report).has("tags")).isFalse();
    edge.close();
  }

  @Test
  void whoConnectsAndLeavesIsToldInOrder() throws Exception {
    running = RunningAzure.in(folder);
    DeviceClient device = running.device("press-1");
    device.open(false);
    device.close();
    ServiceBusReceiverClient events = receiver(PlatformEntities.TWIN_EVENTS);

    ServiceBusReceivedMessage connected = nextWith(events, "opType", "deviceConnected");
    ServiceBusReceivedMessage left = nextWith(events, "opType", "deviceDisconnected");

    assertThat(connected.getApplicationProperties())
        .containsEntry("deviceId", "press-1")
        .containsEntry("iothub-message-schema", "deviceConnectionStateNotification");
    assertThat(json(left).path("sequenceNumber").asText())
        .hasSize(64)
        .isGreaterThan(json(connected).path("sequenceNumber").asText());
  }

  @Test
  void whatWasAcknowledgedToTheDeviceIsInTheQueueAfterACrash() throws Exception {
    running = RunningAzure.in(folder);
    DeviceClient device = running.device("gateway");
    device.open(false);
    for (int i = 0; i < 20; i++) {
      device.sendEvent(message("" + i, "$$ContentType", PlatformEntities.DISCOVERY_EVENT_SCHEMA));
    }
    running.azure().halt();
    device.close();

    running = RunningAzure.in(folder);

    ServiceBusReceiverClient onboarding = receiver(PlatformEntities.ONBOARDING);
    for (int i = 0; i < 20; i++) {
      ServiceBusReceivedMessage message = next(onboarding);
      assertThat(message.getBody().toString()).isEqualTo("" + i);
      onboarding.complete(message);
    }
  }

  @Test
  void anEndpointThatIsNotThereCostsTheMessageAndNotTheDevice() throws Exception {
    running =
        RunningAzure.with(
            LocalAzureSettings.in(folder).withFreePorts().withEntities(BusEntities.NONE));
    DeviceClient device = running.device("gateway");
    device.open(false);

    device.sendEvent(message("1", "$$ContentType", PlatformEntities.DISCOVERY_EVENT_SCHEMA));

    assertThat(running.received()).hasSize(1);
    device.close();
  }

  private void route(String condition) {
    HubRoute route = new HubRoute("test", RouteSource.DEVICE_MESSAGES, condition, "routed");
    running =
        RunningAzure.with(
            LocalAzureSettings.in(folder)
                .withFreePorts()
                .withEntities(BusEntities.NONE.with(QueueSettings.named("routed")))
                .withRouting(new RoutingSettings(List.of(route), true)));
  }

  private void tag(String device, String site) throws Exception {
    Twin patch = new Twin(device);
    patch.getTags().put("site", site);
    running.twins().patch(patch);
  }

  private static Message reading(int value, String property, String level) {
    return message("{\"readings\":[{\"value\":1},{\"value\":" + value + "}]}", property, level);
  }

  private static Message message(String body, String property, String value) {
    Message message = new Message(body);
    message.setContentType("application/json");
    message.setContentEncoding("utf-8");
    message.setProperty(property, value);
    return message;
  }

  private ServiceBusReceiverClient receiver(String queue) {
    ServiceBusReceiverClient receiver =
        new ServiceBusClientBuilder()
            .connectionString(running.azure().serviceBus().connectionString())
            .retryOptions(
                new AmqpRetryOptions().setTryTimeout(Duration.ofSeconds(10)).setMaxRetries(1))
            .receiver()
            .queueName(queue)
            .disableAutoComplete()
            .buildClient();
    closing.add(receiver::close);
    return receiver;
  }

  private ServiceBusReceivedMessage next(String queue) {
    ServiceBusReceiverClient receiver = receiver(queue);
    ServiceBusReceivedMessage message = next(receiver);
    receiver.complete(message);
    return message;
  }

  private static ServiceBusReceivedMessage next(ServiceBusReceiverClient receiver) {
    return receiver.receiveMessages(1, PATIENCE).stream().findFirst().orElseThrow();
  }

  private static ServiceBusReceivedMessage nextOf(
      ServiceBusReceiverClient receiver, String device) {
    return nextWith(receiver, "deviceId", device);
  }

  private static ServiceBusReceivedMessage nextWith(
      ServiceBusReceiverClient receiver, String property, String value) {
    while (true) {
      ServiceBusReceivedMessage message = next(receiver);
      receiver.complete(message);
      if (value.equals(message.getApplicationProperties().get(property))) {
        return message;
      }
    }
  }

  private static JsonNode json(ServiceBusReceivedMessage message) throws Exception {
    return new ObjectMapper().readTree(message.getBody().toBytes());
  }
}
