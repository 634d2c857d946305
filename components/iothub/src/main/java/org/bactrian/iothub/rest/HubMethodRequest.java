package org.bactrian.iothub.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * Request of a direct method.
 *
 * @param target who carries it out
 * @param name its name
 * @param payload what to hand over; Jackson's missing node for nothing
 * @param responseTimeout how long the target may take, 5 to 300 seconds
 * @param connectTimeout how long to wait for a target that is not connected, 0 to 300 seconds
 */
public record HubMethodRequest(
    HubAddress target,
    String name,
    JsonNode payload,
    Duration responseTimeout,
    Duration connectTimeout) {

  public HubMethodRequest {
    range("A response timeout", responseTimeout, 5);
    range("A connect timeout", connectTimeout, 0);
  }

  private static void range(String what, Duration value, int least) {
    if (value.toSeconds() < least || value.toSeconds() > 300) {
      throw new IllegalArgumentException(
          what + " is between " + least + " and 300 seconds, was " + value.toSeconds() + ".");
    }
  }
}
