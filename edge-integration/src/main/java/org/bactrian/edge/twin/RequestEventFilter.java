package org.bactrian.edge.twin;

import java.util.List;
import org.bactrian.edge.twin.contract.EventFilter;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.event.EventFilterReader;
import org.bactrian.opcua.event.EventFilterResolver;
import org.bactrian.opcua.event.EventFilterSyntaxException;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Event filter of a request for a history. */
final class RequestEventFilter {

  private static final EventFilterDefinition BASE_EVENTS =
      new EventFilterDefinition(null, List.of(), List.of());

  private RequestEventFilter() {}

  /**
   * The filter as the server takes it.
   *
   * @param filter null for the fields of BaseEventType of all events
   * @throws OperationException of kind BAD_REQUEST when it is no filter
   */
  static org.eclipse.milo.opcua.stack.core.types.structured.EventFilter of(
      ServerView server, EventFilter filter) throws UaException {
    try {
      EventFilterDefinition definition =
          filter == null ? BASE_EVENTS : EventFilterReader.read(RegistryJson.tree(filter)).filter();
      return new EventFilterResolver(server.access().client()).resolve(definition, false).filter();
    } catch (EventFilterSyntaxException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "details/filter: " + e.getMessage() + ". " + e.remedy(), e);
    }
  }
}
