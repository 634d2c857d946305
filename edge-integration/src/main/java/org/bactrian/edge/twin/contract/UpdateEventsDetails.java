package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Events to write into a history (Part 11, 6.9.4).
 *
 * @param filter the fields that the events have; null for those of BaseEventType
 * @param events the events
 */
public record UpdateEventsDetails(EventFilter filter, List<HistoricEvent> events) {

  public UpdateEventsDetails {
    events = events == null ? null : List.copyOf(events);
  }
}
