package org.bactrian.edge.publisher.group;

import java.util.List;
import java.util.function.Consumer;

/** Source of WriterGroups: a file, or the cloud. */
@FunctionalInterface
public interface WriterGroupSource {

  /**
   * Calls {@code listener} with all groups, now and after each change, one call at a time.
   *
   * @return what ends the calls
   */
  AutoCloseable follow(Consumer<List<WriterGroup>> listener);

  /**
   * Returns the faults that keep parts of the configuration from being published, a sentence each.
   */
  default List<String> faults() {
    return List.of();
  }
}
