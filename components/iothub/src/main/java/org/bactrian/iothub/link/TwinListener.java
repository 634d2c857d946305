package org.bactrian.iothub.link;

import com.fasterxml.jackson.databind.JsonNode;

/** Listener to the desired properties, called one at a time on the link's thread for twins. */
public interface TwinListener {

  /**
   * The whole twin, once after each connect and whenever a change was missed.
   *
   * @param properties object with members desired and reported, each with its $version
   */
  void twin(JsonNode properties);

  /**
   * A change of the desired properties.
   *
   * @param patch the members that changed, removed ones as null, and the new $version
   */
  void desired(JsonNode patch);
}
