package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.bactrian.web.problem.Violation;

/** A request that was held to its contract. */
public sealed interface Checked {

  /**
   * A request that will do.
   *
   * @param parameters its parameters as the contract spells them, only those that were sent
   * @param body its body as the contract spells it, a missing node for none
   */
  record Sound(Map<String, String> parameters, JsonNode body) implements Checked {
    public Sound {
      parameters = Map.copyOf(parameters);
    }
  }

  /** A request that will not do, and everything that is wrong with it. */
  record Unsound(List<Violation> violations) implements Checked {
    public Unsound {
      violations = List.copyOf(violations);
    }
  }
}
