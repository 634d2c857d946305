package org.bactrian.web.contract;

import java.util.List;

/** What a method and a path mean to the contracts. */
public sealed interface Resolution {

  /** An operation. */
  record Found(Operation operation) implements Resolution {}

  /** The path has operations, but of other methods, which are {@code allowed}. */
  record OtherMethod(List<String> allowed) implements Resolution {
    public OtherMethod {
      allowed = List.copyOf(allowed);
    }
  }

  /** The path lies under a service, which has no operation there. */
  record NoOperation() implements Resolution {}

  /** The path lies under no service, but may be that of a user's route. */
  record Elsewhere() implements Resolution {}
}
