package org.bactrian.localazure.hub.routing;

import org.bactrian.localazure.hub.query.QueryException;
import org.bactrian.localazure.hub.query.RouteCondition;

/**
 * Sends some messages to an endpoint.
 *
 * @param name for people and logs
 * @param source what it is about
 * @param condition in the routing query language; {@code true} is for all
 * @param endpoint a queue or topic of the local Service Bus, or {@link #BUILT_IN}
 */
public record HubRoute(String name, RouteSource source, String condition, String endpoint) {

  /** The built-in endpoint, as it is called in Azure; for device messages only. */
  public static final String BUILT_IN = "events";

  /**
   * Checks the condition.
   *
   * @throws IllegalArgumentException when it cannot be read, or the endpoint does not fit
   */
  public HubRoute {
    try {
      RouteCondition.parse(condition);
    } catch (QueryException e) {
      throw new IllegalArgumentException("Route " + name + ": " + e.getMessage(), e);
    }
    if (endpoint.equals(BUILT_IN) && source != RouteSource.DEVICE_MESSAGES) {
      throw new IllegalArgumentException(
          "Route %s: the built-in endpoint here takes DeviceMessages only, not %s"
              .formatted(name, source));
    }
  }
}
