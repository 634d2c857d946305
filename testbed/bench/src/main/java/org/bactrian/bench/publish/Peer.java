package org.bactrian.bench.publish;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Clients of other makers, by their names on the command line. */
public enum Peer {
  /** node-opcua, which only counts. */
  NODE_OPCUA("node-opcua"),

  /** Camel's component for OPC UA with a consumer for each item, which only counts. */
  CAMEL_MILO("camel-milo"),

  /** Apache PLC4X, which only counts. */
  PLC4X("plc4x"),

  /** Node-RED with its OPC UA and MQTT nodes, the whole way. */
  NODE_RED("node-red");

  private final String label;

  Peer(String label) {
    this.label = label;
  }

  /**
   * Reads names with commas between them, {@code all} or {@code none}.
   *
   * @throws IllegalArgumentException with a message that lists the names when one is not known
   */
  public static List<Peer> parse(String names) {
    if (names.equals("all")) {
      return List.of(values());
    }
    if (names.equals("none")) {
      return List.of();
    }
    return Arrays.stream(names.split(",")).map(Peer::named).toList();
  }

  private static Peer named(String name) {
    return Arrays.stream(values())
        .filter(peer -> peer.label.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no peer \"" + name + "\", only all, none, " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(peer -> peer.label).collect(Collectors.joining(", "));
  }
}
