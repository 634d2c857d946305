package org.bactrian.cloud.events;

import java.util.EnumMap;
import java.util.Map;
import org.bactrian.web.stream.StreamAdmission;
import org.bactrian.web.stream.StreamClosure;
import org.bactrian.web.stream.StreamHub;

/** The hubs of this replica. Safe for use by several threads. */
final class LiveHubs {

  private final Map<LiveHub, StreamHub> hubs = new EnumMap<>(LiveHub.class);

  LiveHubs(StreamAdmission admission) {
    for (LiveHub hub : LiveHub.values()) {
      hubs.put(hub, new StreamHub(hub.name(), admission));
    }
  }

  StreamHub of(LiveHub hub) {
    StreamHub known = hubs.get(hub);
    if (known == null) {
      throw new IllegalStateException("There is no hub " + hub);
    }
    return known;
  }

  /** Group of those who get the progress of a request. */
  static String ofRequest(String requestId) {
    return "request/" + requestId;
  }

  /** Group of those who get the progress of a discoverer. */
  static String ofDiscoverer(String discovererId) {
    return "discoverer/" + discovererId;
  }

  /** Ends all streams, so that their clients connect to another replica. */
  void close() {
    hubs.values().forEach(hub -> hub.close(StreamClosure.SERVER_STOPS));
  }
}
