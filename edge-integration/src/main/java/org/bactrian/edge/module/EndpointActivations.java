package org.bactrian.edge.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointActivationStatus;
import org.bactrian.model.registry.EndpointIds;

/**
 * Endpoints that operators have activated on this module, by a method until the next reset or by a
 * desired property of its twin permanently. Thread-safe.
 */
public final class EndpointActivations implements TwinPart {

  private final Set<String> byTwin = new ConcurrentSkipListSet<>();
  private final Set<String> byMethod = new ConcurrentSkipListSet<>();

  void activate(String id) {
    byMethod.add(id);
  }

  void deactivate(String id) {
    byMethod.remove(id);
    byTwin.remove(id);
  }

  /** Forgets activations that only a method made. */
  void reset() {
    byMethod.clear();
  }

  List<EndpointActivationStatus> status() {
    Set<String> all = new ConcurrentSkipListSet<>(byTwin);
    all.addAll(byMethod);
    return all.stream()
        .map(id -> new EndpointActivationStatus(id, EndpointActivationState.Activated))
        .toList();
  }

  /**
   * Activates the endpoints whose ids are desired properties with a secret, and deactivates those
   * whose property was removed.
   */
  @Override
  public ObjectNode apply(JsonNode desired) {
    Set<String> wanted = new ConcurrentSkipListSet<>();
    for (Map.Entry<String, JsonNode> property : desired.properties()) {
      if (property.getValue().isTextual() && EndpointIds.isOne(property.getKey())) {
        wanted.add(property.getKey());
      }
    }
    for (Iterator<String> known = byTwin.iterator(); known.hasNext(); ) {
      String id = known.next();
      if (!wanted.contains(id)) {
        known.remove();
        byMethod.remove(id);
      }
    }
    byTwin.addAll(wanted);
    return JsonNodeFactory.instance.objectNode();
  }
}
