package org.bactrian.cloud.registry.twin;

import static org.bactrian.cloud.registry.twin.TwinValues.filled;
import static org.bactrian.cloud.registry.twin.TwinValues.put;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.bactrian.cloud.registry.contract.GatewayUpdate;
import org.bactrian.cloud.registry.contract.RegisteredGateway;
import org.bactrian.model.registry.ModuleCapability;

/** A gateway: a device that is tagged as one. */
public final class GatewayTwin {

  /** Value of the tag {@code __type__}. */
  public static final String TYPE = "iiotedge";

  private GatewayTwin() {}

  /** Reads a gateway; empty when the twin is of something else. */
  public static Optional<RegisteredGateway> read(Twin twin) {
    String type = filled(twin.tags(), "DeviceType");
    String kind = type == null ? filled(twin.tags(), ModuleCapability.TYPE) : type;
    if (twin.id().isModule() || !TYPE.equalsIgnoreCase(kind)) {
      return Optional.empty();
    }
    return Optional.of(
        new RegisteredGateway(
            twin.id().deviceId(),
            filled(twin.tags(), ModuleCapability.SITE),
            twin.connected() ? Boolean.TRUE : null));
  }

  /** Makes the patch for a change. */
  public static ObjectNode patch(Twin twin, GatewayUpdate update) {
    ObjectNode tags = JsonNodeFactory.instance.objectNode();
    if (update.siteId() != null) {
      put(tags, ModuleCapability.SITE, update.siteId().isEmpty() ? null : update.siteId());
    }
    put(tags, "DeviceType", TYPE);
    return TwinPatch.of(twin, tags, JsonNodeFactory.instance.objectNode());
  }
}
