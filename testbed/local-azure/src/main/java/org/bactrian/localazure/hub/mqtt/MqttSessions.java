package org.bactrian.localazure.hub.mqtt;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.storage.StateFile;
import org.h2.mvstore.MVMap;

/**
 * Subscriptions of clients that connected without a clean session. They survive the hub, since
 * device SDKs do not subscribe to methods and twins again when they reconnect.
 */
public final class MqttSessions {

  private final StateFile state;
  private final MVMap<String, String> stored;

  /** Over the state; {@link #keep} and {@link #forget} belong on the state thread. */
  public MqttSessions(StateFile state) {
    this.state = state;
    this.stored = state.map("sessions");
  }

  /** Subscribed filters with their QoS; none when there is no session. */
  Map<String, Integer> find(ClientId client) {
    Map<String, Integer> subscriptions = new TreeMap<>();
    for (String line : stored.getOrDefault(client.toString(), "").split("\n")) {
      if (!line.isEmpty()) {
        subscriptions.put(line.substring(2), line.charAt(0) - '0');
      }
    }
    return subscriptions;
  }

  boolean has(ClientId client) {
    return stored.containsKey(client.toString());
  }

  void keep(ClientId client, Map<String, Integer> subscriptions) {
    String lines =
        subscriptions.entrySet().stream()
            .map(subscription -> subscription.getValue() + " " + subscription.getKey())
            .collect(Collectors.joining("\n"));
    if (!lines.equals(stored.put(client.toString(), lines))) {
      state.commit();
    }
  }

  void forget(ClientId client) {
    if (stored.remove(client.toString()) != null) {
      state.commit();
    }
  }
}
