package org.bactrian.edge.publisher.group;

import java.util.List;
import java.util.Set;
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
   * Calls {@code listener} with the ids of the groups that are held, now and after each change, one
   * call at a time. A held group receives nothing, while its servers keep its values; it goes on
   * when it is no longer held, and when it is no longer there what they have kept is forgotten.
   *
   * @return what ends the calls
   */
  default AutoCloseable followHeld(Consumer<Set<String>> listener) {
    return () -> {};
  }

  /**
   * Returns the faults that keep parts of the configuration from being published, a sentence each.
   */
  default List<String> faults() {
    return List.of();
  }
}
