package org.bactrian.edge;

import java.util.Map;
import org.bactrian.edge.module.ModuleIdentity;
import org.bactrian.edge.options.HubCredential;

/** Default publisher id: the identity in IoT Hub, or the host name without one. */
final class PublisherIdentity {

  private PublisherIdentity() {}

  /**
   * The name of what connects with {@code credential}: {@code device_module_module}, or the device
   * alone, as the registry names modules.
   *
   * @param environment environment variables, in which IoT Edge names its modules
   */
  static String of(HubCredential credential, Map<String, String> environment) {
    return ModuleIdentity.of(credential, environment).toString();
  }
}
