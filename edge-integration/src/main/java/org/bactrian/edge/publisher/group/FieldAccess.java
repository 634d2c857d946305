package org.bactrian.edge.publisher.group;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Way to the node of a field and to its values.
 *
 * @param browsePath steps from the node of the item to the node that is published, as text; empty
 *     for the node of the item
 * @param cyclicRead how its value is read; null where it is monitored
 * @param rebrowsePeriod time after which the paths and objects of its writer are browsed again;
 *     null where the writer says
 */
public record FieldAccess(
    List<String> browsePath, @Nullable CyclicRead cyclicRead, @Nullable Duration rebrowsePeriod) {

  /** The node of the item is monitored. */
  public static final FieldAccess MONITORED = new FieldAccess(List.of(), null, null);

  public FieldAccess {
    browsePath = List.copyOf(browsePath);
  }
}
