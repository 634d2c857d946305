package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Events to delete from a history (Part 11, 6.9.7).
 *
 * @param eventIds their ids, Base64
 */
public record DeleteEventsDetails(List<String> eventIds) {

  public DeleteEventsDetails {
    eventIds = eventIds == null ? null : List.copyOf(eventIds);
  }
}
