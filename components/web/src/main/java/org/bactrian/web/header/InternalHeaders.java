package org.bactrian.web.header;

import java.util.List;

/** Names of the headers by which routes and components tell each other what to do. */
public final class InternalHeaders {

  /** Beginning of the names that this project uses. */
  private static final String OWN = "Bactrian";

  private static final List<String> PREFIXES = List.of(OWN, "Camel", "org.apache.camel.");

  private InternalHeaders() {}

  /**
   * Returns true for the name of an internal header in any case; headers of Camel messages have
   * none.
   */
  public static boolean isInternal(String name) {
    return PREFIXES.stream().anyMatch(prefix -> begins(name, prefix));
  }

  /** Returns true for a name of this project in any case. */
  static boolean isOwn(String name) {
    return begins(name, OWN);
  }

  private static boolean begins(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
