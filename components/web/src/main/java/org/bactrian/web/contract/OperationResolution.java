package org.bactrian.web.contract;

import java.util.List;

/** Result of looking up an HTTP method and a path in the contracts. */
public sealed interface OperationResolution {

  /** An operation. */
  record Found(Operation operation) implements OperationResolution {}

  /** The path has operations, but of other methods, which are {@code allowed}. */
  record OtherMethod(List<String> allowed) implements OperationResolution {
    public OtherMethod {
      allowed = List.copyOf(allowed);
    }
  }

  /** The path lies under a service, which has no operation there. */
  record NoOperation() implements OperationResolution {}

  /** The path lies under no service, but may be that of a user's route. */
  record Elsewhere() implements OperationResolution {}
}
