package org.bactrian.cloud.onboarding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.twin.Twin;

/** All that stands in the hub for applications and endpoints. */
final class RegistryState {

  private RegistryState() {}

  /** Tags and desired properties by id, without what IoT Hub adds to them. */
  static Map<String, String> of(TestCloud cloud) {
    Map<String, String> state = new TreeMap<>();
    for (Twin twin :
        cloud.hub.all(
            "SELECT * FROM devices WHERE tags.DeviceType = 'Application'"
                + " OR tags.DeviceType = 'Endpoint'")) {
      state.put(twin.id().toString(), sorted(twin.tags()) + " " + sorted(twin.desired()));
    }
    return state;
  }

  /** The same without who changed it last and when, which the order of events decides. */
  static Map<String, String> unstamped(Map<String, String> state) {
    Map<String, String> unstamped = new TreeMap<>(state);
    unstamped.replaceAll(
        (id, twin) -> twin.replaceAll("(, )?(Create|Update)(AuthorityId|Time)=[^,}]*", ""));
    return unstamped;
  }

  /** Differences between two states, to be read by people. */
  static List<String> differences(Map<String, String> one, Map<String, String> other) {
    Set<String> ids = new TreeSet<>(one.keySet());
    ids.addAll(other.keySet());
    return ids.stream()
        .filter(id -> !Objects.equals(one.get(id), other.get(id)))
        .map(id -> id + "\n  " + one.get(id) + "\n  " + other.get(id))
        .toList();
  }

  private static Object sorted(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node.toString();
    }
    Map<String, Object> members = new TreeMap<>();
    object
        .properties()
        .forEach(
            member -> {
              if (!member.getKey().startsWith("$")) {
                members.put(member.getKey(), sorted(member.getValue()));
              }
            });
    return members;
  }
}
