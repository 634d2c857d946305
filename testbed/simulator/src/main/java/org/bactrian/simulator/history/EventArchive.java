package org.bactrian.simulator.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.PerformUpdateType;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryEventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;

/** Recorded events, by id; it keeps the latest {@link #MOST_EVENTS}. Thread-safe. */
public final class EventArchive {

  static final int MOST_EVENTS = 1_000;

  /** The oldest first. */
  private final Map<ByteString, RecordedEvent> events = new LinkedHashMap<>();

  /** Records an event; the oldest one makes room for it. */
  public synchronized void record(RecordedEvent event) {
    events.put(event.id(), event);
    if (events.size() > MOST_EVENTS) {
      events.remove(events.keySet().iterator().next());
    }
  }

  /** Events of a domain that pass a filter, in the order of time, with the fields it selects. */
  synchronized List<HistoryEventFieldList> read(
      OpcUaServer server, HistoryTimes times, EventFilter filter) throws UaException {
    ContentFilter where = filter.getWhereClause();
    List<RecordedEvent> found = new ArrayList<>();
    for (RecordedEvent event : events.values()) {
      if (times.contains(event.time()) && new EventCondition(server, event).isMet(where)) {
        found.add(event);
      }
    }
    found.sort((a, b) -> Long.compare(a.time(), b.time()));
    if (times.backwards()) {
      Collections.reverse(found);
    }
    SimpleAttributeOperand[] select =
        Optional.ofNullable(filter.getSelectClauses()).orElse(new SimpleAttributeOperand[0]);
    return found.stream()
        .map(
            event ->
                new HistoryEventFieldList(
                    Arrays.stream(select).map(event::field).toArray(Variant[]::new)))
        .toList();
  }

  /** Writes an event whose fields are in the order of the filter's select clauses. */
  synchronized StatusCode write(PerformUpdateType kind, EventFilter filter, Variant[] fields) {
    Optional<RecordedEvent> event = RecordedEvent.of(filter.getSelectClauses(), fields);
    if (event.isEmpty()) {
      return new StatusCode(StatusCodes.Bad_InvalidArgument);
    }
    boolean there = events.containsKey(event.get().id());
    if (there && kind == PerformUpdateType.Insert) {
      return new StatusCode(StatusCodes.Bad_EntryExists);
    }
    if (!there && kind == PerformUpdateType.Replace) {
      return new StatusCode(StatusCodes.Bad_NoEntryExists);
    }
    record(event.get());
    return StatusCode.GOOD;
  }

  /** Deletes an event by its id. */
  synchronized StatusCode delete(ByteString id) {
    return events.remove(id) == null
        ? new StatusCode(StatusCodes.Bad_NoEntryExists)
        : StatusCode.GOOD;
  }
}
