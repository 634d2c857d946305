package org.bactrian.localazure.hub.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bactrian.localazure.hub.identity.ClientConnectionState;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.twin.HubTwin;

/**
 * Twins as the service shows them and as queries see them ("Devices - Get Twin",
 * https://learn.microsoft.com/rest/api/iothub/service/devices).
 */
public final class TwinJson {

  private TwinJson() {}

  /**
   * The twin of a client at this moment.
   *
   * @throws org.bactrian.localazure.hub.fault.HubFaultException when the client is unknown
   */
  public static ObjectNode of(IdentityRegistry registry, ClientId id) {
    return of(registry, id, registry.twin(id));
  }

  /** The device id and the tags of a twin, to be read only. */
  public static ObjectNode tagged(IdentityRegistry registry, ClientId id) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deviceId", id.deviceId());
    json.set("tags", registry.twin(id).tags());
    return json;
  }

  /**
   * Writes a twin that was just read or written, with what its identity says. Tags and properties
   * are those of the twin, to be read only.
   */
  public static ObjectNode of(IdentityRegistry registry, ClientId id, HubTwin twin) {
    Identity identity = registry.requireIdentity(id);
    Identity device = registry.requireIdentity(id.owner());
    ClientConnectionState presence = registry.presence(id);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("deviceId", id.deviceId());
    id.moduleId().ifPresent(module -> json.put("moduleId", module));
    json.put("etag", twin.etag());
    json.put("deviceEtag", identity.etag());
    json.put("status", device.enabled() ? "enabled" : "disabled");
    json.put("statusUpdateTime", device.statusUpdatedTime().toString());
    json.put("connectionState", presence.connected() ? "Connected" : "Disconnected");
    json.put("connectionStateUpdatedTime", presence.updated().toString());
    json.put("lastActivityTime", presence.lastActivity().toString());
    json.put("cloudToDeviceMessageCount", 0);
    json.put("authenticationType", IdentityJson.type(identity.authentication()));
    json.set("x509Thumbprint", IdentityJson.writeThumbprints(identity.authentication()));
    json.put("modelId", "");
    json.put("version", twin.version());
    if (!id.isModule()) {
      json.putObject("capabilities").put("iotEdge", identity.iotEdge());
    }
    json.set("tags", twin.tags());
    json.set("properties", twin.propertiesJson());
    return json;
  }
}
