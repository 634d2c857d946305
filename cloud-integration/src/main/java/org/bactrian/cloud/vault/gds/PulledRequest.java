package org.bactrian.cloud.vault.gds;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.vault.ApplicationVaultRequest;

/**
 * Request that a Global Discovery Server has passed on.
 *
 * @param origin module of that server, as IoT Hub names it
 * @param message the request
 */
record PulledRequest(ModuleId origin, ApplicationVaultRequest message) {

  /** Id that the edge gave the request. */
  String edgeRequestId() {
    return UUID.fromString(message.requestId()).toString();
  }

  /** Id of the vault's request: the same whenever and wherever it is started. */
  String vaultRequestId() {
    String name = origin + "/" + edgeRequestId();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  ApplicationInfo application() {
    return message.application();
  }

  /** Site of the application; the device of the edge where the edge names none. */
  String site() {
    String named = application().siteId();
    return named == null || named.isBlank() ? origin.deviceId() : named;
  }

  /** Id of the application in the registry. */
  String entityId() {
    return ApplicationIds.of(
            site(), null, application().applicationType(), application().applicationUri())
        .orElseThrow();
  }

  /** Returns whether the registry knows the application by nobody else than itself. */
  boolean isOfClient() {
    return application().applicationType() == ApplicationType.Client;
  }
}
