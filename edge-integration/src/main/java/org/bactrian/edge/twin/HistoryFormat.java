package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bactrian.edge.twin.contract.HistoricEvent;
import org.bactrian.edge.twin.contract.HistoricValue;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;

/**
 * Form in which the history of a server is answered.
 *
 * @param conversion makes it from what the server sent
 * @param empty whether nothing is in it
 */
record HistoryFormat<H>(Conversion<H> conversion, Predicate<H> empty) {

  /** List of values. */
  static final HistoryFormat<List<HistoricValue>> VALUES =
      new HistoryFormat<>(
          (server, history) -> new HistoricDataConverter(server).values(history), List::isEmpty);

  /** List of events. */
  static final HistoryFormat<List<HistoricEvent>> EVENTS =
      new HistoryFormat<>(
          (server, history) -> new HistoricDataConverter(server).events(history), List::isEmpty);

  /** Extension object with the node id of its data type, as version 2.8 has it. */
  static final HistoryFormat<JsonNode> RAW =
      new HistoryFormat<>(
          (server, history) -> new HistoricDataConverter(server).raw(history), JsonNode::isNull);

  /** A step that converts a history; empty where the server sent none. */
  @FunctionalInterface
  interface Conversion<H> {
    H take(ServerView server, Optional<ExtensionObject> history) throws UaException;
  }

  H read(ServerView server, Optional<ExtensionObject> history) throws UaException {
    return conversion.take(server, history);
  }

  boolean isEmpty(H history) {
    return empty.test(history);
  }
}
