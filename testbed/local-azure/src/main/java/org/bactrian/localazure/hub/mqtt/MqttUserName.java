package org.bactrian.localazure.hub.mqtt;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.ClientId;

/**
 * User name of an MQTT connection: {@code {hub}/{client id}/?api-version={version}&…} ("Communicate
 * with an IoT hub using the MQTT protocol", section on using it directly).
 */
final class MqttUserName {

  private static final Pattern VERSION =
      Pattern.compile("api-version=\\d{4}-\\d{2}-\\d{2}(-preview)?");

  private MqttUserName() {}

  /**
   * Checks that a user name is that of a client of this hub.
   *
   * @throws HubFaultException naming what is wrong with it
   */
  static void check(String user, ClientId client) {
    if (!AccessControl.isHub(user)) {
      throw refused("User name does not name this hub");
    }
    String rest = user.substring(user.indexOf('/') + 1);
    if (!rest.equals(client.toString()) && !rest.startsWith(client + "/")) {
      throw refused("User name does not name the client " + client);
    }
    String parameters = rest.substring(client.toString().length()).replaceFirst("^/?\\??", "");
    if (Arrays.stream(parameters.split("&")).noneMatch(VERSION.asMatchPredicate())) {
      throw refused("User name of " + client + " has no api-version, such as 2021-04-12");
    }
  }

  private static HubFaultException refused(String reason) {
    return new HubFaultException(HubFault.UNAUTHORIZED, reason);
  }
}
