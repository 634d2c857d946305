package org.bactrian.localazure.hub.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bactrian.localazure.hub.identity.ClientId;

/** Hears of changes that connected clients have to know. Called on the thread of the change. */
public interface RegistryListener {

  /** Desired properties changed; the notice is what the client is told. */
  void desiredChanged(ClientId client, ObjectNode notice);

  /** The identity was changed or deleted: its connection has to prove itself again. */
  void identityChanged(ClientId client);
}
