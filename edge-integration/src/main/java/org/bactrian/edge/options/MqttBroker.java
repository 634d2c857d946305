package org.bactrian.edge.options;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * MQTT broker and the user that signs in to it.
 *
 * @param url address of the broker, empty for the one that the kamelet names
 * @param clientId client id at the broker, empty for a new one at each start
 * @param userName user, empty for none
 * @param password its password, empty for none; a secret, which {@link #toString()} leaves out
 */
public record MqttBroker(String url, String clientId, String userName, String password) {

  static final MqttBroker NONE = new MqttBroker("", "", "", "");

  private static final String PLAIN = "tcp://";
  private static final Pattern LOOPBACK =
      Pattern.compile("tcp://(localhost|127\\.[0-9.]+|\\[?::1]?):", Pattern.CASE_INSENSITIVE);
  private static final int TLS_PORT = 8883;
  private static final int PLAIN_PORT = 1883;

  /** Reads {@code HostName=…;Port=…;DeviceId=…;Username=…;Password=…;UseTls=…}. */
  static MqttBroker of(OptionValue value) {
    Map<String, String> parts = new HashMap<>();
    for (String part : value.text().split(";")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parts.put(name, part.substring(equals + 1).strip());
      }
    }
    String host = parts.getOrDefault("hostname", "");
    if (host.isEmpty()) {
      throw new EdgeOptionException(
          EdgeOptionException.BAD_VALUE,
          value.where() + " names no broker. Write HostName=…;Port=…;Username=…;Password=…");
    }
    int port = port(value, parts.getOrDefault("port", ""));
    boolean tls =
        parts.containsKey("usetls")
            ? Boolean.parseBoolean(parts.get("usetls"))
            : port == 0 || port == TLS_PORT;
    int effective = port != 0 ? port : tls ? TLS_PORT : PLAIN_PORT;
    return new MqttBroker(
        (tls ? "ssl://" : "tcp://") + host + ":" + effective,
        parts.getOrDefault("deviceid", parts.getOrDefault("clientid", "")),
        parts.getOrDefault("username", ""),
        parts.getOrDefault("password", ""));
  }

  private static int port(OptionValue value, String text) {
    return text.isEmpty()
        ? 0
        : new OptionValue(value.where() + ", Port", text, value.unit()).asInt(1, 65_535);
  }

  /** The address of a broker beyond this machine that is reached without TLS. */
  Optional<String> unprotected() {
    boolean local = LOOPBACK.matcher(url).lookingAt();
    return url.startsWith(PLAIN) && !local
        ? Optional.of(url.substring(PLAIN.length()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "MqttBroker[" + url + "]";
  }
}
