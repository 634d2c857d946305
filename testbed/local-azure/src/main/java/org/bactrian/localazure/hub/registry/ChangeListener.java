package org.bactrian.localazure.hub.registry;

import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.twin.HubTwin;

/**
 * Hears of changes after they were made and before they are committed, on the thread of the change:
 * what it writes to the same state is committed with them, or not at all.
 */
public interface ChangeListener {

  /** An identity was created, with its twin. */
  default void created(ClientId client, HubTwin twin) {}

  /** An identity was deleted, with its twin. */
  default void deleted(ClientId client, HubTwin twin) {}

  /**
   * A twin was changed in part.
   *
   * @param patch {@code tags}, {@code properties.desired} and {@code properties.reported}, those
   *     that were in the request
   */
  default void twinUpdated(ClientId client, HubTwin twin, JsonNode patch) {}

  /** Tags and desired properties of a twin were replaced. */
  default void twinReplaced(ClientId client, HubTwin twin) {}

  /** A client connected or disconnected. */
  default void connectionChanged(ClientId client, boolean connected) {}
}
