package org.bactrian.localazure.hub.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.registry.ChangeListener;
import org.bactrian.localazure.hub.twin.HubTwin;

/**
 * Makes events of changes ("Azure IoT Hub non-telemetry event schemas",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-non-telemetry-event-schema). Belongs to the
 * state thread.
 */
public final class HubEvents implements ChangeListener {

  private final HubRouting routing;
  private final String hubName;
  private final Clock clock;
  private long connectionChanges;

  /** Events of a hub that has a name. */
  public HubEvents(HubRouting routing, String hubName, Clock clock) {
    this.routing = routing;
    this.hubName = hubName;
    this.clock = clock;
  }

  @Override
  public void created(ClientId client, HubTwin twin) {
    lifecycle(client, "createDeviceIdentity", twin);
  }

  @Override
  public void deleted(ClientId client, HubTwin twin) {
    lifecycle(client, "deleteDeviceIdentity", twin);
  }

  @Override
  public void twinUpdated(ClientId client, HubTwin twin, JsonNode patch) {
    twinChanged(client, "updateTwin", twin.changes(patch));
  }

  @Override
  public void twinReplaced(ClientId client, HubTwin twin) {
    twinChanged(client, "replaceTwin", whole(client, twin));
  }

  @Override
  public void connectionChanged(ClientId client, boolean connected) {
    // Larger from event to event, also over restarts, and comparable as text.
    String number =
        String.format("%032X%032X", clock.instant().toEpochMilli(), ++connectionChanges);
    stage(
        RouteSource.DEVICE_CONNECTION_STATE_EVENTS,
        client,
        "deviceConnectionStateNotification",
        connected ? "deviceConnected" : "deviceDisconnected",
        JsonNodeFactory.instance.objectNode().put("sequenceNumber", number));
  }

  private void lifecycle(ClientId client, String operation, HubTwin twin) {
    stage(
        RouteSource.DEVICE_LIFECYCLE_EVENTS,
        client,
        "deviceLifecycleNotification",
        operation,
        whole(client, twin));
  }

  private void twinChanged(ClientId client, String operation, ObjectNode body) {
    stage(RouteSource.TWIN_CHANGE_EVENTS, client, "twinChangeNotification", operation, body);
  }

  private void stage(
      RouteSource source, ClientId client, String schema, String operation, ObjectNode body) {
    Instant now = clock.instant();
    Map<String, String> system = new LinkedHashMap<>();
    system.put("content-type", "application/json");
    system.put("content-encoding", "utf-8");
    system.put("correlation-id", UUID.randomUUID().toString());
    system.put("user-id", hubName);
    Map<String, String> application = new LinkedHashMap<>();
    application.put("hubName", hubName);
    application.put("deviceId", client.deviceId());
    client.moduleId().ifPresent(module -> application.put("moduleId", module));
    application.put("opType", operation);
    application.put("operationTimestamp", now.toString());
    application.put("iothub-message-schema", schema);
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    routing.stage(new HubEvent(source, client, now, system, application, bytes));
  }

  private static ObjectNode whole(ClientId client, HubTwin twin) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deviceId", client.deviceId());
    client.moduleId().ifPresent(module -> json.put("moduleId", module));
    json.put("etag", twin.etag());
    json.put("version", twin.version());
    if (!twin.tags().isEmpty()) {
      json.set("tags", twin.tags().deepCopy());
    }
    json.set("properties", twin.propertiesJson());
    return json;
  }
}
