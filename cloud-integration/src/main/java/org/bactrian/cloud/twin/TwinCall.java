package org.bactrian.cloud.twin;

import java.util.HashSet;
import java.util.Set;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.web.operation.RequestDeadline;

/**
 * An operation on its way to a module.
 *
 * @param endpoint what it works on
 * @param limit when its caller is answered
 * @param module who is asked now
 * @param offline who was asked before, and is not connected
 */
record TwinCall(
    ServedEndpoint endpoint, RequestDeadline limit, ModuleId module, Set<ModuleId> offline) {

  TwinCall {
    offline = Set.copyOf(offline);
  }

  /** Returns the call for another module, after this one turned out to be offline. */
  TwinCall takenOverBy(ModuleId other) {
    Set<ModuleId> asked = new HashSet<>(offline);
    asked.add(module);
    return new TwinCall(endpoint, limit, other, asked);
  }
}
