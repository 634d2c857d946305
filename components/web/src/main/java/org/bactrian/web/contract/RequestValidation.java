package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.bactrian.web.problem.Violation;

/** Result of validating a request against its contract. */
public sealed interface RequestValidation {

  /**
   * A valid request.
   *
   * @param parameters its parameters as the contract spells them, only those that were sent
   * @param body its body as the contract spells it, a missing node for none
   */
  record Valid(Map<String, String> parameters, JsonNode body) implements RequestValidation {
    public Valid {
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * An invalid request.
   *
   * @param violations all of its violations
   * @param body its body as it was read, a missing node for none and for one that is no JSON
   */
  record Invalid(List<Violation> violations, JsonNode body) implements RequestValidation {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
