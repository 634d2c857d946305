package org.bactrian.localazure.hub.method;

import io.vertx.core.Future;
import org.bactrian.localazure.hub.identity.ClientId;

/** Calls direct methods of connected clients. */
public interface DirectMethods {

  /**
   * Calls a method. Event loop of the hub only.
   *
   * @return fails with {@link org.bactrian.localazure.hub.fault.HubFaultException} when the client
   *     is not online or does not answer in time
   */
  Future<DirectMethodAnswer> invoke(ClientId client, DirectMethodRequest request);
}
