package org.bactrian.localazure.hub.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;

/**
 * Position of a query: the content of its continuation token. The hub keeps nothing, so a token
 * holds across restarts.
 *
 * @param fingerprint of the query that the token belongs to
 * @param given how many results there were
 * @param after the last client looked at, or empty
 */
record QueryPosition(int fingerprint, int given, String after) {

  private static final int PARTS = 3;

  static QueryPosition startOf(String query) {
    return new QueryPosition(query.hashCode(), 0, "");
  }

  /**
   * Reads a token; an empty one is the start.
   *
   * @throws HubFaultException when the token is not one of this query's
   */
  static QueryPosition of(String query, String token) {
    if (token.isEmpty()) {
      return startOf(query);
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split(" ", PARTS);
      if (parts.length == PARTS && Integer.parseInt(parts[0]) == query.hashCode()) {
        return new QueryPosition(query.hashCode(), Integer.parseInt(parts[1]), parts[2]);
      }
    } catch (IllegalArgumentException e) {
      // Falls through: it is nobody's token.
    }
    throw new HubFaultException(
        HubFault.ARGUMENT_INVALID,
        "x-ms-continuation does not belong to this query. Repeat the query without it.");
  }

  String token() {
    String text = fingerprint + " " + given + " " + after;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
