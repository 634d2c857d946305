package org.bactrian.edge.publisher.nodes;

/** Sentences about the consequences of a fault. */
final class FaultConsequences {

  private FaultConsequences() {}

  /** A number and its noun. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Consequence for an entry that is not published. */
  static String entryRefused(int nodes) {
    return switch (nodes) {
      case 0 -> " The entry is not published.";
      case 1 -> " The entry and its node are not published.";
      default -> " The entry and its " + nodes + " nodes are not published.";
    };
  }

  /** Consequence for nodes that inherit a faulty value from their entry. */
  static String takersRefused(int takers, int published) {
    String refused =
        switch (takers) {
          case 0 -> " No node takes it.";
          case 1 -> " The node that takes it is not published.";
          default -> " The " + takers + " nodes that take it are not published.";
        };
    return refused + others(published);
  }

  /** Consequence for a node that is not published. */
  static String nodeRefused(int published) {
    return " The node is not published." + others(published);
  }

  private static String others(int published) {
    return switch (published) {
      case 0 -> "";
      case 1 -> " The entry's other node is published.";
      default -> " The entry's other " + published + " nodes are published.";
    };
  }
}
