package org.bactrian.localazure.hub.mqtt;

import java.util.Set;
import org.bactrian.localazure.hub.identity.ClientId;

/**
 * The topics of one client ("Communicate with an IoT hub using the MQTT protocol",
 * https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub).
 */
final class HubTopics {

  static final String METHOD_CALL = "$iothub/methods/POST/";
  static final String METHOD_ANSWER = "$iothub/methods/res/";
  static final String TWIN_GET = "$iothub/twin/GET/";
  static final String TWIN_REPORT = "$iothub/twin/PATCH/properties/reported/";
  static final String TWIN_RESPONSE = "$iothub/twin/res/";
  static final String TWIN_DESIRED = "$iothub/twin/PATCH/properties/desired/";

  private final String telemetry;
  private final Set<String> filters;

  private HubTopics(String telemetry, Set<String> filters) {
    this.telemetry = telemetry;
    this.filters = filters;
  }

  static HubTopics of(ClientId client) {
    String own =
        "devices/"
            + client.deviceId()
            + client.moduleId().map(module -> "/modules/" + module).orElse("");
    return new HubTopics(
        own + "/messages/events/",
        Set.of(
            own + "/messages/devicebound/#",
            own + "/inputs/#",
            METHOD_CALL + "#",
            TWIN_RESPONSE + "#",
            TWIN_DESIRED + "#"));
  }

  /** Topic to which the client sends telemetry; the properties follow. */
  String telemetry() {
    return telemetry;
  }

  /** Returns whether the client may subscribe to this filter. */
  boolean allows(String filter) {
    return filters.contains(filter);
  }
}
